import { dayOf, type Day } from '@duqing/calendar';
import type { Setting } from '@duqing/regions';
import type { Holdings } from '../holdings.ts';
import type { Indicator } from '../types.ts';
import { AreaIndex } from './areas.ts';
import { HoldingsIndex } from './holdings-index.ts';

/** What every rule of the engine reads: configuration, data by key, and the day that it is. */
export interface Scene {
  setting: Setting;
  index: HoldingsIndex;
  areas: AreaIndex;
  entries: ReadonlyMap<string, Indicator>;
  /** the day of the evaluation's clock */
  today: Day;
  asOf: number;
}

export function sceneOf(given: { setting: Setting; holdings: Holdings; indicators: readonly Indicator[] }): Scene {
  const { setting, holdings, indicators } = given;
  return {
    setting,
    index: new HoldingsIndex(holdings),
    areas: new AreaIndex(setting),
    entries: new Map(indicators.map((entry) => [entry.id, entry])),
    today: dayOf(holdings.asOf),
    asOf: holdings.asOf,
  };
}
