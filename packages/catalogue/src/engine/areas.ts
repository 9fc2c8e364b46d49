import type { Day, Period } from '@duqing/calendar';
import type { Region } from '@duqing/regions';
import type { Indicator, Level } from '../types.ts';
import { lastDay } from './periods.ts';
import type { Scene } from './scene.ts';

/** Monitored counties and zones of the city in force on any day of a period, sorted by code. */
export function unitsIn({ setting }: Scene, period: Period): string[] {
  return setting.regions
    .all()
    .filter((region) => isUnit(region, setting.city) && isInForceIn(region, period))
    .map(({ code }) => code)
    .sort();
}

function isUnit({ parent, role }: Region, city: string): boolean {
  return parent === city && role === 'monitored';
}

function isInForceIn({ validFrom, validTo }: Region, { start, end }: Period): boolean {
  return validFrom < end && (validTo === null || validTo > start);
}

/** Whether an area has cells of a period at all, and at which level; undefined for reference and ended areas. */
export function levelOf(scene: Scene, region: string, period: Period): Level | undefined {
  if (region === scene.setting.city) return 'city';
  return unitsIn(scene, period).includes(region) ? 'county' : undefined;
}

/** Units of the city that an item concerns in a period. */
export function unitsConcerned(scene: Scene, { id }: Indicator, period: Period): string[] {
  const day = lastDay(period);
  return unitsIn(scene, period).filter(
    (region) => scene.setting.notConcerned({ indicator: id, region, day }) === undefined,
  );
}

/** The days [from, to) of a period on which a code was in force; the whole period for a code that is not listed. */
export function inForce({ setting }: Scene, code: string, period: Period): { from: Day; to: Day } {
  const region = setting.regions.get(code);
  const from = region && region.validFrom > period.start ? region.validFrom : period.start;
  const to = region && region.validTo !== null && region.validTo < period.end ? region.validTo : period.end;
  return { from, to };
}

/**
 * The codes that stood for an area in an earlier period: itself and those that it has succeeded since as their only successor,
 * however far on; of a predecessor that was no unit nothing is required.
 */
export function standingFor(scene: Scene, area: string, period: Period): { code: string; required: boolean }[] {
  const { regions, city } = scene.setting;
  return regions
    .all()
    .filter((region) => isInForceIn(region, period) && (region.code === area || leadsTo(scene, region, area)))
    .map((region) => ({ code: region.code, required: region.code === area || isUnit(region, city) }));
}

/** Whether an ended code reaches an area by single successors; the table's laws exclude circles. */
function leadsTo({ setting }: Scene, from: Region, area: string): boolean {
  let region: Region | undefined = from;
  while (region && region.validTo !== null && region.successors.length === 1) {
    region = setting.regions.get(region.successors[0] ?? '');
    if (region?.code === area) return true;
  }
  return false;
}
