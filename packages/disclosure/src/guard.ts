import type { Pool, Sheet } from './pool.ts';
import type { Quantity } from './quantities.ts';
import { hiddenKeys, reachesOf, roomsOf, type Reach } from './room.ts';
import type { DisclosureRule } from './rule.ts';
import { isMeasured } from './subjects.ts';

/** Withholds more until no hidden number can be worked out from the others; each pass may open what the one before closed. */
export function guardAll(pool: Pool, { sheets, rule }: { sheets: readonly Sheet[]; rule: DisclosureRule }): void {
  do {
    let before = -1;
    while (pool.withheld.size !== before) {
      before = pool.withheld.size;
      for (const sheet of sheets) guard(pool, { sheet, rule });
    }
    // the city's own numbers only where no area's help, one at a time
  } while (sheets.some((sheet) => hideCity(pool, { sheet, rule })));
}

/** True where the city's number went: nothing that is left helps against the public. An official who knows it by right may then know more. */
function hideCity(pool: Pool, guarding: Guarding): boolean {
  const { city } = guarding.sheet;
  const isOpen = shortReaches(pool, guarding).some(({ insider }) => insider.kind === 'public');
  return isOpen && pool.isKnown(city) && pool.canHide(city) && pool.hide(city).length > 0;
}

interface Guarding {
  sheet: Sheet;
  rule: DisclosureRule;
}

/** Hides one number of an area after the other until every hidden one of the sheet has enough room for every reader, or none helps. */
function guard(pool: Pool, guarding: Guarding): void {
  const { sheet } = guarding;
  for (;;) {
    const short = shortReaches(pool, guarding);
    const next = bareCity(pool, sheet) ?? firstOf(short, (reach) => partnerOf(pool, { ...guarding, reach }));
    if (!next) return;
    for (const quantity of next) pool.hide(quantity);
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
function bareCity(pool: Pool, sheet: Sheet): Option | undefined {
  const { city, units } = sheet;
  if (pool.isKnown(city) || units.size === 0) return undefined;
  const isBare = [...units.values()].every((one) => pool.isKnown(one));
  const largest = isBare ? candidatesIn(pool, sheet).at(-1) : undefined;
  return largest && [largest];
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
  const { size } = rooms.hidden;
  if (size === 0) return [];
  return reachesOf(rooms, { isCityKnown: pool.isKnown(sheet.city), hasOthers: sheet.units.size > size });
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

/** Numbers of one area that are hidden together. */
type Option = readonly Quantity[];

/**
 * What is best hidden beside a number that has too little room: the smallest that gives enough, else what gives most; where no number
 * alone helps, one with those that are hidden of the same kind in the area that lacks room.
 */
function partnerOf(pool: Pool, given: Guarding & { reach: Reach }): Option | undefined {
  const alone = candidatesIn(pool, given.sheet).map((quantity) => [quantity]);
  return bestOf(pool, { ...given, options: alone }) ?? bestOf(pool, { ...given, options: jointOptions(pool, given) });
}

function bestOf(
  pool: Pool,
  { reach, options, ...guarding }: Guarding & { reach: Reach; options: readonly Option[] },
): Option | undefined {
  const before = scoreOf(reach, guarding);
  let best: { option: Option; score: number } | undefined;
  for (const option of triedOf(options)) {
    const score = scoreWith(pool, { ...guarding, reach, option });
    if (score >= 1) return option;
    if (score > (best?.score ?? before)) best = { option, score };
  }
  return best?.option;
}

/** Numbers of the sheet that are shown and may be hidden, the smallest first; alike ones in an order that has nothing to do with areas. */
function candidatesIn(pool: Pool, { units }: Sheet): Quantity[] {
  return [...units.values()]
    .filter((one) => pool.isKnown(one) && pool.canHide(one) && !isWithinNothing(pool, { of: one, hidden: [] }))
    .sort((a, b) => a.value - b.value || mixed(a.place) - mixed(b.place));
}

/** Part of a shown zero: nothing that could be hidden. */
function isWithinNothing(pool: Pool, { of, hidden }: { of: Quantity; hidden: Option }): boolean {
  return pool.wholesOf(of).some((whole) => whole.value === 0 && pool.isKnown(whole) && !hidden.includes(whole));
}

function jointOptions(pool: Pool, { sheet, reach }: Guarding & { reach: Reach }): Option[] {
  const weak = sheet.units.get(reach.region);
  if (!weak) return [];
  const keys = hiddenKeys(pool, weak);
  const options = [...sheet.units].flatMap(([region, quantity]) => {
    if (region === reach.region) return [];
    const all = [quantity, ...relatedOf(pool, quantity).filter(({ key }) => keys.has(key))];
    const shown = all.filter((one) => pool.isKnown(one));
    const isGood = shown.length > 0 && shown.every((one) => pool.canHide(one));
    return isGood && !isWithinNothing(pool, { of: quantity, hidden: all }) ? [shown] : [];
  });
  const size = (option: Option): number => option.reduce((sum, { value }) => sum + value, 0);
  const place = (option: Option): number => mixed(option[0]?.place ?? '');
  return options.sort((a, b) => size(a) - size(b) || place(a) - place(b));
}

function relatedOf(pool: Pool, quantity: Quantity): Quantity[] {
  return [...pool.wholesOf(quantity), ...pool.partsOf(quantity)];
}

function triedOf<T>(candidates: readonly T[]): readonly T[] {
  if (candidates.length <= TRIES) return candidates;
  const step = (candidates.length - 1) / (TRIES - 1);
  return Array.from({ length: TRIES }, (_, index) => candidates[Math.round(index * step)]).filter(
    (one) => one !== undefined,
  );
}

function scoreWith(pool: Pool, { reach, option, ...guarding }: Guarding & { reach: Reach; option: Option }): number {
  return pool.trying(option, () => {
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
