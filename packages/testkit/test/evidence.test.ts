import { describe, expect, test } from 'vitest';
import {
  binomialTails,
  clopperPearson,
  countsDiffer,
  fisherTails,
  growthTails,
  isClearOfLimit,
} from '../src/model/evidence.ts';

describe('exact intervals and tests, against values of R and the literature', () => {
  test.each([
    // R: binom.test(x, n)$conf.int
    { n: 0, d: 10, low: 0, high: 0.3084971 },
    { n: 10, d: 10, low: 0.6915029, high: 1 },
    { n: 5, d: 10, low: 0.187086, high: 0.812914 },
    { n: 1, d: 20, low: 0.00126509, high: 0.2487328 },
    // Clopper–Pearson of 81 of 263 (Newcombe 1998): 0.2527 to 0.3676
    { n: 81, d: 263, low: 0.2527, high: 0.3676 },
  ])('Clopper–Pearson of $n of $d', ({ n, d, low, high }) => {
    const [from, to] = clopperPearson(n, d);
    expect(from).toBeCloseTo(low, 4);
    expect(to).toBeCloseTo(high, 4);
  });

  test('a limit is clear of the ratio exactly outside the interval: 1 of 20 has 0.2487 as its upper end', () => {
    expect(isClearOfLimit(1, 20, 0.248)).toBe(false);
    expect(isClearOfLimit(1, 20, 0.25)).toBe(true);
  });

  test('binomial tails: 2 of 10 at one half are 56/1024 and 1013/1024', () => {
    const { low, high } = binomialTails(2, 10, 0.5);
    expect(low).toBeCloseTo(56 / 1024, 12);
    expect(high).toBeCloseTo(1013 / 1024, 12);
  });

  test('five against none is no difference (1/32 a side), six against none is one (1/64)', () => {
    expect(countsDiffer(0, 5)).toBe(false);
    expect(countsDiffer(0, 6)).toBe(true);
  });

  test("Fisher's lady tasting tea: 3 of 4 against 1 of 4 has the tail 17/70", () => {
    expect(fisherTails([3, 4], [1, 4]).high).toBeCloseTo(17 / 70, 12);
  });

  test('three levels 1, 0, 1: with total 2 and no trend b is 0 or 2, with weights 1 and 1/2', () => {
    expect(growthTails(1, 0, 1).low).toBeCloseTo(2 / 3, 12);
    expect(growthTails(0, 2, 0).high).toBeCloseTo(1 / 3, 12);
  });

  test('large figures stay exact enough: half a million trials', () => {
    const { low, high } = binomialTails(50, 500_000, 0.0001);
    expect(low + high - 1).toBeCloseTo(0.056, 2);
  });
});
