import { INDICATORS, type Cell } from '@duqing/catalogue';
import { rangesOf, type Constraint } from './ranges.ts';

/** A figure as a published file gives it. */
export type Seen = Pick<Cell, 'indicator' | 'region' | 'period' | 'numerator' | 'denominator' | 'base'>;

/** One published edition: what it was made of, and the figures that its files show. */
export interface SeenEdition {
  truth: readonly Cell[];
  shown: readonly Seen[];
}

/** What a reader can say of a number that no edition shows him. */
export interface Bound {
  /** item.part, area, period */
  name: string;
  value: number;
  /** null = no limit */
  least: number | null;
  most: number | null;
}

/**
 * Numbers that are the same thing in two items, and numbers that are part of others, read off the definitions by hand: what a reader of
 * the glossary would find, and nothing taken from what withholds.
 */
const SAME: Readonly<Record<string, string>> = {
  'it-solved-share.d': 'cases-solved.n',
  'clearance-rate.n': 'cases-solved.n',
  'clearance-rate.d': 'cases-filed.n',
  'parcel-seizure-share.d': 'seizure-count.n',
  'execution-rate-rising.n': 'execution-rate.n',
  'execution-rate-rising.d': 'execution-rate.d',
  'awareness-rate-rising.n': 'awareness-rate.n',
  'awareness-rate-rising.d': 'awareness-rate.d',
  'new-users-growth.n': 'new-user-rate.n',
  'users-population-share.d': 'new-user-rate.d',
  'precursor-informants.d': 'enterprise-grading.d',
};
const PARTS: readonly (readonly [string, string])[] = [
  ['uncontrolled-manufacturing.n', 'zero-manufacturing.n'],
  ['zero-manufacturing.n', 'cases-filed.n'],
  ['zero-large-cultivation.n', 'cases-filed.n'],
  ['zero-uncontrolled-user-crime.n', 'user-caused-cases.n'],
  ['seized-pure-mass.n', 'seized-mass.n'],
];
const OVER_ONE = ['clearance-rate', 'social-worker-ratio'];
const MEASURED = ['seized-mass', 'seized-pure-mass', 'seized-heroin-equivalent', 'plants-eradicated'];
const ITEMS = new Map(INDICATORS.map((item) => [item.id, item]));

interface Number_ {
  what: string;
  region: string;
  period: string;
  value: number;
}

/** The place of a number with its value: what was corrected is another number, what was not is the same in every edition. */
function nameOf({ what, region, period, value }: Number_): string {
  return [what, region, period, value].join('|');
}

function kindOf(indicator: string): string {
  return ITEMS.get(indicator)?.columns.kind ?? '';
}

/** Every number that a figure holds, under the name of what it counts. */
function numbersOf({ indicator, region, period, numerator, denominator, base }: Seen): (Number_ & { part: string })[] {
  const isChange = kindOf(indicator) === 'change';
  const before = base?.period ?? yearEarlier(period);
  const level = SAME[`${indicator}.n`] ?? `${indicator}.n`;
  const share = isChange ? level : (SAME[`${indicator}.d`] ?? `${indicator}.d`);
  const all = [
    { part: 'n', what: level, period, value: numerator },
    { part: 'd', what: share, period: isChange ? before : period, value: denominator },
    { part: 'bn', what: level, period: before, value: base?.numerator ?? null },
    { part: 'bd', what: share, period: isChange ? yearEarlier(before) : before, value: base?.denominator ?? null },
  ];
  return all.flatMap(({ value, ...rest }) => (value === null ? [] : [{ ...rest, region, value }]));
}

function yearEarlier(period: string): string {
  return `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`;
}

/**
 * The range of every number that the editions do not show, for a reader who knows how areas add up, what is part of what, and which
 * numbers were not corrected between two editions. `official`: he also has the county edition of that area, so its numbers and the city's.
 * `only`: these numbers alone.
 */
