import { creationPeriod, INDICATORS, startOf, type Indicator } from '@duqing/catalogue';
import { parsePeriod, periodOf, quarterOfDay, quartersOf, type Day, type Period } from '@duqing/calendar';
import type { Setting } from '@duqing/regions';

export interface CellKey {
  indicator: string;
  region: string;
  period: string;
}

export function keyText({ indicator, region, period }: CellKey): string {
  return `${indicator}/${region}/${period}`;
}

/** Each key once. */
export function uniqueKeys(keys: readonly CellKey[]): CellKey[] {
  return [...new Map(keys.map((key) => [keyText(key), key])).values()];
}

/** Keys of the quarters from one to another, both inclusive. */
export function quartersBetween(first: string, last: string): string[] {
  if (first > last) return [];
  const end = parsePeriod(last)?.end ?? startOf(last);
  return quartersOf({ kind: 'quarter', key: first, start: startOf(first), end });
}

/** The item's native periods that hold one of the quarters, creation among them where it meets one; each once. */
export function nativesIn(entry: Indicator, quarters: readonly string[], setting: Setting): Period[] {
  const found = new Map<string, Period>();
  const creation = creationPeriod(setting.calendar);
  for (const quarter of quarters) {
    const start = startOf(quarter);
    for (const kind of entry.cells) {
      const period = kind === 'creation' ? creation : periodOf(kind, start);
      if (period.start < (parsePeriod(quarter)?.end ?? start) && start < period.end) found.set(period.key, period);
    }
  }
  return [...found.values()];
}

/** The city and every code that was ever one of its units: which of them have a cell there the evaluator knows. */
export function areasOf({ regions, city }: Setting): string[] {
  const units = regions.all().filter(({ parent, role }) => parent === city && role === 'monitored');
  return [city, ...units.map(({ code }) => code)];
}

/** The periods in which some quarters have cells, each with the items that have them; the creation period among them. */
export function periodsWithCells(setting: Setting, quarters: readonly string[]): Map<string, Indicator[]> {
  const creation = creationPeriod(setting.calendar).key;
  const found = new Map<string, Indicator[]>();
  for (const entry of INDICATORS) {
    const keys = new Set(nativesIn(entry, quarters, setting).map(({ key }) => key));
    if (entry.cells.includes('creation')) keys.add(creation);
    for (const key of keys) found.set(key, [...(found.get(key) ?? []), entry]);
  }
  return found;
}

/** Every cell of the items over some quarters, and the creation period's, a period at a time. */
export function* allCells(setting: Setting, quarters: readonly string[]): Generator<CellKey[]> {
  const areas = areasOf(setting);
  for (const [period, entries] of periodsWithCells(setting, quarters)) yield cellsOf(entries, { areas, period });
}

/** The cells of some items in a period. */
export function cellsOf(
  entries: readonly Indicator[],
  { areas, period }: { areas: readonly string[]; period: string },
): CellKey[] {
  return entries.flatMap(({ id: indicator }) => areas.map((region) => ({ indicator, region, period })));
}

/** The quarter that a day lies in, or another where that is earlier. */
export function earlierQuarter(quarter: string | null, day: Day): string {
  const present = quarterOfDay(day);
  return quarter !== null && quarter < present ? quarter : present;
}

/** Cells evaluated at a time: what bounds the memory of a recompute. */
const KEYS_PER_BATCH = 60_000;

/**
 * Cells of one period after another in batches as few as memory allows: each reads the facts that it needs once. Periods of few cells
 * go together; one of too many is cut between items, since an item of a city needs all its areas. An own count stays with what it counts,
 * however many: apart from it all of that would be evaluated once more.
 */
export function* batchesOf(periods: Iterable<readonly CellKey[]>, most = KEYS_PER_BATCH): Generator<CellKey[]> {
  let batch: CellKey[] = [];
  for (const cells of periods)
    for (const part of cells.length > most ? partsOf(cells) : [cells]) {
      if (batch.length > 0 && batch.length + part.length > most) {
        yield batch;
        batch = [];
      }
      for (const key of part) batch.push(key);
    }
  if (batch.length > 0) yield batch;
}

function partsOf(cells: readonly CellKey[]): CellKey[][] {
  const items = Map.groupBy(cells, ({ indicator }) => indicator);
  const counts = INDICATORS.filter(({ id, measure }) => measure.kind === 'composite' && items.has(id));
  if (counts.length === 0) return [...items.values()];
  const together = new Set([...counts, ...INDICATORS.filter(isCounted)].map(({ id }) => id));
  const others = [...items].filter(([indicator]) => !together.has(indicator)).map(([, own]) => own);
  return [cells.filter(({ indicator }) => together.has(indicator)), ...others];
}

/** The entries that the cells are decided from: their own, and where a composite is among them all that it counts. */
export function entriesRead(keys: readonly CellKey[]): Indicator[] {
  const named = new Set(keys.map(({ indicator }) => indicator));
  const counts = INDICATORS.some(({ id, measure }) => measure.kind === 'composite' && named.has(id));
  return INDICATORS.filter((entry) => named.has(entry.id) || (counts && isCounted(entry)));
}

/** Whether the composite counts an item: see SEMANTICS "Composite". */
export function isCounted({ columns, target }: Indicator): boolean {
  return columns.basis === 'text' && target !== null && columns.group !== 'situation' && columns.group !== 'composite';
}
