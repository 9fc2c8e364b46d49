import { add, compare, decimal, type Decimal } from '@duqing/substances';
import type { Distance } from '../cell.ts';
import { distanceText } from '../text/distance-text.ts';
import { fractionOf, isUpward, isWithin, type Matter } from './matter.ts';

/** More than any count: where the search gives up. */
const FAR = 2 ** 40;

/** Units to the other side of the limit, at the present denominator; null where there is no number or no limit. */
export function distanceOf(matter: Matter): Distance | null {
  const { yardstick, entry } = matter;
  const { act } = entry;
  const within = isWithin(matter);
  if (yardstick === null || yardstick.kind === 'yes-no' || act === null || within === null) return null;
  const upward = isUpward(yardstick);
  const toMeet = within ? 0 : stepsTo(matter, { wanted: true, up: upward });
  const toBreak = within ? stepsTo(matter, { wanted: false, up: !upward }) : 0;
  return { toMeet, toBreak, text: distanceText(act, { toMeet, toBreak, upward }) };
}

/** Smallest number of units up or down that gives the wanted side; null where none does. */
function stepsTo(matter: Matter, { wanted, up }: { wanted: boolean; up: boolean }): number | null {
  const most = reach(matter, up);
  const turns = (steps: number): boolean => isWithin(matter, moved(matter, up ? steps : -steps)) === wanted;
  if (most < 1 || !turns(most)) return null;
  let [low, high] = [0, most];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (turns(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Units by which the numerator can move: down to 0, up to the denominator where it may not exceed it. */
function reach(matter: Matter, up: boolean): number {
  const value = fractionOf(matter);
  if (value === null) return 0;
  if (!up) return whole(value.numerator);
  const { measure } = matter.entry;
  const isBounded = matter.entry.columns.kind === 'ratio' && !(measure.kind === 'return-ratio' && measure.overOne);
  return isBounded ? whole(value.denominator) - whole(value.numerator) : FAR;
}

function whole({ units, scale }: Decimal): number {
  return Number(units / 10n ** BigInt(scale));
}

function moved(matter: Matter, steps: number): ReturnType<typeof fractionOf> {
  const value = fractionOf(matter);
  if (value === null) return null;
  const numerator = add(value.numerator, decimal(steps));
  return compare(numerator, decimal(0)) < 0 ? null : { ...value, numerator };
}
