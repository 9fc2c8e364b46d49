import type { Pool, Sheet } from './pool.ts';
import { OPEN_KEYS, type Quantity } from './quantities.ts';

/** More than any count. */
const BOUNDLESS = 1e12;

interface Span {
  up: number;
  down: number;
}

/**
 * A way in which hidden numbers of a sheet can move against each other, all that is shown staying as it is: some of the numbers that
 * hold them, or that they hold, move along by as much. It is open to the areas where all of those are hidden too.
 */
interface Way {
  /** keys that move along */
  along: ReadonlySet<string>;
  spans: ReadonlyMap<string, Span>;
  total: Span;
}

/** The hidden numbers of a sheet and how they can move. */
export interface Rooms {
  hidden: ReadonlyMap<string, Quantity>;
  ways: readonly Way[];
  /** area → how much of its hidden whole it does not use: another's whole may take it over, so that the number grows beyond its own */
  lends: ReadonlyMap<string, number>;
}

/** A reader who knows more than the public: an official of one area knows that area and the city. */
type Insider = { kind: 'public' } | { kind: 'elsewhere' } | { kind: 'area'; region: string };

export function roomsOf(pool: Pool, sheet: Sheet): Rooms {
  const hidden = new Map([...sheet.units].filter(([, quantity]) => !pool.isKnown(quantity)));
  const movable = new Map([...hidden].map(([region, quantity]) => [region, hiddenKeys(pool, quantity)]));
  const sets = new Map([...movable.values()].map((keys) => [[...keys].sort().join('\n'), keys]));
  const ways = [new Set<string>(), ...[...sets.values()].filter(({ size }) => size > 0)].map((along) =>
    wayOf(pool, { along, hidden, movable }),
  );
  const lends = [...hidden].flatMap(([region, quantity]) => {
    const [whole, ...more] = wholesIn(pool, quantity);
    const isLent = whole !== undefined && more.length === 0 && movable.get(region)?.has(whole.key);
    return isLent ? [[region, ways[0]?.spans.get(region)?.up ?? 0] as const] : [];
  });
  return { hidden, ways, lends: new Map(lends) };
}

/** Keys of the hidden numbers that hold this one or that it holds. */
export function hiddenKeys(pool: Pool, quantity: Quantity): Set<string> {
  const related = [...wholesIn(pool, quantity), ...pool.partsOf(quantity)];
  return new Set(related.flatMap((one) => (pool.isKnown(one) ? [] : [one.key])));
}

function wholesIn(pool: Pool, quantity: Quantity): Quantity[] {
  return pool.wholesOf(quantity).filter(({ key }) => !OPEN_KEYS.includes(key));
}

function wayOf(
  pool: Pool,
  {
    along,
    hidden,
    movable,
  }: {
    along: ReadonlySet<string>;
    hidden: ReadonlyMap<string, Quantity>;
    movable: ReadonlyMap<string, ReadonlySet<string>>;
  },
): Way {
  const open = [...hidden].filter(([region]) => along.isSubsetOf(movable.get(region) ?? new Set()));
  const spans = new Map(open.map(([region, quantity]) => [region, spanOf(pool, { quantity, along })]));
  const all = [...spans.values()];
  return { along, spans, total: { up: sum(all.map(({ up }) => up)), down: sum(all.map(({ down }) => down)) } };
}

function spanOf(pool: Pool, { quantity, along }: { quantity: Quantity; along: ReadonlySet<string> }): Span {
  const wholes = wholesIn(pool, quantity);
  const moved = wholes.filter(({ key }) => along.has(key));
  const still = wholes.filter(({ key }) => !along.has(key));
  const parts = pool.partsOf(quantity).filter(({ key }) => !along.has(key));
  return {
    up: Math.min(BOUNDLESS, ...still.map((whole) => slackOf(pool, { quantity, whole, moved }))),
    down: Math.max(0, quantity.value - sum(parts.map(({ value }) => value))),
  };
}

/**
 * How far a part, and the numbers between it and a whole that move along, may grow within the whole. Kinds of cases exclude each other,
 * so that other kinds take their room; what enterprises or persons have done does not: one may have done both.
 */
function slackOf(
  pool: Pool,
  { quantity, whole, moved }: { quantity: Quantity; whole: Quantity; moved: readonly Quantity[] },
): number {
  const within = new Set([quantity, ...pool.partsOf(quantity), ...pool.wholesOf(quantity)].map(({ id }) => id));
  const inWhole = pool.partsOf(whole);
  const others = inWhole.filter(({ id, key }) => isKind(key) && !within.has(id));
  const between = moved.filter(({ id }) => inWhole.some((one) => one.id === id));
  const taken = Math.max(quantity.value, ...between.map(({ value }) => value));
  return Math.max(0, whole.value - taken - sum(others.map(({ value }) => value)));
}

/** A key of events by their conditions. */
function isKind(key: string): boolean {
  return key.startsWith('[');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** How far up and down a hidden number could lie for a reader, at least: the best of the ways of moving. */
export interface Reach {
  region: string;
  insider: Insider;
  up: number;
  down: number;
}

/** The reach of every hidden number for every reader that could know most. */
export function reachesOf(
  rooms: Rooms,
  { isCityKnown, hasOthers }: { isCityKnown: boolean; hasOthers: boolean },
): Reach[] {
  const insiders: Insider[] = [
    { kind: 'public' },
    ...(hasOthers ? [{ kind: 'elsewhere' } as const] : []),
    ...strongest(rooms).map((region) => ({ kind: 'area', region }) as const),
  ];
  const lent = sum([...rooms.lends.values()]);
  return insiders.flatMap((insider) => {
    const own = insider.kind === 'area' ? insider.region : undefined;
    const isFree = insider.kind === 'public' && !isCityKnown;
    return [...rooms.hidden.keys()].flatMap((region) => {
      if (region === own) return [];
      const spans = rooms.ways.map((way) => reachIn(way, { region, own, isFree }));
      const left = lent - (rooms.lends.get(region) ?? 0) - (own === undefined ? 0 : (rooms.lends.get(own) ?? 0));
      const isBorrowing = !isFree && rooms.lends.has(region);
      const all = isBorrowing ? [...spans, reachIn(rooms.ways[0], { region, own, isFree, lent: left })] : spans;
      return [{ region, insider, ...best(all) }];
    });
  });
}

function best(spans: readonly Span[]): Span {
  return spans.reduce((a, b) => (b.up + b.down > a.up + a.down ? b : a), { up: 0, down: 0 });
}

/** How far a number can move in one way: up as far as the others can go down, and the other way round. */
function reachIn(
  way: Way | undefined,
  { region, own, isFree, lent = 0 }: { region: string; own: string | undefined; isFree: boolean; lent?: number },
): Span {
  const span = way?.spans.get(region);
  if (!way || !span) return { up: 0, down: 0 };
  if (isFree) return span;
  const taken = (own === undefined ? undefined : way.spans.get(own)) ?? { up: 0, down: 0 };
  return {
    up: Math.max(0, Math.min(span.up + lent, way.total.down - span.down - taken.down)),
    down: Math.max(0, Math.min(span.down, way.total.up - span.up - taken.up)),
  };
}

/** Whose leaving takes most from the others. */
function strongest({ hidden, ways }: Rooms): string[] {
  if (hidden.size <= 6) return [...hidden.keys()];
  return [
    ...new Set(
      ways.flatMap(({ spans }) =>
        (['up', 'down'] as const).flatMap((side) =>
          [...spans]
            .sort(([, a], [, b]) => b[side] - a[side])
            .slice(0, 3)
            .map(([region]) => region),
        ),
      ),
    ),
  ];
}
