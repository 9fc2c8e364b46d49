import { assertDay, type Day } from './day.ts';

/** `ytd` is one cumulative cell a quarter: 1 January to the quarter's end, written with the quarter's key. */
export type PeriodKind = 'quarter' | 'half' | 'year' | 'ytd' | 'creation';

export interface Period {
  kind: PeriodKind;
  /** 2026Q2 (quarter and ytd), 2026H1, 2026, creation */
  key: string;
  /** inclusive */
  start: Day;
  /** exclusive */
  end: Day;
}

const PATTERN = /^\d{4}(?:Q([1-4])|H([12]))?$/;

/** The first day of month `index` (0 = January; 12 = next January) of a year. */
function monthStart(year: number, index: number): Day {
  const full = year + Math.floor(index / 12);
  return `${String(full).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`;
}

/** The period of a year's months `[from, to)`; the year is the key's. */
function span(kind: PeriodKind, key: string, [from, to]: [number, number]): Period {
  const year = Number(key.slice(0, 4));
  return { kind, key, start: monthStart(year, from), end: monthStart(year, to) };
}

/** Reads 2026Q2, 2026H1 or 2026; undefined where the text is no period (`creation` needs a deployment's dates). */
export function parsePeriod(text: string): Period | undefined {
  const found = PATTERN.exec(text);
  if (!found) return undefined;
  if (found[1]) return span('quarter', text, [Number(found[1]) * 3 - 3, Number(found[1]) * 3]);
  if (found[2]) return span('half', text, [Number(found[2]) * 6 - 6, Number(found[2]) * 6]);
  return span('year', text, [0, 12]);
}

/** The quarter's key of a day; throws a RangeError where `day` is none. */
export function quarterOfDay(day: Day): string {
  assertDay(day);
  return `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/** The period of a kind that holds a day; `creation` is not of the calendar and is refused by type. */
export function periodOf(kind: Exclude<PeriodKind, 'creation'>, day: Day): Period {
  const quarter = quarterOfDay(day);
  const q = Number(quarter.slice(5));
  switch (kind) {
    case 'quarter':
      return span(kind, quarter, [q * 3 - 3, q * 3]);
    case 'ytd':
      return span(kind, quarter, [0, q * 3]);
    case 'half':
      return span(kind, `${day.slice(0, 4)}H${q < 3 ? 1 : 2}`, q < 3 ? [0, 6] : [6, 12]);
    case 'year':
      return span(kind, day.slice(0, 4), [0, 12]);
  }
}

/** Keys of the quarters that make up a period, in order. */
export function quartersOf(period: Period): string[] {
  const keys: string[] = [];
  let year = Number(period.start.slice(0, 4));
  let quarter = Number(quarterOfDay(period.start).slice(5));
  while (monthStart(year, quarter * 3 - 3) < period.end) {
    keys.push(`${String(year).padStart(4, '0')}Q${quarter}`);
    [year, quarter] = quarter === 4 ? [year + 1, 1] : [year, quarter + 1];
  }
  return keys;
}

/** Key of the same period one year before: 2026Q2 → 2025Q2. Throws a RangeError where the key is no period. */
export function yearBefore(key: string): string {
  if (!PATTERN.test(key)) throw new RangeError(`no period: ${key}`);
  return String(Number(key.slice(0, 4)) - 1).padStart(4, '0') + key.slice(4);
}
