import { INDICATORS } from '@duqing/catalogue';
import type { Deployment, Region } from '@duqing/regions';
import type { ConfigurationPart } from '@duqing/warehouse';

/** The whole value of one version of a part. */
export type ValueOf<P extends ConfigurationPart> = NonNullable<Deployment[P]>[number]['value'];

/** A value as lines `key = text` that people can read, compare and change one by one; sorted as the value is. */
export type Flat = Map<string, string>;

/** Text by which a name in both languages is written: `中文|English`. */
function pair({ zh, en }: { zh: string; en: string }): string {
  return `${zh}|${en}`;
}

/** Throws where the value is none of the part. */
export function flatOf(part: ConfigurationPart, value: unknown): Flat {
  switch (part) {
    case 'targets':
      return flatTargets(value as ValueOf<'targets'>);
    case 'methods':
      return new Map((value as ValueOf<'methods'>).itSupported.map((method) => [method, 'yes']));
    case 'categories':
      return new Map(
        Object.entries(value as ValueOf<'categories'>).flatMap(([name, all]) => all.map((one) => [one, name] as const)),
      );
    case 'calendar': {
      const { creation, returnsDueDays, provisionalDays } = value as ValueOf<'calendar'>;
      return new Map([
        ['creation.from', creation.from],
        ['creation.to', creation.to],
        ['returnsDueDays', String(returnsDueDays)],
        ['provisionalDays', String(provisionalDays)],
      ]);
    }
    case 'substances':
      return new Map((value as ValueOf<'substances'>).flatMap(flatSubstance));
    case 'regions':
      return new Map((value as ValueOf<'regions'>).flatMap(flatRegion));
    case 'roster':
      return new Map(flatAny(value, ''));
  }
}

function flatTargets({ limits, notConcerned, returnsAuthoritative = [] }: ValueOf<'targets'>): Flat {
  return new Map([
    ...limits.map(({ indicator, level, limit }) => [`${indicator}@${level}`, String(limit)] as const),
    ...notConcerned.map(({ indicator, region, reason }) => [`${indicator}@${region}`, pair(reason)] as const),
    ...returnsAuthoritative.map(({ indicator, reason }) => [`${indicator}@returns`, pair(reason)] as const),
  ]);
}

function flatRegion(region: Region): [string, string][] {
  const { code, name, parent, level, role, validFrom, validTo, successors } = region;
  return [
    [`${code}.name`, pair(name)],
    [`${code}.parent`, parent ?? 'none'],
    [`${code}.level`, level],
    [`${code}.role`, role],
    [`${code}.validFrom`, validFrom],
    [`${code}.validTo`, validTo ?? 'none'],
    [`${code}.successors`, successors.length === 0 ? 'none' : successors.join(',')],
  ];
}

function flatSubstance({
  code,
  name,
  synonyms,
  dimensions,
  baseline,
  threshold,
}: ValueOf<'substances'>[number]): [string, string][] {
  return [
    [`${code}.name`, pair(name)],
    [`${code}.synonyms`, synonyms.length === 0 ? 'none' : synonyms.join('|')],
    [`${code}.dimensions`, dimensions.join(',')],
    [`${code}.baseline`, baseline ? 'yes' : 'no'],
    [`${code}.threshold`, threshold?.grams ?? 'none'],
  ];
}

function flatAny(value: unknown, path: string): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, one]) => flatAny(one, path === '' ? key : `${path}.${key}`));
}

/** What the catalogue says where the deployment sets no limit of its own (`ITEM@county`, `ITEM@city`); null for any other line. */
export function catalogueLimit(key: string): number | null {
  const [id, level] = key.split('@');
  const target = INDICATORS.find((entry) => entry.id === id)?.target;
  if (level !== 'county' && level !== 'city') return null;
  if (target?.kind === 'by-level') return target[level].limit;
  return target?.kind === 'limit' ? target.limit : null;
}

/** What a value says otherwise than the one before it. */
export interface Difference {
  key: string;
  /** null = it was not there */
  before: string | null;
  /** null = it is no longer there */
  after: string | null;
}

export function differences(before: Flat, after: Flat): Difference[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((key) => ({ key, before: before.get(key) ?? null, after: after.get(key) ?? null }))
    .filter((one) => one.before !== one.after);
}
