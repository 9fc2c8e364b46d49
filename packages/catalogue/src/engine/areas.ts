import type { Day } from '@duqing/calendar';
import type { Region } from '@duqing/regions';
import type { Indicator, Level } from '../types.ts';
import type { Scene } from './scene.ts';

/** Whether an area has cells at all on a day, and at which level; undefined for reference and ended areas. */
export function levelOf({ setting }: Scene, region: string, day: Day): Level | undefined {
  if (region === setting.city) return 'city';
  return setting.regions.unitsOf(setting.city, day).some(({ code }) => code === region) ? 'county' : undefined;
}

/** Units of the city that an item concerns on a day, sorted by code. */
export function unitsConcerned({ setting }: Scene, { id }: Indicator, day: Day): string[] {
  return setting.regions
    .unitsOf(setting.city, day)
    .map(({ code }) => code)
    .filter((region) => setting.notConcerned({ indicator: id, region, day }) === undefined);
}

/** Every code whose events count for the city: the city's own, its units', ended ones too. */
export function areasOfCity({ setting }: Scene): string[] {
  return setting.regions
    .all()
    .map(({ code }) => code)
    .filter((code) => setting.regions.isWithin(code, setting.city));
}

/** Codes that ended with this one, however far on, as their only successor; only those are added in comparisons. */
export function predecessorsOf({ setting }: Scene, region: string): string[] {
  const all = setting.regions.all();
  const found: string[] = [];
  const open = [region];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const before = all.filter((one) => isOnlySuccessor(one, next) && !found.includes(one.code)).map(({ code }) => code);
    found.push(...before);
    open.push(...before);
  }
  return found;
}

function isOnlySuccessor({ successors }: Region, code: string): boolean {
  return successors.length === 1 && successors[0] === code;
}

/** The codes that stood for an area on an earlier day: itself or its predecessors in force then; itself where none was. */
export function standingFor(scene: Scene, region: string, day: Day): string[] {
  const codes = [region, ...predecessorsOf(scene, region)].filter((code) => {
    const found = scene.setting.regions.get(code);
    return found !== undefined && found.validFrom <= day && (found.validTo === null || day < found.validTo);
  });
  return codes.length === 0 ? [region] : codes;
}
