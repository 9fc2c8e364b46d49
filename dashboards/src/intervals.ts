import { INDICATORS } from '@duqing/catalogue';
import { literal } from './sql.ts';

/** Shares of samples: those whose evidence rests on an interval. All other rows are full counts and have none. */
export const HAS_INTERVAL = `indicator IN (${INDICATORS.filter(
  ({ interval, columns }) => interval !== null && columns.kind === 'ratio',
)
  .map(({ id }) => literal(id))
  .join(', ')}) AND denominator > 0 AND numerator <= denominator`;

/** Each tail of a two-sided 95 % interval. */
const TAIL = 0.025;
/** Halvings: the bound is exact to 2^-40. */
const STEPS = 40;

/**
 * Bounds in % of the exact (Clopper–Pearson) interval of `numerator` out of `denominator`, found by halving; a test holds them equal
 * to the catalogue's. Terms far in the tail of the binomial sum are left out: at a share between the estimate and the bound they
 * are less than 1e-12.
 */
export const INTERVAL = { lower: bound('lower'), upper: bound('upper') } as const;

function bound(side: 'lower' | 'upper'): string {
  const [n, d] = ['assumeNotNull(numerator)', 'assumeNotNull(denominator)'];
  const reach = `toUInt64(15 * sqrt(${n} + 1) + 30)`;
  const isUpper = side === 'upper';
  const counts = isUpper
    ? `range(toUInt64(greatest(0, ${n} - ${reach})), toUInt64(${n}) + 1)`
    : `range(toUInt64(${n}), toUInt64(least(${d}, ${n} + ${reach})) + 1)`;
  const share = '(pair.1 + pair.2) / 2';
  const term = `exp(lgamma(${d} + 1) - lgamma(k + 1) - lgamma(${d} - k + 1) + k * log(${share}) + (${d} - k) * log(1 - ${share}))`;
  const isInside = isUpper
    ? `arraySum(k -> ${term}, ${counts}) > ${TAIL}`
    : `arraySum(k -> ${term}, ${counts}) < ${TAIL}`;
  const start = isUpper ? `(${n} / ${d}, toFloat64(1))` : `(toFloat64(0), ${n} / ${d})`;
  const found = `arrayFold((pair, step) -> if(${isInside}, (${share}, pair.2), (pair.1, ${share})), range(${STEPS}), ${start})`;
  const end = isUpper ? `${n} = ${d}, 1` : `${n} = 0, 0`;
  return `100 * if(${end}, ${found}.1)`;
}
