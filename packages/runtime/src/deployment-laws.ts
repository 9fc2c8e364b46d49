import { RegionTable, type Deployment, type Region } from '@duqing/regions';

/** Each law over a deployment whose files are well formed, as the faults it finds: file, place, what is wrong. */
const LAWS: readonly ((deployment: Deployment) => string[])[] = [
  tableLaws,
  codesFitPattern,
  cityIsMonitored,
  creationRuns,
  oneClassEach,
  unitsOfTargetsExist,
];

/** Every fault across files and within tables; empty = sound. */
export function lawFaults(deployment: Deployment): string[] {
  return LAWS.flatMap((law) => law(deployment));
}

function tableLaws({ regions }: Deployment): string[] {
  return regions.flatMap(({ value }, index) => {
    try {
      void new RegionTable(value);
      return [];
    } catch (error) {
      return [`regions.json ${index}.value: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}

function codesFitPattern({ regions, codePattern }: Deployment): string[] {
  const pattern = new RegExp(codePattern);
  return everyRegion(regions).flatMap(({ at, region: { code } }) =>
    pattern.test(code) ? [] : [`regions.json ${at}.code: ${code} does not fit codePattern`],
  );
}

function cityIsMonitored({ regions, city }: Deployment): string[] {
  return regions.flatMap(({ value }) => {
    const found = value.find(({ code }) => code === city);
    const isSound = found?.level === 'city' && found.role === 'monitored';
    return isSound ? [] : [`deployment.json city: ${city} is no monitored city of regions.json`];
  });
}

function creationRuns({ calendar }: Deployment): string[] {
  return calendar.flatMap(({ value: { creation } }, index) =>
    creation.from < creation.to ? [] : [`calendar.json ${index}.value.creation: ends before it starts`],
  );
}

function oneClassEach({ categories }: Deployment): string[] {
  return categories.flatMap(({ value }, index) => {
    const all = Object.values(value).flat();
    return [...new Set(all.filter((category, place) => all.indexOf(category) !== place))].map(
      (category) => `categories.json ${index}.value: ${category} is listed twice`,
    );
  });
}

function unitsOfTargetsExist({ targets, regions }: Deployment): string[] {
  const known = new Set(everyRegion(regions).map(({ region }) => region.code));
  return targets.flatMap(({ value }, version) =>
    value.notConcerned.flatMap(({ region }, index) =>
      known.has(region)
        ? []
        : [`targets.json ${version}.value.notConcerned.${index}.region: ${region} is not in regions.json`],
    ),
  );
}

function everyRegion(regions: Deployment['regions']): { at: string; region: Region }[] {
  return regions.flatMap(({ value }, version) =>
    value.map((region, index) => ({ at: `${version}.value.${index}`, region })),
  );
}
