import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { c3Parts, earsC2, type EarsOptions } from '../src/ears.ts';
import { farrington, type FarringtonOptions } from '../src/farrington.ts';
import { upperQuantile } from '../src/normal.ts';

interface Figures {
  R: string;
  surveillance: string;
  range: number[];
  results: {
    name: string;
    counts: (number | null)[];
    ears: { method: 'C2' | 'C3'; minSigma: number; alpha: number; upperbound: number[] }[];
    farrington: (Omit<FarringtonOptions, 'years' | 'halfWindow' | 'seasons' | 'excluded'> & {
      b: number;
      w: number;
      noPeriods: number;
      pastWeeksNotIncluded: number;
      expected: number[];
      phi: number[];
      upperbound: number[];
      upperbound_own_weights: number[];
      trended: boolean[];
    })[];
  }[];
}
const figures = JSON.parse(readFileSync(new URL('./generated/surveillance.json', import.meta.url), 'utf8')) as Figures;

/** How far (of the value) two results may be apart that are computed by the same rule. */
const SAME = 5e-6;
/** R takes the standard error from the last round but one of its iteration, so that limits are a little less alike. */
const SAME_LIMIT = 1e-4;
/**
 * With reweighting R overwrites the fitted model's weights and takes the standard error from a dispersion that is not the fit's. Ours
 * is; without that line R's limit is the same, with it they differ by less than this share.
 */
const OVERWRITTEN = 0.1;

const far = (ours: number, theirs: number): number => Math.abs(ours - theirs) / Math.max(1, Math.abs(theirs));

describe.each(figures.results)(
  `R surveillance ${figures.surveillance}: $name`,
  ({ counts, ears, farrington: models }) => {
    const upTo = (week: number) => counts.slice(0, week);

    test.each(ears)('earsC $method, minSigma $minSigma', ({ method, minSigma, alpha, upperbound }) => {
      const options: EarsOptions = { baseline: 7, guard: 2, reach: 7, leastSigma: minSigma, alpha };
      const z = upperQuantile(alpha);
      // R's limit of C3 is given beside the observed count and leaves the tested week's own excess out: the parts are what compares
      const limitOf = (week: number): number => {
        if (method === 'C2') return earsC2(upTo(week), options)?.limit ?? NaN;
        const parts = c3Parts(upTo(week), options);
        return parts ? Math.max(0, (counts[week - 1] ?? 0) + parts.sigma * (z - parts.carried)) : NaN;
      };
      const distances = figures.range.map((week, index) => far(limitOf(week), upperbound[index] ?? NaN));
      expect(Math.max(...distances)).toBeLessThan(SAME);
    });

    test.each(models)('farringtonFlexible, noPeriods $noPeriods, trend $trend, reweight $reweight', (given) => {
      const { b, w, noPeriods, pastWeeksNotIncluded, trended, ...same } = given;
      const options = { ...same, years: b, halfWindow: w, seasons: noPeriods, excluded: pastWeeksNotIncluded };
      const ours = figures.range.map((week) => farrington(upTo(week), options));
      const most = (key: 'expected' | 'limit', theirs: number[]) =>
        Math.max(...ours.map((one, index) => far(one?.[key] ?? NaN, theirs[index] ?? NaN)));
      expect(ours.map((one) => one?.trended)).toEqual(trended);
      expect(most('expected', given.expected)).toBeLessThan(SAME);
      expect(most('limit', given.upperbound_own_weights)).toBeLessThan(SAME_LIMIT);
      expect(most('limit', given.upperbound)).toBeLessThan(given.reweight ? OVERWRITTEN : SAME_LIMIT);
    });
  },
);
