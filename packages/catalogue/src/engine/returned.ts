import { endOfDay, type Day } from '@duqing/calendar';
import type { CellFlag } from '../cell.ts';
import type { HeldReturn } from '../holdings.ts';

/** Received no later than the due day's end; always where no day is set. */
export function isOnTime({ receivedAt }: HeldReturn, due: Day | null): boolean {
  return due === null || receivedAt < endOfDay(due);
}

export function flagsOfReturn(held: HeldReturn): CellFlag[] {
  const flags: CellFlag[] = [];
  if (held.simulated) flags.push('simulated');
  if (held.backfilled) flags.push('backfilled');
  if (held.otherSource) flags.push('other-source');
  if (held.unplaced) flags.push('unplaced');
  if (held.successorUsed) flags.push('successor-used');
  return flags;
}
