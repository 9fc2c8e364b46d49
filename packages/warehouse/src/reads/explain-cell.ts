import { authoritative, INDICATORS, nativePeriod, type Cell, type Indicator } from '@duqing/catalogue';
import { addDays, parsePeriod, quartersOf, yearBefore } from '@duqing/calendar';
import type { Setting } from '@duqing/regions';
import { eventsBehind, firstSeenBehind, type EventsQuery } from '../holdings/explain.ts';
import { currentTable, type TableName } from '../holdings/counts.ts';
import type { ExplainedEvent } from '../reader.ts';
import type { Store } from '../store/store.ts';

export interface ExplainCellQuery {
  cell: Cell;
  entry: Indicator;
  setting: Setting;
  table: TableName;
}

/** The records and returns behind a cell, sorted by subject; none for a composite, whose parts are cells. */
export async function explainCell(store: Store, { cell, ...given }: ExplainCellQuery): Promise<ExplainedEvent[]> {
  const [events = []] = await explainCells(store, { ...given, cells: [cell] });
  return events;
}

/** The same of many cells of one item and period, in their order, by as many statements as for one. */
async function explainCells(
  store: Store,
  { cells, ...given }: Omit<ExplainCellQuery, 'cell'> & { cells: readonly Cell[] },
): Promise<ExplainedEvent[][]> {
  const queries = cells.map((cell) => ({ ...given, cell, entry: measuredAs({ ...given, cell }) }));
  const [first] = queries;
  if (!first) return [];
  const query: EventsQuery = { ...first, quarters: quartersIn(first) };
  const own = await recordsBehind(store, { query, entry: first.entry });
  const returns = await returnsBehindAll(store, queries);
  return queries.map((one, index) =>
    [...own(one), ...(returns[index] ?? [])].sort((a, b) => a.subject.localeCompare(b.subject)),
  );
}

async function recordsBehind(
  store: Store,
  { query, entry }: { query: EventsQuery; entry: Indicator },
): Promise<(one: ExplainCellQuery) => ExplainedEvent[]> {
  if (entry.measure.kind === 'new-substances') {
    const behind = await firstSeenBehind(store, query);
    return ({ cell }) => behind(cell.region);
  }
  const behind = await eventsBehind(store, query);
  return (one) => behind(areasOf(one));
}

/** Records behind cells of any items and periods, by `indicator/region/period`; the cells' own figures are taken as given. */
export async function explainMany(
  store: Store,
  { cells, setting }: { cells: readonly Cell[]; setting: Setting },
): Promise<Map<string, ExplainedEvent[]>> {
  const found = new Map<string, ExplainedEvent[]>();
  for (const group of Map.groupBy(cells, ({ indicator, period }) => `${indicator}/${period}`).values()) {
    const entry = INDICATORS.find(({ id }) => id === group[0]?.indicator);
    if (!entry) continue;
    const explained = await explainCells(store, { cells: group, entry, setting, table: currentTable });
    for (const [index, { indicator, region, period }] of group.entries())
      found.set(`${indicator}/${region}/${period}`, explained[index] ?? []);
  }
  return found;
}

/** The item as it is measured in the cell's period: from events, or from returns where data says so. */
function measuredAs({ cell, entry, setting }: ExplainCellQuery): Indicator {
  const period = nativePeriod(entry, cell.period, setting.calendar);
  return period ? authoritative(entry, { setting, period }) : entry;
}

/** The area itself; of a city's sum the units that entered it too. */
function areasOf({ cell, entry, setting }: ExplainCellQuery): string[] {
  if (cell.region !== setting.city || entry.columns.roll_up === 'own') return [cell.region];
  return [setting.city, ...cell.completeness.unitsIncluded];
}

function quartersIn({ cell, entry, setting }: ExplainCellQuery): string[] {
  const period = nativePeriod(entry, cell.period, setting.calendar);
  return period ? quartersOf(period) : [];
}

interface Read {
  measure: string;
  part: ExplainedEvent['part'];
  /** keys of the periods of which the latest held counts, or all of them where the cell adds */
  periods: string[];
  latestOnly: boolean;
}

function readsOf(query: ExplainCellQuery): Read[] {
  const { cell, entry } = query;
  const { measure } = entry;
  const own = (id: string, part: Read['part']): Read => ({ measure: id, part, ...ownPeriods(query) });
  const helper = (id: string, part: Read['part']): Read =>
    id === 'population'
      ? { measure: id, part, periods: [String(Number(cell.period.slice(0, 4)) - 1)], latestOnly: true }
      : own(id, part);
  switch (measure.kind) {
    case 'event-count':
      return measure.plusIncidents
        ? [{ measure: `${entry.id}:incidents`, part: 'numerator', periods: quartersIn(query), latestOnly: false }]
        : [];
    case 'return-ratio': {
      const { reads, numeratorHelper, denominatorHelper } = measure;
      const top = numeratorHelper
        ? helper(numeratorHelper, 'numerator')
        : own(reads, denominatorHelper ? 'numerator' : 'both');
      return denominatorHelper ? [top, helper(denominatorHelper, 'denominator')] : [top];
    }
    case 'return-count':
    case 'return-flag':
      return [own(entry.id, 'numerator')];
    case 'return-change': {
      const level = measure.levelHelper ?? entry.id;
      return [
        own(level, 'numerator'),
        { measure: level, part: 'denominator', periods: [yearBefore(cell.period)], latestOnly: true },
      ];
    }
    case 'event-sum':
    case 'event-ratio':
    case 'new-substances':
    case 'composite':
    case 'bulletins-sealed':
      return [];
  }
}

