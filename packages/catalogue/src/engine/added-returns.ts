import type { Period } from '@duqing/calendar';
import { decimal, type Decimal } from '@duqing/substances';
import type { CellFlag } from '../cell.ts';
import type { Indicator } from '../types.ts';
import { isLate, periodNamed, quartersIn, returnDue } from './periods.ts';
import { plus, type Gap, type ReturnTally } from './reading.ts';
import { flagsOfReturn, isOnTime } from './returned.ts';
import type { Scene } from './scene.ts';

/** Counts returned for each quarter of a period, added up. */
export interface AddedReturns {
  /** null where nothing was returned */
  sum: Decimal | null;
  gap: Gap | null;
  /** a quarter that is over was not returned: nothing can be said of a zero */
  lacksEnded: boolean;
  flags: Set<CellFlag>;
  returns: ReturnTally;
}

interface Wanted {
  entry: Indicator;
  region: string;
  period: Period;
  measure: string;
}

/** The city's own is optional beside its units', whose returns are owed; nil is 0. */
export function addedReturns(scene: Scene, { entry, region, period, measure }: Wanted): AddedReturns {
  const { setting, index, today } = scene;
  const added: AddedReturns = {
    sum: null,
    gap: null,
    lacksEnded: false,
    flags: new Set(),
    returns: { expected: 0, received: 0, onTime: 0 },
  };
  const isOptional = region === setting.city && entry.columns.roll_up === 'sum';
  for (const key of quartersIn(period)) {
    const quarter = periodNamed(key);
    const held = index.returned(measure, region, key);
    if (!quarter || (!held && isOptional)) continue;
    added.returns.expected += 1;
    if (!held) {
      added.gap = gapOf(scene, { entry, period, measure });
      added.lacksEnded ||= quarter.end <= today;
      continue;
    }
    added.returns.received += 1;
    if (isOnTime(held, returnDue(entry.due, quarter, setting.calendar))) added.returns.onTime += 1;
    added.sum = plus(added.sum, decimal(held.nil ? 0 : (held.value ?? 0)));
    for (const flag of flagsOfReturn(held)) added.flags.add(flag);
  }
  return added;
}

function gapOf(scene: Scene, { entry, period, measure }: Omit<Wanted, 'region'>): Gap {
  const reason = measure === entry.id ? 'return-missing' : 'helper-missing';
  return { reason, kind: isLate(scene, entry, period) ? 'missing' : 'owed' };
}
