import { compare, decimal, multiply, type Decimal } from '@duqing/substances';
import type { Indicator, LimitComparator } from '../types.ts';

/** A zero rule: one case breaks it, evidence and distance to a target have no meaning. */
export function isZeroRule({ target }: Pick<Indicator, 'target'>): boolean {
  return target?.kind === 'limit' && target.comparator === '=' && target.limit === 0;
}

/** An exact fraction; the denominator is above 0. */
export interface Fraction {
  numerator: Decimal;
  denominator: Decimal;
}

export const ONE = decimal(1);

/** −1, 0 or 1 of two fractions by cross-multiplication. */
export function compareFractions(a: Fraction, b: Fraction): -1 | 0 | 1 {
  return compare(multiply(a.numerator, b.denominator), multiply(b.numerator, a.denominator));
}

export function isKept(comparator: LimitComparator, sign: -1 | 0 | 1): boolean {
  switch (comparator) {
    case '=':
      return sign === 0;
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
  }
}
