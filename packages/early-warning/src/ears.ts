import { upperQuantile } from './normal.ts';
import type { Limit, Series } from './series.ts';

export interface EarsOptions {
  /** weeks that the tested week is compared with */
  baseline: number;
  /** weeks before the tested one that the baseline leaves out, so that a slow rise does not hide itself */
  guard: number;
  /** weeks before the guard in which the baseline's known weeks must lie */
  reach: number;
  /** the least standard deviation that a baseline is given: without it one record after weeks of zero would signal */
  leastSigma: number;
  alpha: number;
}

/** The weeks' mean and standard deviation (n − 1, at least `leastSigma`) that a week is compared with. */
interface Baseline {
  mean: number;
  sigma: number;
}

/** EARS C2: mean plus z standard deviations of the newest known weeks before the guard; null where too few are known. */
export function earsC2(series: Series, options: EarsOptions): Limit | null {
  const found = baselineAt(series, series.length - 1, options);
  if (found === null) return null;
  return { expected: found.mean, limit: found.mean + upperQuantile(options.alpha) * found.sigma };
}

/** What C3 is made of: the tested week's baseline and the two weeks' excesses before it, in standard deviations. */
export interface C3Parts extends Baseline {
  carried: number;
}

/** Null where the tested week has too few known weeks to be compared with; of the two before it one that is not known carries nothing. */
export function c3Parts(series: Series, options: EarsOptions): C3Parts | null {
  const last = series.length - 1;
  const own = baselineAt(series, last, options);
  if (own === null) return null;
  return { ...own, carried: excessAt(series, last - 1, options) + excessAt(series, last - 2, options) };
}

/**
 * EARS C3: excesses over one standard deviation, summed over the tested week and the two before it, against z. The tested week must
 * have an excess of its own: a week like any other after a bad one is no signal.
 */
export function earsC3(series: Series, options: EarsOptions): Limit | null {
  const parts = c3Parts(series, options);
  if (parts === null) return null;
  const left = Math.max(0, upperQuantile(options.alpha) - parts.carried);
  return { expected: parts.mean, limit: parts.mean + (1 + left) * parts.sigma };
}

function excessAt(series: Series, week: number, options: EarsOptions): number {
  const [count, found] = [series[week] ?? null, baselineAt(series, week, options)];
  return count === null || found === null ? 0 : Math.max(0, (count - found.mean) / found.sigma - 1);
}

function baselineAt(series: Series, week: number, options: EarsOptions): Baseline | null {
  const { baseline, guard, reach, leastSigma } = options;
  const end = week - guard;
  const known = series.slice(Math.max(0, end - reach), Math.max(0, end)).filter((count) => count !== null);
  const counts = known.slice(-baseline);
  if (counts.length < baseline) return null;
  const mean = counts.reduce((sum, count) => sum + count, 0) / baseline;
  const squares = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0);
  return { mean, sigma: Math.max(leastSigma, Math.sqrt(squares / (baseline - 1))) };
}
