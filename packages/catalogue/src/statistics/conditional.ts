import { logChoose, logGamma } from './gamma.ts';

interface Share {
  n: number;
  d: number;
}

/** Two-sided p of equal rates of two counts over equal spans: given their sum, one is binomial with ½. */
export function countsTest(now: number, before: number): number {
  const total = now + before;
  return twoSided({ from: 0, to: total, observed: now, logWeight: (k) => logChoose(total, k) });
}

/** Two-sided p of equal shares (Fisher's exact test): given all sums, the first numerator is hypergeometric. */
export function sharesTest(now: Share, before: Share): number {
  const hits = now.n + before.n;
  return twoSided({
    from: Math.max(0, hits - before.d),
    to: Math.min(now.d, hits),
    observed: now.n,
    logWeight: (k) => logChoose(now.d, k) + logChoose(before.d, hits - k),
  });
}

/**
 * Two-sided p of equal growth over three yearly counts a, b, c: where growth is constant the logarithm is linear in the year, and
 * given a + b + c and b + 2c the last count has a known distribution.
 */
export function growthTest([a, b, c]: [number, number, number]): number {
  const total = a + b + c;
  const moment = b + 2 * c;
  return twoSided({
    from: Math.max(0, moment - total),
    to: Math.floor(moment / 2),
    observed: c,
    logWeight: (k) => -logGamma(total - moment + k + 1) - logGamma(moment - 2 * k + 1) - logGamma(k + 1),
  });
}

/** Twice the smaller tail (observed value included), at most 1: the test that belongs to an interval with equal tails. */
function twoSided(of: { from: number; to: number; observed: number; logWeight: (k: number) => number }): number {
  const { from, to, observed, logWeight } = of;
  const peak = logWeight(observed);
  let [below, above] = [1, 1];
  for (let k = observed - 1; k >= from; k -= 1) below += Math.exp(logWeight(k) - peak);
  for (let k = observed + 1; k <= to; k += 1) above += Math.exp(logWeight(k) - peak);
  return Math.min(1, (2 * Math.min(below, above)) / (below + above - 1));
}