export async function attack(
  editions: readonly SeenEdition[],
  { city, official, only }: { city: string; official?: string; only?: ReadonlySet<string> },
): Promise<Bound[]> {
  const known = new Map<string, number>();
  const learn = (figures: readonly Seen[]): void => {
    for (const number of figures.flatMap(numbersOf)) known.set(nameOf(number), number.value);
  };
  for (const { shown, truth } of editions) {
    learn(shown);
    if (official !== undefined) learn(truth.filter(({ region }) => region === official || region === city));
  }
  const hidden = new Map<string, Number_>();
  const constraints: Constraint[] = [];
  for (const { truth, shown } of editions) {
    const ids = new Set(shown.map(idOf));
    const cells = truth.filter(({ indicator }) => kindOf(indicator) !== 'flag');
    for (const cell of cells.filter((one) => !ids.has(idOf(one))))
      for (const number of numbersOf(cell)) if (!known.has(nameOf(number))) hidden.set(nameOf(number), number);
    constraints.push(...sums(cells, city), ...parts(cells), ...kinds(cells));
  }
  const asked = [...hidden].filter(([name]) => only === undefined || only.has(name));
  const ranges = await rangesOf(
    asked.map(([name]) => name),
    { known, constraints, isWhole },
  );
  return asked.map(([name, number]) => ({ name, value: number.value, ...(ranges.get(name) ?? NO_LIMIT) }));
}

function isWhole(name: string): boolean {
  return !MEASURED.some((item) => name.startsWith(`${item}.`));
}

const NO_LIMIT = { least: 0, most: null };

function idOf({ indicator, region, period }: Pick<Seen, 'indicator' | 'region' | 'period'>): string {
  return `${region}/${indicator}/${period}`;
}

/** The city's number is the sum of its areas' and of what is the city's own, which the reader is taken to know. */
function sums(cells: readonly Cell[], city: string): Constraint[] {
  const summed = cells.filter(({ indicator }) => ITEMS.get(indicator)?.columns.roll_up === 'sum');
  return [...Map.groupBy(summed, ({ indicator, period }) => `${indicator}|${period}`).values()].flatMap((group) => {
    const whole = group.find(({ region }) => region === city);
    if (!whole) return [];
    const { unitsIncluded } = whole.completeness;
    const areas = group.filter(({ region }) => region !== city && unitsIncluded.includes(region));
    if (areas.length === 0) return [];
    return numbersOf(whole).map((total): Constraint => {
      const own = areas.flatMap((area) => numbersOf(area).filter(({ part }) => part === total.part));
      const rest = total.value - own.reduce((sum, { value }) => sum + value, 0);
      return {
        terms: [{ name: nameOf(total), by: 1 }, ...own.map((one) => ({ name: nameOf(one), by: -1 }))],
        kind: '=',
        to: rest,
      };
    });
  });
}

/** A numerator is part of its denominator, a kind of cases of all of them. */
function parts(cells: readonly Cell[]): Constraint[] {
  const shares = cells.flatMap((cell): Constraint[] => {
    if (kindOf(cell.indicator) !== 'ratio' || OVER_ONE.includes(cell.indicator)) return [];
    const by = new Map(numbersOf(cell).map((number) => [number.part, number]));
    return [pair(by.get('n'), by.get('d')), pair(by.get('bn'), by.get('bd'))].flat();
  });
  const all = cells.flatMap(numbersOf);
  const at = new Map(all.map((number) => [[number.what, number.region, number.period].join('|'), number]));
  const ofKind = all.flatMap((number) =>
    PARTS.flatMap(([part, whole]) =>
      part === number.what ? pair(number, at.get([whole, number.region, number.period].join('|'))) : [],
    ),
  );
  return [...shares, ...ofKind];
}

/** Kinds of cases that exclude each other are together no more than all cases. */
function kinds(cells: readonly Cell[]): Constraint[] {
  const places = Map.groupBy(cells.flatMap(numbersOf), ({ region, period }) => `${region}|${period}`);
  return [...places.values()].flatMap((numbers) => {
    const at = new Map(numbers.map((number) => [number.what, number]));
    const whole = at.get('cases-filed.n');
    const each = ['zero-manufacturing.n', 'zero-large-cultivation.n'].flatMap((what) => at.get(what) ?? []);
    const total = each.reduce((sum, { value }) => sum + value, 0);
    if (!whole || total > whole.value) return [];
    const terms = [...each.map((one) => ({ name: nameOf(one), by: 1 })), { name: nameOf(whole), by: -1 }];
    return [{ terms, kind: '<=' as const, to: 0 }];
  });
}

/** Nothing where the figures themselves contradict it. */
function pair(part: Number_ | undefined, whole: Number_ | undefined): Constraint[] {
  if (part === undefined || whole === undefined || part.value > whole.value) return [];
  const terms = [
    { name: nameOf(part), by: 1 },
    { name: nameOf(whole), by: -1 },
  ];
  return [{ terms, kind: '<=', to: 0 }];
}
