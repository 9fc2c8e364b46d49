import type { EventAggregate } from '@duqing/catalogue';
import type { Setting } from '@duqing/regions';
import { boundariesOf } from './counts.ts';

/** What every grouped query gives beside its sums `s<i>`, unknown counts `u<i>` and marks of what adds `m<i>`. */
export interface GroupRow {
  region: string;
  quarter: string;
  epoch: number;
  records: number;
  [sum: `s${number}` | `u${number}` | `m${number}`]: number;
}

interface Place {
  area: string;
  unplaced: boolean;
  successorUsed: boolean;
}

/** The area that a group's code counts for; one that the table known then does not have keeps its code. */
export function placeOf(setting: Setting, { region, epoch }: { region: string; epoch: number }): Place {
  const day = boundariesOf(setting)[Number(epoch) - 1];
  const placement = day === undefined ? undefined : setting.regions.place(region, day);
  switch (placement?.kind) {
    case 'placed':
      return { area: placement.area, unplaced: false, successorUsed: placement.successorUsed };
    case 'unplaced':
      return { area: placement.area, unplaced: true, successorUsed: false };
    case 'unknown':
    case undefined:
      return { area: region, unplaced: false, successorUsed: false };
  }
}

/** Of the records that add to a figure: what they carry (bits, see `marksOf`), and where they count. */
export interface Marked extends Omit<Place, 'area'> {
  marks: number;
}

/** What is said of a figure is what is true of the records that add to it, not of those that were looked at. */
export function flagsOf(adding: readonly Marked[]): EventAggregate['flags'] {
  const marks = adding.reduce((bits, one) => bits | Number(one.marks), 0);
  return {
    simulated: (marks & 1) !== 0,
    backfilled: (marks & 2) !== 0,
    aggregate: (marks & 4) !== 0,
    otherSource: (marks & 8) !== 0,
    unplaced: adding.some(({ unplaced }) => unplaced),
    successorUsed: adding.some(({ successorUsed }) => successorUsed),
  };
}
