import type { Pool, Sheet } from './pool.ts';
import { OPEN_KEYS, type Quantity } from './quantities.ts';

/** More than any count. */
const BOUNDLESS = 1e12;

/** How far a hidden number could lie from what it is, all that is shown being as it is. */
interface Room {
  quantity: Quantity;
  /** with all other numbers of the area as they are */
  fixed: Span;
  /** with the numbers that hold it, or that it holds, moving along; null where one of them is shown */
  along: Span | null;
}

interface Span {
  up: number;
  down: number;
}

/** A reader who knows more than the public: an official of one area knows that area and the city. */
export type Insider = { kind: 'public' } | { kind: 'elsewhere' } | { kind: 'area'; region: string };

/** The hidden numbers of a sheet with their rooms. */
export function roomsOf(pool: Pool, sheet: Sheet): Map<string, Room> {
  const hidden = [...sheet.units].filter(([, quantity]) => !pool.isKnown(quantity));
  return new Map(hidden.map(([region, quantity]) => [region, roomOf(pool, quantity)]));
}

function roomOf(pool: Pool, quantity: Quantity): Room {
  const wholes = pool.wholesOf(quantity).filter(({ key }) => !OPEN_KEYS.includes(key));
  const parts = pool.partsOf(quantity);
  const isAlone = [...wholes, ...parts].some((one) => pool.isKnown(one));
  const { value } = quantity;
  const up = Math.min(BOUNDLESS, ...wholes.map((whole) => slackOf(pool, { quantity, whole })));
  const down = Math.max(0, value - sum(parts.map((part) => part.value)));
  return { quantity, fixed: { up, down }, along: isAlone ? null : { up: BOUNDLESS, down: value } };
}

/** What of a whole is in none of its shown parts: so far may one part grow. Parts that overlap only make it smaller. */
function slackOf(pool: Pool, { quantity, whole }: { quantity: Quantity; whole: Quantity }): number {
  const within = new Set([quantity, ...pool.partsOf(quantity), ...pool.wholesOf(quantity)].map(({ id }) => id));
  const others = pool.partsOf(whole).filter(({ id }) => !within.has(id));
  return Math.max(0, whole.value - quantity.value - sum(others.map(({ value }) => value)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

interface Totals {
  fixed: Span;
  along: Span;
}

/** What all hidden numbers of a sheet could take from and give to each other. */
function totalsOf(rooms: Iterable<Room>): Totals {
  const totals: Totals = { fixed: { up: 0, down: 0 }, along: { up: 0, down: 0 } };
  for (const { fixed, along } of rooms) {
    totals.fixed.up += fixed.up;
    totals.fixed.down += fixed.down;
    totals.along.up += along?.up ?? 0;
    totals.along.down += along?.down ?? 0;
  }
  return totals;
}

/** How far up and down a hidden number could lie for a reader; at least so far: the larger of two ways of moving. */
export interface Reach {
  region: string;
  insider: Insider;
  up: number;
  down: number;
}

/** The reach of every hidden number for every reader that could know most. */
export function reachesOf(
  rooms: ReadonlyMap<string, Room>,
  { isCityKnown, hasOthers }: { isCityKnown: boolean; hasOthers: boolean },
): Reach[] {
  const totals = totalsOf(rooms.values());
  const insiders: Insider[] = [
    { kind: 'public' },
    ...(hasOthers ? [{ kind: 'elsewhere' } as const] : []),
    ...strongest(rooms).map((region) => ({ kind: 'area', region }) as const),
  ];
  return insiders.flatMap((insider) => {
    const own = insider.kind === 'area' ? rooms.get(insider.region) : undefined;
    const isFree = insider.kind === 'public' && !isCityKnown;
    return [...rooms].flatMap(([region, room]) => {
      if (room === own) return [];
      const ways = [spanOf('fixed', { room, own, totals, isFree }), spanOf('along', { room, own, totals, isFree })];
      const best = ways.reduce((a, b) => (b.up + b.down > a.up + a.down ? b : a));
      return [{ region, insider, ...best }];
    });
  });
}

/** Whose leaving takes most from the others. */
function strongest(rooms: ReadonlyMap<string, Room>): string[] {
  const by = (size: (room: Room) => number): string[] =>
    [...rooms]
      .sort(([, a], [, b]) => size(b) - size(a))
      .slice(0, 3)
      .map(([region]) => region);
  if (rooms.size <= 6) return [...rooms.keys()];
  const sizes = [({ fixed }: Room) => fixed.up, ({ fixed }: Room) => fixed.down, ({ along }: Room) => along?.down ?? 0];
  return [...new Set(sizes.flatMap(by))];
}

function spanOf(
  way: 'fixed' | 'along',
  { room, own, totals, isFree }: { room: Room; own: Room | undefined; totals: Totals; isFree: boolean },
): Span {
  const span = room[way];
  if (span === null) return { up: 0, down: 0 };
  if (isFree) return span;
  const taken = own?.[way] ?? { up: 0, down: 0 };
  return {
    up: Math.max(0, Math.min(span.up, totals[way].down - span.down - taken.down)),
    down: Math.max(0, Math.min(span.down, totals[way].up - span.up - taken.up)),
  };
}
