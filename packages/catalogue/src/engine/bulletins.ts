import { addDays, periodOf } from '@duqing/calendar';
import { decimal } from '@duqing/substances';
import type { Place, Trial } from './judge.ts';
import { lastDay } from './periods.ts';
import { emptyReading } from './reading.ts';
import type { Scene } from './scene.ts';
import { yardstickOf } from './yardstick.ts';

/** Bulletins of the quarter before, provisional or final, sealed by its release day; nothing is said until that day is past. */
export function bulletinTrial(scene: Scene, place: Place): Trial {
  const { index, setting, today } = scene;
  const { entry, region, period } = place;
  const before = periodOf('quarter', addDays(period.start, -1));
  const release = addDays(lastDay(before), setting.calendar.provisionalDays);
  const sealed = index.sealedBulletins.filter(
    ({ quarter, edition, sealedOn }) => quarter === before.key && edition !== 'flash' && sealedOn <= release,
  );
  const count = new Set(sealed.map(({ edition }) => edition)).size;
  const isOwed = count === 0 && today <= release;
  return {
    entry,
    period,
    today,
    yardstick: yardstickOf(scene, { place, bases: [] }).yardstick,
    reading: {
      ...emptyReading(),
      numerator: isOwed ? null : decimal(count),
      gaps: isOwed ? [{ reason: 'return-missing', kind: 'owed' }] : [],
    },
    notConcerned: setting.notConcerned({ indicator: entry.id, region, day: lastDay(period) }),
    bases: [],
    releaseDay: release,
  };
}
