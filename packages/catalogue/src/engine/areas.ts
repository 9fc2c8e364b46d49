import type { Day, Period } from '@duqing/calendar';
import type { Region, RegionTable, Setting } from '@duqing/regions';
import type { Indicator, Level } from '../types.ts';
import { lastDay } from './periods.ts';
import type { Scene } from './scene.ts';

/** Units of the city by period and predecessors by area, each worked out once: a country has thousands of areas. */
export class AreaIndex {
  readonly #setting: Setting;
  readonly #units = new Map<string, ReadonlySet<string>>();
  readonly #before: ReadonlyMap<string, Region[]>;

  constructor(setting: Setting) {
    this.#setting = setting;
    this.#before = predecessorsBy(setting.regions);
  }

  /** Monitored counties and zones of the city in force on any day of a period, sorted by code. */
  units(period: Period): ReadonlySet<string> {
    const key = `${period.kind} ${period.key}`;
    const held = this.#units.get(key) ?? new Set(this.#unitsIn(period));
    this.#units.set(key, held);
    return held;
  }

  /** An area and the codes that ended with it, however far on, as their only successor. */
  withPredecessors(area: string): Region[] {
    const own = this.#setting.regions.get(area);
    return [...(own ? [own] : []), ...(this.#before.get(area) ?? [])];
  }

  #unitsIn(period: Period): string[] {
    const { regions, city } = this.#setting;
    const found = regions.all().filter((region) => isUnit(region, city) && isInForceIn(region, period));
    return found.map(({ code }) => code).sort();
  }
}

function predecessorsBy(regions: RegionTable): Map<string, Region[]> {
  const found = new Map<string, Region[]>();
  for (const region of regions.all())
    for (const area of regions.successorsOf(region)) found.set(area, [...(found.get(area) ?? []), region]);
  return found;
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
  return scene.areas.units(period).has(region) ? 'county' : undefined;
}

/** Units of the city that an item concerns in a period. */
export function unitsConcerned(scene: Scene, { id }: Indicator, period: Period): string[] {
  const day = lastDay(period);
  return [...scene.areas.units(period)].filter(
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

/** The codes that stood for an area in an earlier period; of a predecessor that was no unit nothing is required. */
export function standingFor(scene: Scene, area: string, period: Period): { code: string; required: boolean }[] {
  return scene.areas
    .withPredecessors(area)
    .filter((region) => isInForceIn(region, period))
    .map((region) => ({ code: region.code, required: region.code === area || isUnit(region, scene.setting.city) }));
}
