import type { Day, Period } from '@duqing/calendar';
import type { NotConcerned } from '@duqing/regions';
import { compare, multiply, type Decimal } from '@duqing/substances';
import type { Indicator, LimitComparator } from '../types.ts';
import type { Reading } from './reading.ts';
import { compareFractions, isKept, ONE, type Fraction } from './rule.ts';

/** What a cell is measured against, with everything read that it needs. */
export type Yardstick =
  | { kind: 'limit'; comparator: LimitComparator; limit: Fraction }
  /** null: the reference region's figures are not there */
  | { kind: 'reference'; comparator: LimitComparator; limit: Fraction | null }
  | { kind: 'yes-no'; due: boolean }
  | { kind: 'direction'; direction: 'rising' | 'falling'; orEqual: boolean; base: Fraction | null }
  /** levels of the year before and the year before that */
  | { kind: 'growth'; direction: 'rising' | 'falling'; orEqual: boolean; levels: [Decimal | null, Decimal | null] };

/** All that one verdict is decided from. */
export interface Matter {
  entry: Indicator;
  period: Period;
  today: Day;
  /** null: neither a limit nor a direction */
  yardstick: Yardstick | null;
  reading: Reading;
  /** why the item does not concern the area; undefined where it does */
  notConcerned: NotConcerned | undefined;
}

/** The cell's number as a fraction; null where it is not known or has nothing under it. */
export function fractionOf({ entry, reading }: Pick<Matter, 'entry' | 'reading'>): Fraction | null {
  const { numerator, denominator } = reading;
  if (numerator === null) return null;
  if (entry.columns.kind !== 'ratio') return { numerator, denominator: ONE };
  return denominator === null || denominator.units === 0n ? null : { numerator, denominator };
}

/** The bare rule on exact numbers; null where it cannot be applied. */
export function isWithin(matter: Matter, value = fractionOf(matter)): boolean | null {
  const { yardstick, reading } = matter;
  if (yardstick === null) return null;
  if (yardstick.kind === 'yes-no') return reading.flag === null ? null : reading.flag === yardstick.due;
  if (value === null) return null;
  switch (yardstick.kind) {
    case 'limit':
      return isKept(yardstick.comparator, compareFractions(value, yardstick.limit));
    case 'reference':
      return yardstick.limit && isKept(yardstick.comparator, compareFractions(value, yardstick.limit));
    case 'direction':
      return yardstick.base && isBetter(matter.entry, { ...yardstick, value, base: yardstick.base });
    case 'growth':
      return isGrowthBetter(value.numerator, yardstick);
  }
}

interface Compared {
  value: Fraction;
  base: Fraction;
  direction: 'rising' | 'falling';
  orEqual: boolean;
}

/** Equal is not better, save where the rule says so and at the bound: 0 of a falling item, 100 % of a rising one. */
function isBetter(entry: Indicator, { value, base, direction, orEqual }: Compared): boolean {
  const sign = compareFractions(value, base);
  if (sign === 0 && orEqual) return true;
  if (direction === 'falling') return sign < 0 || (sign === 0 && value.numerator.units === 0n);
  const isFull = entry.columns.unit === '%' && compare(value.numerator, value.denominator) === 0;
  return sign > 0 || (sign === 0 && isFull);
}

/** c·a against b²: null where a base of nothing leaves no growth. */
function isGrowthBetter(
  c: Decimal,
  { direction, orEqual, levels: [b, a] }: Extract<Yardstick, { kind: 'growth' }>,
): boolean | null {
  if (a === null || b === null) return null;
  if (direction === 'falling' && c.units === 0n) return true;
  if (a.units === 0n || b.units === 0n) return null;
  const sign = compare(multiply(c, a), multiply(b, b));
  if (sign === 0) return orEqual;
  return direction === 'falling' ? sign < 0 : sign > 0;
}

/** Whether a higher number is a better one; a number that must be one value (0) is only ever broken upwards. */
export function isUpward(yardstick: Exclude<Yardstick, { kind: 'yes-no' }>): boolean {
  switch (yardstick.kind) {
    case 'limit':
    case 'reference':
      return yardstick.comparator.startsWith('>');
    case 'direction':
    case 'growth':
      return yardstick.direction === 'rising';
  }
}
