import { earsC2, earsC3, type EarsOptions } from './ears.ts';
import { farrington, referencesOf, type FarringtonOptions } from './farrington.ts';
import type { Limit, Series } from './series.ts';

export const METHODS = ['farrington', 'ears-c2', 'ears-c3'] as const;
export type Method = (typeof METHODS)[number];

/** Ours, with their reasons in docs/decisions: Farrington's as its authors advise for routine use, EARS' as at the CDC save the leasts. */
const EARS: Record<'c2' | 'c3', EarsOptions> = {
  c2: { baseline: 7, guard: 2, reach: 26, leastSigma: 1, alpha: 0.001 },
  c3: { baseline: 7, guard: 2, reach: 26, leastSigma: 1, alpha: 0.001 },
};
const FARRINGTON = { halfWindow: 3, seasons: 10, excluded: 26, trend: true, reweight: true, alpha: 0.005 } as const;
const YEARS = { least: 3, most: 5 };
/** Share of the history's weeks that must be known, and records that it must hold, for a model of it. */
const LEAST_KNOWN = 0.75;
const LEAST_RECORDS = 52;
/** Fewer records in the tested week are never a signal: one or two say nothing of a rate. */
export const LEAST_OBSERVED = 3;
/** Weeks before the tested one that are read at most. */
export const HISTORY_WEEKS = YEARS.most * 52 + FARRINGTON.halfWindow;
/** Weeks before the tested one that no baseline holds: what is held of them may stand in the series although it is not the last word. */
export const GUARD_WEEKS = EARS.c2.guard;

export interface MethodLimit extends Limit {
  method: Method;
  exceeded: boolean;
}

/** `signal`: more than a limit. `quiet`: complete and within every limit. `open`: neither yet. `no-baseline`: nothing to hold it against. */
export interface Tested {
  outcome: 'signal' | 'quiet' | 'open' | 'no-baseline';
  observed: number;
  /** of the methods that the history suffices for */
  limits: MethodLimit[];
}

/**
 * Tests the last week of a series. `observed` is what is held of it: where it is not `complete`, at least so many, so that it can
 * signal and cannot be quiet. Weeks of the history that are not known are null and in no baseline.
 */
export function testWeek(history: Series, { observed, complete }: { observed: number; complete: boolean }): Tested {
  if (observed < LEAST_OBSERVED) return { outcome: complete ? 'quiet' : 'open', observed, limits: [] };
  const series = [...history, observed];
  const limits = METHODS.flatMap((method): MethodLimit[] => {
    const found = limitBy(method, series);
    return found === null
      ? []
      : [{ method, expected: found.expected, limit: found.limit, exceeded: observed > found.limit }];
  });
  return { outcome: outcomeOf(limits, complete), observed, limits };
}

function outcomeOf(limits: readonly MethodLimit[], complete: boolean): Tested['outcome'] {
  if (limits.some(({ exceeded }) => exceeded)) return 'signal';
  if (limits.length === 0) return 'no-baseline';
  return complete ? 'quiet' : 'open';
}

function limitBy(method: Method, series: Series): Limit | null {
  switch (method) {
    case 'farrington':
      return farringtonBy(series);
    case 'ears-c2':
      return earsC2(series, EARS.c2);
    case 'ears-c3':
      return earsC3(series, EARS.c3);
  }
}

/** Whether EARS has a baseline for the week after a history: without one nothing that comes can be judged. */
export function hasBaseline(history: Series): boolean {
  return earsC2([...history, 0], EARS.c2) !== null;
}

/** As many years as are held, at least three; seasons only where each of them holds a record. */
function farringtonBy(series: Series): Limit | null {
  const first = series.findIndex((count) => count !== null);
  const years = Math.min(YEARS.most, Math.floor((series.length - 1 - FARRINGTON.halfWindow - first) / 52));
  if (first < 0 || years < YEARS.least) return null;
  const options: FarringtonOptions = { ...FARRINGTON, years };
  const references = referencesOf(series, options);
  const records = references.reduce((sum, { count }) => sum + count, 0);
  const weeks = years * 52 + options.halfWindow - options.excluded;
  if (records < LEAST_RECORDS || references.length < LEAST_KNOWN * weeks) return null;
  const held = new Set(references.flatMap(({ season, count }) => (count > 0 ? [season] : [])));
  if (!held.has(0)) return null;
  return farrington(series, held.size === options.seasons ? options : { ...options, seasons: 1 });
}
