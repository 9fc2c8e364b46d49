import { dayOf } from '@duqing/calendar';
import type { Lang } from '@duqing/catalogue';
import { Setting, type Deployment } from '@duqing/regions';

export interface Area {
  code: string;
  name: string;
  level: 'city' | 'county';
}

/** The city first, then its counties and zones in force at a moment, by code. */
export function areasOf(deployment: Deployment, { at, lang }: { at: number; lang: Lang }): Area[] {
  const { regions } = new Setting(deployment, at);
  const units = regions.unitsOf(deployment.city, dayOf(at));
  const city = {
    code: deployment.city,
    name: regions.get(deployment.city)?.name[lang] ?? deployment.city,
    level: 'city' as const,
  };
  return [city, ...units.map(({ code, name }) => ({ code, name: name[lang], level: 'county' as const }))];
}

/** An area's name by its code, reference and historical areas too; a code without one is given back. */
export function areaNames(deployment: Deployment, { at, lang }: { at: number; lang: Lang }): (code: string) => string {
  const { regions } = new Setting(deployment, at);
  return (code) => regions.get(code)?.name[lang] ?? code;
}
