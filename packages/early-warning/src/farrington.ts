import { fitQuasiPoisson, type Fit } from './glm.ts';
import { upperQuantile } from './normal.ts';
import type { Limit, Series } from './series.ts';

export interface FarringtonOptions {
  /** years of history that are read, each of 52 weeks */
  years: number;
  /** weeks on either side of the tested week's place in a year that are one season with it */
  halfWindow: number;
  /** seasons of a year, the tested week's own included; 1 = no seasonality, and only the windows are read */
  seasons: number;
  /** newest weeks that are left out, so that an outbreak under way does not become its own baseline */
  excluded: number;
  trend: boolean;
  /** weeks that were far above what was expected of them count less */
  reweight: boolean;
  alpha: number;
}

export interface Farrington extends Limit {
  dispersion: number;
  trended: boolean;
}

const YEAR = 52;
/** Residuals from which a past week counts less. */
const FAR = 2.58;
/** A trend over fewer years would be a guess. */
const TREND_YEARS = 3;

/** A past week that the model reads: its place counted from the tested week (negative) and its season, 0 being the tested week's. */
interface Reference {
  at: number;
  season: number;
  count: number;
}

/**
 * The limit of a quasi-Poisson model of the same weeks in years before (Farrington 1996, Noufaily 2013), on the scale of counts to
 * the power 2/3. Null where the history does not reach back, or no model can be fitted to it.
 */
export function farrington(series: Series, options: FarringtonOptions): Farrington | null {
  if (series.length < options.years * YEAR + options.halfWindow + 1) return null;
  const references = referencesOf(series, options);
  if (options.trend) {
    const trended = fitted(references, { ...options, years: options.years });
    const most = Math.max(...references.map(({ count }) => count));
    const isTrusted = options.years >= TREND_YEARS && trended !== null && trended.expected <= most;
    if (isTrusted) return { ...limitOf(trended, options.alpha), trended: true };
  }
  const plain = fitted(references, { ...options, trend: false });
  return plain === null ? null : { ...limitOf(plain, options.alpha), trended: false };
}

/** The known weeks of the history with their seasons, oldest first. */
export function referencesOf(series: Series, options: FarringtonOptions): Reference[] {
  const { years, halfWindow, excluded } = options;
  const last = series.length - 1;
  const found: Reference[] = [];
  for (let at = -years * YEAR - halfWindow; at < -excluded; at += 1) {
    const [count, season] = [series[last + at] ?? null, seasonOf(at, options)];
    if (count !== null && season !== null) found.push({ at, season, count });
  }
  return found;
}

/** Season of a week: 0 within the window; the rest of a year in equal parts, the first ones a week longer. Null = not read. */
function seasonOf(at: number, { halfWindow, seasons }: FarringtonOptions): number | null {
  const place = ((at % YEAR) + YEAR) % YEAR;
  const inWindow = place <= halfWindow || place >= YEAR - halfWindow;
  if (inWindow) return 0;
  if (seasons === 1) return null;
  const rest = YEAR - 2 * halfWindow - 1;
  const [length, longer] = [Math.floor(rest / (seasons - 1)), rest % (seasons - 1)];
  const index = place - halfWindow - 1;
  const inLonger = longer * (length + 1);
  return 1 + (index < inLonger ? Math.floor(index / (length + 1)) : longer + Math.floor((index - inLonger) / length));
}

interface Prediction {
  expected: number;
  /** at least 1 */
  dispersion: number;
  /** variance of the expected count */
  variance: number;
}

function fitted(references: readonly Reference[], options: FarringtonOptions): Prediction | null {
  const rows = references.map((one) => rowOf(one, options));
  const counts = references.map(({ count }) => count);
  const first = fitQuasiPoisson(rows, counts);
  const fit = first !== null && options.reweight ? fitQuasiPoisson(rows, counts, weightsOf(first, counts)) : first;
  if (fit === null) return null;
  const row = rowOf({ at: 0, season: 0 }, options);
  const expected = Math.exp(row.reduce((sum, value, index) => sum + value * (fit.coefficients[index] ?? 0), 0));
  const variance = fit.variance(row) * fit.dispersion * expected ** 2;
  return { expected, dispersion: Math.max(1, fit.dispersion), variance };
}

/** Intercept, time in years before the tested week, one column for each season but its own. */
function rowOf({ at, season }: Omit<Reference, 'count'>, { trend, seasons }: FarringtonOptions): number[] {
  const others = Array.from({ length: seasons - 1 }, (_, index) => (season === index + 1 ? 1 : 0));
  return [1, ...(trend ? [at / YEAR] : []), ...others];
}

/** One for all, save weeks far above their fit: these by their residual's inverse square, so that old outbreaks hide no new one. */
function weightsOf(fit: Fit, counts: readonly number[]): number[] {
  const phi = Math.max(1, fit.dispersion);
  const shares = counts.map((count, index) => {
    const [mean, leverage] = [fit.fitted[index] ?? 0, fit.leverage[index] ?? 0];
    const residual = (1.5 * (count ** (2 / 3) * mean ** (-1 / 6) - Math.sqrt(mean))) / Math.sqrt(phi * (1 - leverage));
    return residual > FAR ? residual ** -2 : 1;
  });
  const scale = shares.length / shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share * scale);
}

function limitOf({ expected, dispersion, variance }: Prediction, alpha: number): Limit & { dispersion: number } {
  const spread = Math.sqrt((4 / 9) * expected ** (1 / 3) * (dispersion + variance / expected));
  return { expected, limit: (expected ** (2 / 3) + upperQuantile(alpha) * spread) ** 1.5, dispersion };
}
