import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random, randomOf } from '../src/random.ts';

function mean(draw: () => number): number {
  return Array.from({ length: 5_000 }, draw).reduce((sum, drawn) => sum + drawn, 0) / 5_000;
}

function first(...given: Parameters<typeof randomOf>): number {
  return randomOf(...given).next();
}

describe('random', () => {
  it('gives mulberry32’s known figures', () => {
    const random = new Random(1);
    expect([random.next(), random.next(), random.next()]).toEqual([
      0.6270739405881613, 0.002735721180215478, 0.5274470399599522,
    ]);
  });

  it('stays within its bounds, both inclusive, and reaches them', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -50, max: 50 }), fc.nat({ max: 4 }), (seed, low, more) => {
        const random = new Random(seed);
        const seen = new Set(Array.from({ length: 300 }, () => random.whole(low, low + more)));
        expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: more + 1 }, (_, index) => low + index));
      }),
    );
  });

  it('draws by weight, never what weighs nothing', () => {
    const random = new Random(7);
    const drawn = Array.from({ length: 4_000 }, () => random.weighted({ often: 3, seldom: 1, never: 0 }));
    const often = drawn.filter((key) => key === 'often').length / drawn.length;
    expect(often).toBeGreaterThan(0.72);
    expect(often).toBeLessThan(0.78);
    expect(drawn).not.toContain('never');
  });

  it('poisson and wait have the mean that is asked for', () => {
    const random = new Random(3);
    expect(mean(() => random.poisson(4))).toBeCloseTo(4, 0);
    expect(mean(() => random.wait(20)) / 20).toBeCloseTo(1, 1);
  });

  it('streams of different purposes or seeds differ, of the same are the same', () => {
    const streams = [first(1, 'a', 'b'), first(1, 'a', 'c'), first(2, 'a', 'b'), first(1, 'ab')];
    expect(new Set(streams).size).toBe(4);
    expect(first(1, 'a', 'b')).toBe(streams[0]);
  });
});
