import { toText, type Decimal } from '@duqing/substances';
import type { Evidence } from '../cell.ts';
import { countsTest, growthTest, sharesTest } from '../statistics/conditional.ts';
import { clopperPearson, poissonInterval, type Interval } from '../statistics/intervals.ts';
import { fractionOf, type Matter } from './matter.ts';
import { isZeroRule, type Fraction } from './rule.ts';

const ALPHA = 0.05;
/** A base under this hides the percent and leaves evidence weak (SEMANTICS "Verdict"). */
export const BASE_MINIMUM = 5;

/** Whether a figure is more than chance; null where there is none. Zero rules and vetoes ask for no evidence. */
export function evidenceOf(matter: Matter): Evidence | null {
  const { reading, entry } = matter;
  if (reading.numerator === null && reading.flag === null) return null;
  if (isZeroRule(entry) || entry.veto) return 'strong';
  const isWeak = reading.isUnattested || reading.unknown > 0 || reading.units.missing.length > 0;
  return isWeak || !isClear(matter) ? 'weak' : 'strong';
}

function isClear(matter: Matter): boolean {
  const { entry, yardstick } = matter;
  const value = fractionOf(matter);
  if (entry.interval === null || yardstick === null) return true;
  switch (yardstick.kind) {
    case 'yes-no':
      return true;
    case 'limit':
      return value === null || isOutside(intervalOf(matter, value), ratioOf(yardstick.limit));
    case 'reference':
      return (
        value !== null && yardstick.limit !== null && isOutside(intervalOf(matter, value), ratioOf(yardstick.limit))
      );
    case 'direction':
      return value !== null && yardstick.base !== null && isChangeClear(matter, value, yardstick.base);
    case 'growth':
      return value !== null && isBendClear(value.numerator, yardstick.levels);
  }
}

function isOutside({ lower, upper }: Interval, limit: number): boolean {
  return limit < lower || limit > upper;
}

function intervalOf({ entry }: Matter, value: Fraction): Interval {
  const n = numberOf(value.numerator);
  if (entry.interval === 'poisson') return poissonInterval(n);
  return clopperPearson(n, numberOf(value.denominator));
}

function isChangeClear({ entry }: Matter, now: Fraction, base: Fraction): boolean {
  const [n, m] = [numberOf(now.numerator), numberOf(base.numerator)];
  if (entry.columns.kind === 'count') return m >= BASE_MINIMUM && countsTest(n, m) < ALPHA;
  return sharesTest({ n, d: numberOf(now.denominator) }, { n: m, d: numberOf(base.denominator) }) < ALPHA;
}

function isBendClear(level: Decimal, [before, earlier]: [Decimal | null, Decimal | null]): boolean {
  if (before === null || earlier === null) return false;
  const [a, b, c] = [numberOf(earlier), numberOf(before), numberOf(level)];
  return a >= BASE_MINIMUM && b >= BASE_MINIMUM && growthTest([a, b, c]) < ALPHA;
}

function ratioOf({ numerator, denominator }: Fraction): number {
  return numberOf(numerator) / numberOf(denominator);
}

/** For estimates and display only; verdicts are decided on the exact decimal. */
export function numberOf(value: Decimal): number {
  return Number(toText(value));
}
