import type { PeriodKind } from '@duqing/calendar';
import { directionOf } from './comparators.ts';
import type { Columns, Due, Indicator, Level, Limit, LimitComparator, Measure, TargetRule, Wording } from './types.ts';

const KINDS = ['quarter', 'half', 'year', 'ytd', 'creation'] as const satisfies PeriodKind[];
const LEVELS = ['county', 'city'] as const satisfies Level[];
const COMPARATORS = ['=', '<', '<=', '>', '>='] as const satisfies LimitComparator[];

/** Reads the typed meaning out of the table's columns; throws an Error naming the entry and the column that cannot be read. */
export function indicator(columns: Columns, measure: Measure, wording: Wording): Indicator {
  return {
    numerator_zh: wording.numerator_zh,
    denominator_zh: wording.denominator_zh,
    act: wording.act,
    interval: wording.interval,
    columns,
    id: columns.id,
    name: { zh: columns.name_zh, en: columns.name_en },
    measure,
    target: targetOf(columns),
    scale: scaleOf(columns.unit),
    cells: listOf(columns, 'cells', KINDS),
    due: dueOf(columns),
    levels: listOf(columns, 'levels', LEVELS),
    veto: vetoOf(columns),
    impliedBy: columns.implied_by === '' ? null : columns.implied_by,
  };
}

function unreadable(columns: Columns, column: keyof Columns): Error {
  return new Error(`${columns.id}: column ${column} cannot be read: ${JSON.stringify(columns[column])}`);
}

function listOf<T extends string>(columns: Columns, column: 'cells' | 'levels', known: readonly T[]): T[] {
  return columns[column].split('; ').map((text) => {
    const found = known.find((item) => item === text);
    if (found === undefined) throw unreadable(columns, column);
    return found;
  });
}

function scaleOf(unit: string): number {
  if (unit === '%') return 100;
  return unit === 'per 10 000' ? 10_000 : 1;
}

function vetoOf(columns: Columns): boolean {
  if (columns.veto === 'no') return false;
  if (columns.veto === 'yes' || columns.veto === 'default yes') return true;
  throw unreadable(columns, 'veto');
}

function dueOf(columns: Columns): Due {
  const { due } = columns;
  if (due === '') return { kind: 'period-end' };
  if (due === "province's date") return { kind: 'province-date' };
  if (due === 'release day') return { kind: 'release-day' };
  const after = /^\+(\d+) d$/.exec(due);
  if (after) return { kind: 'days-after', days: Number(after[1]) };
  const day = /^(\d{2})-(\d{2})$/.exec(due);
  if (day) return { kind: 'day-of-year', month: Number(day[1]), day: Number(day[2]) };
  throw unreadable(columns, 'due');
}

function targetOf(columns: Columns): TargetRule | null {
  const { comparator, limit } = columns;
  if (comparator === 'none') return null;
  const direction = directionOf(comparator);
  if (direction) return direction;
  if (comparator === '<=; <') return byLevel(columns);
  const known = COMPARATORS.find((item) => item === comparator);
  if (known === undefined) throw unreadable(columns, 'comparator');
  if (limit === 'yes' || limit === 'no') return { kind: 'yes-no', due: limit === 'yes' };
  if (limit.startsWith('the same ratio of region')) return { kind: 'reference', comparator: known };
  if (!/^\d+$/.test(limit)) throw unreadable(columns, 'limit');
  return { kind: 'limit', comparator: known, limit: Number(limit) };
}

/** "<=; <" with "10 for the city …; 3 for a county": first the city's, then the county's. */
function byLevel(columns: Columns): TargetRule {
  const found = /^(\d+) for the city.*; (\d+) for a county$/.exec(columns.limit);
  if (!found) throw unreadable(columns, 'limit');
  const city: Limit = { comparator: '<=', limit: Number(found[1]) };
  const county: Limit = { comparator: '<', limit: Number(found[2]) };
  return { kind: 'by-level', county, city };
}
