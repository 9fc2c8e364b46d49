import { order, plus, rational, toNumber, ZERO, type Rational } from './rational.ts';
import type { Item } from './table.ts';
import { growthHelps, meets, type Compared, type Target } from './target.ts';

export interface ReferenceDistance {
  /** least change of the numerator, at the present denominator, that meets the rule: 0 where met, null where none does */
  toMeet: number | null;
  /** least change that breaks it: 0 where missed */
  toBreak: number | null;
}

const FAR = 1_000_000_000;

/** Distance in the numerator's units; null for what is not counted (yes/no) or has no figure. */
export function distanceOf(target: Target, item: Item, compared: Compared): ReferenceDistance | null {
  const helps = growthHelps(target);
  const met = meets(target, item, compared);
  if (helps === null || met === null || compared.now.num === null) return null;
  const step = (towards: boolean): number | null =>
    leastChange(compared, item, { up: helps === towards, isThere: (moved) => meets(target, item, moved) === towards });
  return { toMeet: met ? 0 : step(true), toBreak: met ? step(false) : 0 };
}

/** Smallest whole change in one direction that gets there; the rule is monotone, so halving finds it. */
function leastChange(
  compared: Compared,
  item: Item,
  { up, isThere }: { up: boolean; isThere: (moved: Compared) => boolean },
): number | null {
  const { num } = compared.now;
  if (num === null) return null;
  const moved = (by: number): Compared => ({
    ...compared,
    now: { ...compared.now, num: plus(num, rational(up ? by : -by)) },
  });
  const room = up ? roomAbove(num, compared, item) : Math.floor(toNumber(num));
  if (room < 1 || !isThere(moved(room))) return null;
  let [no, yes] = [0, room];
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (isThere(moved(middle))) yes = middle;
    else no = middle;
  }
  return yes;
}

/** A share cannot pass its denominator; a rate per inhabitants or of staff may. */
function roomAbove(num: Rational, { now }: Compared, { kind, id }: Item): number {
  const mayPass = kind !== 'ratio' || id === 'social-worker-ratio';
  if (mayPass || now.den === null || order(now.den, ZERO) <= 0) return FAR;
  return Math.floor(toNumber(plus(now.den, { p: -num.p, q: num.q })));
}
