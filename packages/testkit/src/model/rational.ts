import { decimal } from '@duqing/substances';

/** An exact fraction p/q, q above 0: every comparison that decides a verdict is made with these. */
export interface Rational {
  p: bigint;
  q: bigint;
}

export const ZERO: Rational = { p: 0n, q: 1n };
const DIGITS = 25;

/** Reads a number by its shortest decimal text; throws a RangeError where it is none. */
export function rational(input: number | string): Rational {
  const { units, scale } = decimal(input);
  return { p: units, q: 10n ** BigInt(scale) };
}

export function plus(a: Rational, b: Rational): Rational {
  return a.q === b.q ? { p: a.p + b.p, q: a.q } : { p: a.p * b.q + b.p * a.q, q: a.q * b.q };
}

export function times(a: Rational, b: Rational): Rational {
  return { p: a.p * b.p, q: a.q * b.q };
}

/** Negative, 0 or positive; exact. */
export function order(a: Rational, b: Rational): number {
  const difference = a.p * b.q - b.p * a.q;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

export function isZero(a: Rational): boolean {
  return a.p === 0n;
}

/** a/b; throws a RangeError for b = 0 (a caller decides first what an empty denominator means). */
export function over(a: Rational, b: Rational): Rational {
  if (b.p === 0n) throw new RangeError('division by 0');
  return b.p < 0n ? { p: -a.p * b.q, q: -a.q * b.p } : { p: a.p * b.q, q: a.q * b.p };
}

/** The nearest number, for showing only. */
export function toNumber({ p, q }: Rational): number {
  return Number(`${(p * 10n ** BigInt(DIGITS)) / q}e-${DIGITS}`);
}

export function sum(values: Iterable<Rational>): Rational {
  let total = ZERO;
  for (const value of values) total = plus(total, value);
  return total;
}
