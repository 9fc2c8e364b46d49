import { addDays, endOfDay, parsePeriod, type Period } from '@duqing/calendar';
import { decimal, type Decimal } from '@duqing/substances';
import type { CellFlag } from '../cell.ts';
import type { HeldReturn } from '../holdings.ts';
import type { Helper, Indicator } from '../types.ts';
import { lastDay, returnDue } from './periods.ts';
import { plus, type ReturnTally } from './reading.ts';
import type { Scene } from './scene.ts';

/** Values of one measure over several returns, with what of them is missing. */
export interface HeldValues {
  /** null where nothing was returned */
  sum: Decimal | null;
  /** not returned, day not past */
  owed: number;
  /** not returned, day past */
  overdue: number;
  flags: Set<CellFlag>;
  returns: ReturnTally;
}

interface Wanted {
  entry: Indicator;
  measure: string;
  regions: readonly string[];
  /** keys of the returns' own periods */
  quarters: readonly string[];
  /** the region among them whose return may be absent: the city's own beside its units' */
  optional?: string | undefined;
}

/** Reads counts (nil is 0) of every region and period, each with its own due day. */
export function readHelpers(scene: Scene, { entry, measure, regions, quarters, optional }: Wanted): HeldValues {
  const values: HeldValues = {
    sum: null,
    owed: 0,
    overdue: 0,
    flags: new Set(),
    returns: { expected: 0, received: 0, onTime: 0 },
  };
  for (const region of regions)
    for (const key of quarters) {
      const period = parsePeriod(key);
      const held = scene.index.returned(measure, region, key);
      if (!period || (!held && region === optional)) continue;
      addReturn(values, { scene, due: dueOf(scene, { entry, measure, period }), held });
    }
  return values;
}

function addReturn(
  values: HeldValues,
  { scene, due, held }: { scene: Scene; due: string | null; held: HeldReturn | undefined },
): void {
  values.returns.expected += 1;
  if (!held) {
    if (due !== null && scene.today > due) values.overdue += 1;
    else values.owed += 1;
    return;
  }
  values.returns.received += 1;
  if (isOnTime(held, due)) values.returns.onTime += 1;
  values.sum = plus(values.sum, decimal(held.nil ? 0 : (held.value ?? 0)));
  for (const flag of flagsOf(held)) values.flags.add(flag);
}

export function isOnTime({ receivedAt }: HeldReturn, due: string | null): boolean {
  return due === null || receivedAt < endOfDay(due);
}

export function flagsOf({ simulated, backfilled, otherSource }: HeldReturn): CellFlag[] {
  const flags: CellFlag[] = [];
  if (simulated) flags.push('simulated');
  if (backfilled) flags.push('backfilled');
  if (otherSource) flags.push('other-source');
  return flags;
}

const HELPERS: readonly string[] = ['population', 'precursor-enterprises', 'new-users-found'] satisfies Helper[];

/** A helper is due the deployment's number of days after its period; other returns as their item says. */
function dueOf(
  { setting }: Scene,
  { entry, measure, period }: { entry: Indicator; measure: string; period: Period },
): string | null {
  if (HELPERS.includes(measure)) return addDays(lastDay(period), setting.calendar.returnsDueDays);
  return returnDue(entry.due, period, setting.calendar);
}
