import { INDICATORS, type Cell } from '@duqing/catalogue';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_RULE, leftOut, withhold, type EarlierFigure } from '../src/index.ts';
import { attack } from '../src/testing/attacker.ts';

const CITY = '990100';
const CATALOGUE = INDICATORS.filter((item) => leftOut(item) === undefined);
const PERIOD = '2026Q3';

type Numbers = number | null | readonly [number, number];

function cellOf(indicator: string, region: string, numbers: Numbers): Cell {
  const [numerator, denominator] = typeof numbers === 'object' && numbers !== null ? numbers : [numbers, null];
  const held = { numerator, denominator, value: numerator };
  return { indicator, region, period: PERIOD, ...held, flags: [], completeness: NONE } as unknown as Cell;
}
const NONE = { unitsIncluded: [] as string[], unitsMissing: [] as string[] };

/** An item's figures: the city's is the sum of its areas'. */
function sheet(indicator: string, areas: Record<string, Numbers>): Cell[] {
  const units = Object.entries(areas).filter(([, numbers]) => numbers !== null);
  const total = (at: 0 | 1): number =>
    units.reduce(
      (sum, [, numbers]) =>
        sum + (typeof numbers === 'object' && numbers ? numbers[at] : at === 0 ? (numbers ?? 0) : 0),
      0,
    );
  const isShare = units.some(([, numbers]) => typeof numbers === 'object');
  const city = cellOf(indicator, CITY, isShare ? [total(0), total(1)] : total(0));
  const unitsIncluded = units.map(([region]) => region);
  return [
    { ...city, completeness: { ...city.completeness, unitsIncluded } },
    ...Object.entries(areas).map(([region, numbers]) => cellOf(indicator, region, numbers)),
  ];
}

function kept(cells: readonly Cell[], part: { earlier?: EarlierFigure[]; threshold?: number } = {}): string[] {
  const { earlier = [], threshold = 3 } = part;
  const rule = { ...DEFAULT_RULE, threshold };
  return [...withhold({ cells, catalogue: CATALOGUE, city: CITY, rule, earlier })]
    .map((id) => id.replace(`/${PERIOD}`, ''))
    .sort();
}

describe('what is small', () => {
  const LARGE = { a: 10, b: 20, c: 30, d: 40 };

  test('nothing is kept back where nothing is small, and zero is not', () => {
    expect(kept(sheet('cases-filed', { ...LARGE, e: 0 }))).toEqual([]);
  });

  test.each([
    [1, true],
    [2, true],
    [3, false],
    [0, false],
  ])('%i under a threshold of 3: %s', (count, isKept) => {
    expect(kept(sheet('cases-filed', { ...LARGE, e: count })).includes('e/cases-filed')).toBe(isKept);
  });

  test('the threshold is the deployment’s', () => {
    expect(kept(sheet('cases-filed', { ...LARGE, e: 4 }), { threshold: 5 })).toContain('e/cases-filed');
  });

  test.each([
    ['numerator', [2, 40]],
    ['remainder', [39, 40]],
    ['denominator', [0, 2]],
  ] as const)('a share with a small %s', (_, numbers) => {
    const cells = sheet('lost-contact-rate', { a: [10, 50], b: [12, 60], c: [9, 70], d: numbers });
    expect(kept(cells)).toContain('d/lost-contact-rate');
  });

  test('meetings, venues and answers of a sample are nobody’s secret', () => {
    expect(
      kept([...sheet('committee-hearings', { a: 1, b: 2 }), ...sheet('awareness-rate', { a: [99, 100], b: [1, 90] })]),
    ).toEqual([]);
  });

  test('what one or two seizures weigh goes with their count, pure mass and equivalent too', () => {
    const cells = [
      ...sheet('seizure-count', { a: 9, b: 9, c: 9, d: 1 }),
      ...sheet('seized-mass', { a: 500, b: 400, c: 300, d: 200 }),
      ...sheet('seized-pure-mass', { a: 50, b: 40, c: 30, d: 20 }),
    ];
    expect(kept(cells)).toEqual(expect.arrayContaining(['d/seizure-count', 'd/seized-mass', 'd/seized-pure-mass']));
  });

  test('a figure with cases not classified: how many they are is a small number', () => {
    const cells = sheet('cases-filed', LARGE).map((cell) =>
      cell.region === 'a' ? { ...cell, flags: ['unclassified' as const] } : cell,
    );
    expect(kept(cells)).toContain('a/cases-filed');
  });

  test('one kind of cases beside all of them: what is left is as small', () => {
    const cells = [
      ...sheet('cases-filed', { a: 8, b: 20, c: 30, d: 40 }),
      ...sheet('zero-manufacturing', { a: 7, b: 5, c: 6, d: 4 }),
    ];
    expect(kept(cells)).toContain('a/zero-manufacturing');
  });
});