/** A cell reads its own period's return; one that carries reads the year's latest before it. */
function ownPeriods({ cell, entry }: ExplainCellQuery): Pick<Read, 'periods' | 'latestOnly'> {
  const quarter = Number(/^\d{4}Q(\d)$/.exec(cell.period)?.[1] ?? 0);
  if (!entry.cells.includes('ytd') || quarter === 0) return { periods: [cell.period], latestOnly: true };
  const year = cell.period.slice(0, 4);
  if (entry.columns.accumulation === 'flow')
    return { periods: Array.from({ length: quarter }, (_, index) => `${year}Q${index + 1}`), latestOnly: false };
  if (!cell.flags.includes('carried')) return { periods: [cell.period], latestOnly: true };
  return { periods: Array.from({ length: quarter }, (_, index) => `${year}Q${index + 1}`), latestOnly: true };
}

interface ReturnBehind extends Omit<ExplainedEvent, 'part'> {
  region: string;
  period: string;
}

/** Of each cell; those that read the same measure and periods by one statement. */
async function returnsBehindAll(store: Store, queries: readonly ExplainCellQuery[]): Promise<ExplainedEvent[][]> {
  const reads = queries.flatMap((query, index) =>
    readsOf(query).map((read) => ({ read, query, index, areas: areasOf(query) })),
  );
  const found: ExplainedEvent[][] = queries.map(() => []);
  for (const group of Map.groupBy(reads, ({ read }) => JSON.stringify(read)).values()) {
    const [first] = group;
    if (!first) continue;
    const { read } = first;
    const regions = [...new Set(group.flatMap(({ areas }) => areas))];
    const { setting, table } = first.query;
    const byRegion = counting(
      setting,
      await returnsRead(store, { ...read, regions: codesOf(setting, regions), table }),
    );
    for (const { index, areas } of group)
      found[index]?.push(...areas.flatMap((area) => behindOf(byRegion.get(area) ?? [], read)));
  }
  return found;
}

/** Codes whose returns may count for some areas: their own, and those that have ended. */
function codesOf({ regions }: Setting, areas: readonly string[]): string[] {
  const ended = regions.all().flatMap(({ code, validTo }) => (validTo === null ? [] : [code]));
  return [...new Set([...areas, ...ended])];
}

/** By the area that they count for: its own returns of a period, else those of ended codes that stand for it. */
function counting({ regions }: Setting, rows: readonly ReturnBehind[]): Map<string, ReturnBehind[]> {
  const placed = rows.map((row) => {
    const end = parsePeriod(row.period)?.end;
    const placement = end === undefined ? undefined : regions.place(row.region, addDays(end, -1));
    return { row, area: placement && placement.kind !== 'unknown' ? placement.area : row.region };
  });
  const cells = Map.groupBy(placed, ({ row, area }) => `${area}/${row.period}`);
  const counted = [...cells.values()].flatMap((group) => {
    const own = group.filter(({ row, area }) => row.region === area);
    return own.length > 0 ? own : group;
  });
  const byArea = Map.groupBy(counted, ({ area }) => area);
  return new Map([...byArea].map(([area, held]) => [area, held.map(({ row }) => row)]));
}

async function returnsRead(
  store: Store,
  { measure, periods, regions, table }: Pick<Read, 'measure' | 'periods'> & { regions: string[]; table: TableName },
): Promise<ReturnBehind[]> {
  return store.query<ReturnBehind>(
    `SELECT source, id, subject, revision, region, period FROM ${table('facts_return')} FINAL
WHERE measure = {measure:String} AND period IN {periods:Array(String)} AND region IN {regions:Array(String)}
ORDER BY region, period`,
    { measure, periods, regions },
  );
}

/** Of one area's returns, oldest period first: the latest, or all. */
function behindOf(rows: readonly ReturnBehind[], { latestOnly, part }: Read): ExplainedEvent[] {
  const latest = rows.at(-1)?.period;
  const read = latestOnly ? rows.filter(({ period }) => period === latest) : rows;
  return read.map(({ source, id, subject, revision }) => ({
    source,
    id,
    subject,
    revision: Number(revision),
    part,
  }));
}
