import { endOfDay, type Day } from '@duqing/calendar';
import type { CellFlag } from '../cell.ts';
import type { HeldReturn } from '../holdings.ts';

/** Received no later than the due day's end; always where no day is set. */
export function isOnTime({ receivedAt }: HeldReturn, due: Day | null): boolean {
  return due === null || receivedAt < endOfDay(due);
}

export function flagsOfReturn({ simulated, backfilled, otherSource }: HeldReturn): CellFlag[] {
  const flags: CellFlag[] = [];
  if (simulated) flags.push('simulated');
  if (backfilled) flags.push('backfilled');
  if (otherSource) flags.push('other-source');
  return flags;
}