describe('what would give it away', () => {
  test('a single small number has others beside it, the city staying shown', () => {
    const found = kept(sheet('cases-filed', { a: 1, b: 7, c: 30, d: 40, e: 50 }));
    expect(found).toContain('a/cases-filed');
    expect(found.length).toBeGreaterThan(2);
    expect(found).not.toContain(`${CITY}/cases-filed`);
  });

  test('the same number in another item: kept back there too', () => {
    const cells = [
      ...sheet('cases-solved', { a: 2, b: 7, c: 30, d: 40 }),
      ...sheet('it-solved-share', { a: [0, 2], b: [4, 7], c: [9, 30], d: [9, 40] }),
    ];
    const found = kept(cells);
    for (const id of found.filter((one) => one.endsWith('/cases-solved')))
      expect(found).toContain(id.replace('cases-solved', 'it-solved-share'));
  });

  test('a city of one or two: its area is kept back with it, and areas of none stand beside that one', () => {
    const found = kept(sheet('zero-manufacturing', { a: 1, b: 0, c: 0, d: 0 }));
    expect(found).toEqual(expect.arrayContaining([`${CITY}/zero-manufacturing`, 'a/zero-manufacturing']));
    expect(found.length).toBeGreaterThanOrEqual(4);
  });

  test('one large area among nothings: the city goes where no area can help', () => {
    expect(kept(sheet('lost-contact-rate', { a: [9, 10], b: [0, 0], c: [0, 0] }))).toEqual(
      expect.arrayContaining(['a/lost-contact-rate', `${CITY}/lost-contact-rate`]),
    );
  });

  test('the order in which figures come changes nothing', () => {
    const cells = sheet('cases-filed', { a: 1, b: 7, c: 7, d: 7, e: 50 });
    expect(kept(cells.toReversed())).toEqual(kept(cells));
  });
});

function said(cells: readonly Cell[], withheld: readonly string[]): EarlierFigure[] {
  return cells.map((cell) => ({ ...cell, isWithheld: withheld.includes(`${cell.region}/${cell.indicator}`) }));
}

describe('earlier editions', () => {
  test('what was kept back stays so, even corrected to a large number', () => {
    const first = sheet('cases-filed', { a: 1, b: 7, c: 30, d: 40, e: 50 });
    const earlier = said(first, kept(first));
    const later = sheet('cases-filed', { a: 9, b: 7, c: 30, d: 40, e: 50 });
    expect(kept(later, { earlier })).toEqual(expect.arrayContaining(kept(first)));
  });

  test('what was published is no cover: where all others were, the city’s new number goes', () => {
    const first = sheet('cases-filed', { a: 10, b: 20, c: 30 });
    const later = sheet('cases-filed', { a: 2, b: 20, c: 30 });
    expect(kept(later, { earlier: said(first, []) })).toEqual([`${CITY}/cases-filed`, 'a/cases-filed'].sort());
  });

  test('a count that grows through the year by one or two since it was published', () => {
    const before = sheet('inspection-class-a', { a: [10, 40], b: [20, 50], c: [30, 60], d: [15, 70] });
    const earlier = said(
      before.map((cell) => ({ ...cell, period: '2026Q2' })),
      [],
    );
    const later = sheet('inspection-class-a', { a: [11, 40], b: [29, 50], c: [39, 60], d: [25, 70] });
    expect(kept(later, { earlier })).toContain('a/inspection-class-a');
  });
});

/** Numbers whose range is less than the threshold. */
async function given(cells: readonly Cell[]): Promise<string[]> {
  const withheld = new Set(kept(cells));
  const shown = cells.filter((cell) => !withheld.has(`${cell.region}/${cell.indicator}`));
  const bounds = await attack([{ truth: cells, shown }], { city: CITY });
  return bounds.flatMap(({ name, least, most }) =>
    most !== null && most - (least ?? 0) < 3 ? [`${name}: ${least}–${most}`] : [],
  );
}
function named<T>(values: readonly T[]): Record<string, T> {
  return Object.fromEntries(values.map((value, at) => [`u${at}`, value]));
}

describe('against an attacker', () => {
  const COUNTS = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 3, max: 60 })), {
    minLength: 3,
    maxLength: 8,
  });
  const SHARES = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 12 }),
      fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 40 })),
    ),
    { minLength: 3, maxLength: 6 },
  );

  test('no count can be told to within less than the threshold', async () => {
    await fc.assert(
      fc.asyncProperty(COUNTS, async (counts) => {
        expect(await given(sheet('user-caused-cases', named(counts)))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  test('no share can, though its denominators stand in another item', async () => {
    await fc.assert(
      fc.asyncProperty(SHARES, async (shares) => {
        const areas = shares.map(([part, rest]) => [part, part + rest] as const);
        const cells = [
          ...sheet('it-solved-share', named(areas)),
          ...sheet('cases-solved', named(areas.map(([, whole]) => whole))),
        ];
        expect(await given(cells)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  test('nor kinds of cases beside all cases', async () => {
    await fc.assert(
      fc.asyncProperty(SHARES, async (shares) => {
        const cells = [
          ...sheet('uncontrolled-manufacturing', named(shares.map(([part]) => part))),
          ...sheet('zero-manufacturing', named(shares.map(([part, rest]) => part + rest))),
          ...sheet('cases-filed', named(shares.map(([part, rest]) => 2 * part + rest + 3))),
        ];
        expect(await given(cells)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
