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

/** Every cell of the items over some quarters, and the creation period's. */
export function allCells(setting: Setting, quarters: readonly string[]): CellKey[] {
  const areas = areasOf(setting);
  const creation = creationPeriod(setting.calendar).key;
  return INDICATORS.flatMap((entry) => {
    const periods = new Set(nativesIn(entry, quarters, setting).map(({ key }) => key));
    if (entry.cells.includes('creation')) periods.add(creation);
    return [...periods].flatMap((period) => areas.map((region) => ({ indicator: entry.id, region, period })));
  });
}

/** The quarter that a day lies in, or another where that is earlier. */
export function earlierQuarter(quarter: string | null, day: Day): string {
  const present = quarterOfDay(day);
  return quarter !== null && quarter < present ? quarter : present;
}

/** Cells evaluated at a time: what bounds the memory of a recompute. */
const KEYS_PER_BATCH = 60_000;

/** The keys in portions of whole periods, as few as memory allows: each portion reads the facts that it needs once. */
export function batchesOf(keys: readonly CellKey[]): CellKey[][] {
  const batches: CellKey[][] = [];
  for (const group of Map.groupBy(keys, ({ period }) => period).values()) {
    const last = batches.at(-1);
    if (last === undefined || last.length + group.length > KEYS_PER_BATCH) batches.push(group);
    else for (const key of group) last.push(key);
  }
  return batches;
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
