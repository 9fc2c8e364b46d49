import { INDICATORS } from '@duqing/catalogue';
import { Setting, type Deployment } from '@duqing/regions';
import type { Lang } from './usage.ts';

const ENTRIES = new Map(INDICATORS.map((entry) => [entry.id, entry]));

/** An item's name, or its id where there is none such. */
export function itemName(lang: Lang): (indicator: string) => string {
  return (indicator) => ENTRIES.get(indicator)?.name[lang] ?? indicator;
}

/** An area's name with its code. */
export function areaName(deployment: Deployment, lang: Lang): (region: string) => string {
  const { regions } = new Setting(deployment, Date.now());
  return (region) => {
    const name = regions.get(region)?.name[lang];
    return name === undefined ? region : `${name}(${region})`;
  };
}
