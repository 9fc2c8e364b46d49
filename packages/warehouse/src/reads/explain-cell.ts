import { authoritative, nativePeriod, type Cell, type Indicator } from '@duqing/catalogue';
import { quartersOf, yearBefore } from '@duqing/calendar';
import type { Setting } from '@duqing/regions';
import { isBaseline } from '@duqing/substances';
import { explainEvents, explainFirstSeen, type EventsQuery } from '../holdings/explain.ts';
import type { TableName } from '../holdings/counts.ts';
import type { ExplainedEvent } from '../reader.ts';
import type { Store } from '../store/store.ts';

export interface ExplainCellQuery {
  cell: Cell;
  entry: Indicator;
  setting: Setting;
  table: TableName;
}

/** The records and returns behind a cell, sorted by subject; none for a composite, whose parts are cells. */
export async function explainCell(store: Store, given: ExplainCellQuery): Promise<ExplainedEvent[]> {
  const query = { ...given, entry: measuredAs(given) };
  const events: EventsQuery = { ...query, areas: areasOf(query), quarters: quartersIn(query) };
  const own =
    query.entry.measure.kind === 'new-substances'
      ? await explainFirstSeen(store, { query: events, isNew: (code) => !isBaseline(code) })
      : await explainEvents(store, events);
  const returns = await Promise.all(readsOf(query).map(async (read) => returnsBehind(store, { query, read })));
  return [...own, ...returns.flat()].sort((a, b) => a.subject.localeCompare(b.subject));
}

/** The item as it is measured in the cell's period: from events, or from returns where data says so. */
function measuredAs({ cell, entry, setting }: ExplainCellQuery): Indicator {
  const period = nativePeriod(entry, cell.period, setting.calendar);
  return period ? authoritative(entry, { setting, period }) : entry;
}

/** The area itself; of a city's sum the units that entered it too. */
function areasOf({ cell, entry, setting }: ExplainCellQuery): string[] {
  if (cell.region !== setting.city || entry.columns.roll_up === 'own') return [cell.region];
  if (entry.measure.kind === 'new-substances') {
    const all = setting.regions.all().map(({ code }) => code);
    return all.filter((code) => setting.regions.isWithin(code, setting.city));
  }
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

async function returnsBehind(
  store: Store,
  { query, read }: { query: ExplainCellQuery; read: Read },
): Promise<ExplainedEvent[]> {
  const rows = await store.query<ReturnBehind>(
    `SELECT source, id, subject, revision, region, period FROM ${query.table('facts_return')} FINAL
WHERE measure = {measure:String} AND period IN {periods:Array(String)} AND region IN {regions:Array(String)}
ORDER BY region, period`,
    { measure: read.measure, periods: read.periods, regions: areasOf(query) },
  );
  const kept = read.latestOnly ? [...new Map(rows.map((row) => [row.region, row])).values()] : rows;
  return kept.map(({ source, id, subject, revision }) => ({
    source,
    id,
    subject,
    revision: Number(revision),
    part: read.part,
  }));
}
