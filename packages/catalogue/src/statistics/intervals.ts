import { incompleteBeta } from './beta.ts';
import { lowerGamma } from './gamma.ts';

export interface Interval {
  lower: number;
  upper: number;
}

/** Both tails together. */
const ALPHA = 0.05;

/** Two-sided 95 % Clopper–Pearson interval of n successes in d tries (0 ≤ n ≤ d, d > 0). */
export function clopperPearson(n: number, d: number): Interval {
  const half = ALPHA / 2;
  return {
    lower: n === 0 ? 0 : rootOf((p) => incompleteBeta(p, n, d - n + 1) - half, 1),
    upper: n === d ? 1 : rootOf((p) => incompleteBeta(p, n + 1, d - n) - (1 - half), 1),
  };
}

/** Two-sided 95 % exact Poisson interval of a count (Garwood): half chi-square quantiles. */
export function poissonInterval(count: number): Interval {
  const half = ALPHA / 2;
  const high = count + 10 * Math.sqrt(count + 1) + 10;
  return {
    lower: count === 0 ? 0 : rootOf((rate) => lowerGamma(count, rate) - half, high),
    upper: rootOf((rate) => lowerGamma(count + 1, rate) - (1 - half), high),
  };
}

/** Root of an increasing function between 0 and `high`, by halving to the last digit. */
function rootOf(f: (x: number) => number, high: number): number {
  let [low, top] = [0, high];
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + top) / 2;
    if (middle === low || middle === top) break;
    if (f(middle) < 0) low = middle;
    else top = middle;
  }
  return (low + top) / 2;
}
