import { INDICATORS, type Cell } from '@duqing/catalogue';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contradicts, DEFAULT_RULE, rounded, withhold, type Rounding } from '../src/index.ts';
import { rangesOf, type Constraint } from '../src/testing/ranges.ts';

const CITY = '990100';
const COUNTS = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 3, maxLength: 9 });
const ROUNDINGS = fc.record({
  base: fc.constantFrom<Rounding['base'][]>(3, 5),
  method: fc.constantFrom<Rounding['method'][]>('conventional', 'controlled'),
});

function sheet(counts: readonly number[]): Cell[] {
  const regions = counts.map((_, at) => `u${at}`);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const cell = (region: string, numerator: number): Cell =>
    ({
      indicator: 'cases-filed',
      region,
      period: '2026Q3',
      numerator,
      denominator: null,
      value: numerator,
      unit: 'cases',
      flags: [],
      completeness: { unitsIncluded: regions },
    }) as unknown as Cell;
  return [cell(CITY, total), ...counts.map((count, at) => cell(`u${at}`, count))];
}

function shownOf(cells: readonly Cell[], rounding: Rounding): number[] {
  const told = rounded(cells, { catalogue: INDICATORS, city: CITY, rounding });
  return cells.map((cell) => told.get(`${cell.region}/${cell.indicator}/${cell.period}`)?.numerator ?? Number.NaN);
}

test('what is shown is a multiple of the base less than the base away; controlled, areas add up to the city', () => {
  fc.assert(
    fc.property(COUNTS, ROUNDINGS, (counts, rounding) => {
      const cells = sheet(counts);
      const [city = 0, ...areas] = shownOf(cells, rounding);
      for (const [at, shown] of [city, ...areas].entries()) {
        expect(shown % rounding.base).toBe(0);
        expect(Math.abs(shown - (cells[at]?.numerator ?? 0))).toBeLessThan(rounding.base);
      }
      const sum = areas.reduce((total, shown) => total + shown, 0);
      expect(rounding.method === 'controlled' ? sum : city).toBe(city);
      expect(shownOf(cells, rounding)).toEqual([city, ...areas]);
    }),
  );
});

test('an attacker who knows how it is rounded cannot tell a withheld number, nor controlled any number to within less than the base', async () => {
  await fc.assert(
    fc.asyncProperty(COUNTS, ROUNDINGS, async (counts, rounding) => {
      const cells = sheet(counts);
      const kept = withhold({ cells, catalogue: INDICATORS, city: CITY, rule: DEFAULT_RULE, earlier: [] });
      const shown = shownOf(cells, rounding);
      const away = rounding.method === 'controlled' ? rounding.base - 1 : Math.floor(rounding.base / 2);
      const isKept = (region: string): boolean => kept.has(`${region}/cases-filed/2026Q3`);
      const near = cells.flatMap(({ region }, at): Constraint[] => {
        if (isKept(region)) return [];
        const value = shown[at] ?? 0;
        return [
          { terms: [{ name: region, by: 1 }], kind: '<=', to: value + away },
          { terms: [{ name: region, by: -1 }], kind: '<=', to: away - value },
        ];
      });
      const areas = cells.slice(1).map(({ region }) => ({ name: region, by: -1 }));
      const sum: Constraint = { terms: [{ name: CITY, by: 1 }, ...areas], kind: '=', to: 0 };
      const names = cells.map(({ region }) => region);
      const known = new Map<string, number>();
      const ranges = await rangesOf(names, { known, constraints: [...near, sum], isWhole: () => true });
      for (const [region, { least, most }] of ranges) {
        const room = most === null ? Infinity : most - (least ?? 0);
        const needed = isKept(region) ? 3 : rounding.method === 'controlled' ? rounding.base - 1 : 0;
        expect([region, room >= needed]).toEqual([region, true]);
      }
    }),
    { numRuns: 40 },
  );
});

test.each([
  ['>', 25, 26, 'missed', true],
  ['>', 25, 26, 'met', false],
  ['=', 0, 0, 'missed', true],
  ['<', 5, 5, 'met', true],
  ['>=', 100, 100, 'met', false],
] as const)('%s %i shown as %i and %s: a contradiction is %s', (comparator, limit, value, verdict, is) => {
  expect(contradicts({ value, verdict, target: { comparator, limit } } as Cell)).toBe(is);
});
