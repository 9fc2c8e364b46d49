import type { Deployment, Region } from '@duqing/regions';

const CITY = '970000';
const REFERENCE = '960000';
const SOURCE = 'made up for a measurement';

/** A made-up "city" of so many areas, as wide as a country, with the rest of another deployment. */
export function countryOf({ like, areas }: { like: Deployment; areas: number }): Deployment {
  const region = (code: string, over: Partial<Region>): Region => ({
    code,
    name: { zh: `虚构${code}`, en: `Made up ${code}` },
    parent: CITY,
    level: 'county',
    role: 'monitored',
    validFrom: '2000-01-01',
    validTo: null,
    successors: [],
    source: SOURCE,
    ...over,
  });
  const units = Array.from({ length: areas }, (_, n) => region(String(970_001 + n), {}));
  const all = [
    region(REFERENCE, { parent: null, level: 'province', role: 'reference' }),
    region(CITY, { parent: null, level: 'city' }),
    ...units,
  ];
  return {
    ...like,
    id: 'country',
    city: CITY,
    codePattern: '^9[67]\\d{4}$',
    regions: [{ validFrom: '2000-01-01', recordedAt: null, source: SOURCE, value: all }],
  };
}
