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

/** A comparator and a limit stand on one line: `>=30`, or either of them alone. */
function flatTargets({ limits, comparators = [], notConcerned, returnsAuthoritative = [] }: ValueOf<'targets'>): Flat {
  const own = new Map(limits.map(({ indicator, level, limit }) => [`${indicator}@${level}`, String(limit)]));
  for (const { indicator, level, comparator } of comparators)
    own.set(`${indicator}@${level}`, `${comparator}${own.get(`${indicator}@${level}`) ?? ''}`);
  return new Map([
    ...own,
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

/** What the catalogue says where the deployment sets no target of its own (`ITEM@county`, `ITEM@city`); null for any other line. */
export function catalogueTarget(key: string): string | null {
  const [id, level] = key.split('@');
  const entry = INDICATORS.find((one) => one.id === id);
  if (!entry?.target || (level !== 'county' && level !== 'city')) return null;
  switch (entry.target.kind) {
    case 'by-level':
      return `${entry.target[level].comparator}${entry.target[level].limit}`;
    case 'limit':
      return `${entry.target.comparator}${entry.target.limit}`;
    case 'reference':
    case 'direction':
      return entry.columns.comparator;
    case 'yes-no':
      return null;
  }
}

/** The same line with what it leaves to the catalogue: of `35` alone the comparator, of `>=` alone the limit. */
export function wholeTarget(key: string, text: string): string {
  const law = /^([<>=]+)(.+)$/.exec(catalogueTarget(key) ?? '');
  const own = /^([<>=]*)([\d.]*)$/.exec(text);
  if (!law || !own) return text;
  return `${own[1] || law[1]}${own[2] || law[2]}`;
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
