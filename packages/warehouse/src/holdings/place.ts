import type { EventAggregate } from '@duqing/catalogue';
import type { Setting } from '@duqing/regions';
import { boundariesOf } from './counts.ts';

/** What every grouped query gives beside its sums `s<i>` and `u<i>`. */
export interface GroupRow {
  region: string;
  quarter: string;
  epoch: number;
  records: number;
  is_simulated: boolean;
  is_backfilled: boolean;
  is_aggregate: boolean;
  is_other_source: boolean;
  [sum: `s${number}` | `u${number}`]: number;
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

export function flagsOf(row: GroupRow, { unplaced, successorUsed }: Omit<Place, 'area'>): EventAggregate['flags'] {
  return {
    simulated: Boolean(row.is_simulated),
    backfilled: Boolean(row.is_backfilled),
    unplaced,
    successorUsed,
    aggregate: Boolean(row.is_aggregate),
    otherSource: Boolean(row.is_other_source),
  };
}
