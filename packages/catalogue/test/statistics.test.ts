import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incompleteBeta } from '../src/statistics/beta.ts';
import { countsTest, growthTest, sharesTest } from '../src/statistics/conditional.ts';
import { lowerGamma, logChoose, logGamma } from '../src/statistics/gamma.ts';
import { clopperPearson, poissonInterval } from '../src/statistics/intervals.ts';

describe('special functions against closed forms', () => {
  it.each([
    [1, 0],
    [0.5, Math.log(Math.sqrt(Math.PI))],
    [11, Math.log(3_628_800)],
    [0.25, 1.2880225246980774],
  ])('logGamma(%d)', (x, value) => expect(logGamma(x)).toBeCloseTo(value, 11));

  it('the incomplete beta of whole numbers is a binomial tail', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (k, more, p) => {
          const n = k + more - 1;
          let tail = 0;
          for (let i = k; i <= n; i += 1)
            tail += Math.exp(logChoose(n, i) + i * Math.log(p) + (n - i) * Math.log1p(-p));
          expect(incompleteBeta(p, k, more)).toBeCloseTo(tail, 9);
        },
      ),
    ));

  it('the incomplete gamma of whole numbers is a Poisson tail', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0.01, max: 90, noNaN: true }), (a, x) => {
        let below = 0;
        for (let i = 0; i < a; i += 1) below += Math.exp(i * Math.log(x) - x - logGamma(i + 1));
        expect(lowerGamma(a, x)).toBeCloseTo(1 - below, 9);
      }),
    ));
});

describe('Clopper–Pearson', () => {
  it.each([
    [0, 10, 0, 0.3084971],
    [10, 10, 0.6915029, 1],
    [5, 10, 0.187086, 0.812914],
    [3, 80, 0.007805, 0.105701],
    [25, 100, 0.168783, 0.346552],
  ])('%d of %d', (n, d, lower, upper) => {
    const interval = clopperPearson(n, d);
    expect(interval.lower).toBeCloseTo(lower, 5);
    expect(interval.upper).toBeCloseTo(upper, 5);
  });
});

describe('exact Poisson', () => {
  it.each([
    [0, 0, 3.688879],
    [1, 0.02531781, 5.571643],
    [10, 4.795389, 18.39036],
    [100, 81.363991, 121.626794],
  ])('%d', (count, lower, upper) => {
    const interval = poissonInterval(count);
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 3);
  });
});

describe('exact conditional tests', () => {
  it('two counts: 1 against 6 is twice the binomial tail', () =>
    expect(countsTest(1, 6)).toBeCloseTo((2 * 8) / 128, 12));
  it('two counts alike have p 1', () => expect(countsTest(7, 7)).toBe(1));
  it('shares: the tea taster, 3 of 4 against 1 of 4, has a tail of 17/70', () =>
    expect(sharesTest({ n: 3, d: 4 }, { n: 1, d: 4 })).toBeCloseTo(34 / 70, 12));
  it('shares: 4 of 4 against 0 of 4', () => expect(sharesTest({ n: 4, d: 4 }, { n: 0, d: 4 })).toBeCloseTo(2 / 70, 12));
  it('growth: 1, 1, 1 leaves two ways, weighted 1 and 1/2', () => {
    // sums 3 and 3: (1,1,1) has weight 1, (0,3,0) 1/6
    expect(growthTest([0, 3, 0])).toBeCloseTo(2 / 7, 12);
    expect(growthTest([1, 1, 1])).toBe(1);
  });
  it('growth of a constant factor is no surprise, a bend is', () => {
    expect(growthTest([100, 200, 400])).toBeGreaterThan(0.9);
    expect(growthTest([100, 200, 100])).toBeLessThan(0.001);
  });
  it('a test does not depend on which side is named first', () =>
    fc.assert(
      fc.property(fc.nat({ max: 40 }), fc.nat({ max: 40 }), (a, b) => {
        expect(countsTest(a, b)).toBeCloseTo(countsTest(b, a), 10);
      }),
    ));
});
