import type { Pool, Sheet } from './pool.ts';
import type { Quantity } from './quantities.ts';
import { reachesOf, roomsOf, type Reach } from './room.ts';
import type { DisclosureRule } from './rule.ts';
import { isMeasured } from './subjects.ts';

/** Withholds more until no hidden number can be worked out from the others; each pass may open what the one before closed. */
export function guardAll(pool: Pool, { sheets, rule }: { sheets: readonly Sheet[]; rule: DisclosureRule }): void {
  let before = -1;
  while (pool.withheld.size !== before) {
    before = pool.withheld.size;
    for (const sheet of sheets) guard(pool, { sheet, rule });
  }
}

interface Guarding {
  sheet: Sheet;
  rule: DisclosureRule;
}

/**
 * Hides one number after the other until every hidden one of the sheet has enough room for every reader. Where nothing is left that
 * would help against the public the city's number goes too; an official who knows it by right may then know more.
 */
function guard(pool: Pool, guarding: Guarding): void {
  const { sheet } = guarding;
  for (;;) {
    const short = shortReaches(pool, guarding);
    const next = bareCity(pool, sheet) ?? firstOf(short, (reach) => partnerOf(pool, { ...guarding, reach }));
    if (next) {
      pool.hide(next);
      continue;
    }
    const isOpen = short.some(({ insider }) => insider.kind === 'public');
    if (!isOpen || !pool.isKnown(sheet.city) || !pool.canHide(sheet.city)) return;
    pool.hide(sheet.city);
  }
}

function firstOf<T, V>(items: readonly T[], find: (item: T) => V | undefined): V | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A hidden city whose areas are all shown can be added up. */
function bareCity(pool: Pool, sheet: Sheet): Quantity | undefined {
  const { city, units } = sheet;
  if (pool.isKnown(city) || units.size === 0) return undefined;
  return [...units.values()].every((one) => pool.isKnown(one)) ? candidatesIn(pool, sheet).at(-1) : undefined;
}

/** The hidden numbers with too little room, the public's before those of officials, the least room first. */
function shortReaches(pool: Pool, guarding: Guarding): Reach[] {
  return reachesIn(pool, guarding)
    .map((reach) => ({ reach, score: scoreOf(reach, guarding) }))
    .filter(({ score }) => score < 1)
    .sort((a, b) => rank(a.reach) - rank(b.reach) || a.score - b.score)
    .map(({ reach }) => reach);
}

function rank({ insider }: Reach): number {
  return insider.kind === 'public' ? 0 : 1;
}

function reachesIn(pool: Pool, { sheet }: Guarding): Reach[] {
  const rooms = roomsOf(pool, sheet);
  if (rooms.size === 0) return [];
  return reachesOf(rooms, { isCityKnown: pool.isKnown(sheet.city), hasOthers: sheet.units.size > rooms.size });
}

/** 1 = enough. A count needs as many possible values as the threshold, a mass half of itself in both directions. */
function scoreOf({ region, up, down }: Reach, { sheet, rule }: Guarding): number {
  const value = sheet.units.get(region)?.value ?? 0;
  if (!isMeasured(sheet.item)) return Math.min(1, (up + down) / rule.threshold);
  if (value === 0) return up > 0 ? 1 : 0;
  return Math.min(1, Math.min(up, value / 2) / value + Math.min(down, value / 2) / value);
}

/** Of all that may be tried: few, for a city may have thousands of areas. */
const TRIES = 24;

/** What is best hidden beside a number that has too little room: the smallest that gives enough, else what gives most. */
function partnerOf(pool: Pool, { reach, ...guarding }: Guarding & { reach: Reach }): Quantity | undefined {
  const before = scoreOf(reach, guarding);
  let best: { quantity: Quantity; score: number } | undefined;
  for (const quantity of triedOf(candidatesIn(pool, guarding.sheet))) {
    const score = scoreWith(pool, { ...guarding, reach, quantity });
    if (score >= 1) return quantity;
    if (score > (best?.score ?? before)) best = { quantity, score };
  }
  return best?.quantity;
}

/** Numbers of the sheet that are shown and may be hidden, the smallest first; alike ones in an order that has nothing to do with areas. */
function candidatesIn(pool: Pool, { units }: Sheet): Quantity[] {
  return [...units.values()]
    .filter((one) => pool.isKnown(one) && pool.canHide(one) && !pool.wholesOf(one).some(({ value }) => value === 0))
    .sort((a, b) => a.value - b.value || mixed(a.place) - mixed(b.place));
}

function triedOf(candidates: readonly Quantity[]): readonly Quantity[] {
  if (candidates.length <= TRIES) return candidates;
  const step = (candidates.length - 1) / (TRIES - 1);
  return Array.from({ length: TRIES }, (_, index) => candidates[Math.round(index * step)]).filter(
    (one) => one !== undefined,
  );
}

function scoreWith(
  pool: Pool,
  { reach, quantity, ...guarding }: Guarding & { reach: Reach; quantity: Quantity },
): number {
  return pool.trying(quantity, () => {
    const again = reachesIn(pool, guarding).find((one) => one.region === reach.region && nameOf(one) === nameOf(reach));
    return again ? scoreOf(again, guarding) : 0;
  });
}

function nameOf({ insider }: Reach): string {
  return insider.kind === 'area' ? insider.region : insider.kind;
}

/** A number that a text always gives, and that tells nothing of it. */
function mixed(text: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  return hash >>> 0;
}
