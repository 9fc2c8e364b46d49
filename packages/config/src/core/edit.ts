import { INDICATORS } from '@duqing/catalogue';
import type { OwnComparator, Region } from '@duqing/regions';
import type { ConfigurationPart } from '@duqing/warehouse';
import { flatOf, type Flat, type ValueOf } from './flat.ts';
import { substancesOf } from './edit-substances.ts';
import { pairOf, refuse } from './words.ts';

interface Edited {
  part: ConfigurationPart;
  /** the value that is changed */
  base: unknown;
  /** `key=text`; `none` takes a key away */
  sets: readonly string[];
  /** of what is new in it: where it is written */
  source: string;
  /** the monitored city: parent of new units */
  city: string;
}

/**
 * A value with some of its lines changed: `it-solved-share@county=30`, `it-solved-share>=30`, `minors-share@city=not-rising`, `minors-share@990103=原因|reason`, `tip=yes`,
 * `drug-driving=drugCrime`, `etomidate.baseline=yes`, `returnsDueDays=12`, `990113.validFrom=2027-01-01`. Throws a ConfigError naming the line.
 */
export function edited({ part, base, sets, source, city }: Edited): unknown {
  const flat = flatOf(part, base);
  for (const set of sets.flatMap((one) => (part === 'targets' ? spelledOut(one) : [one]))) change(flat, set, part);
  switch (part) {
    case 'targets':
      return targetsOf(flat);
    case 'methods':
      return { itSupported: [...flat].filter(([, word]) => word === 'yes').map(([method]) => method) };
    case 'categories':
      return categoriesOf(flat);
    case 'calendar':
      return calendarOf(flat, source);
    case 'substances':
      return substancesOf(flat, { base: base as ValueOf<'substances'>, source });
    case 'regions':
      return regionsOf(flat, { base: base as Region[], source, city });
    case 'roster':
      return refuse('set', '值班表须以文件整体提出', 'a roster is proposed whole, from a file');
  }
}

/** `it-solved-share>=30` is one line for each level of the item, `it-solved-share@county>=30` that of one. */
function spelledOut(set: string): string[] {
  const [, id = '', at, comparator = '', limit = ''] =
    /^([a-z0-9-]+)(@\w+)?\s*(<=|>=|<|>)(.*)$/s.exec(set.trim()) ?? [];
  if (id === '') return [set];
  const levels = INDICATORS.find((entry) => entry.id === id)?.levels ?? ['county'];
  return (at === undefined ? levels.map((level) => `@${level}`) : [at]).map(
    (level) => `${id}${level}=${comparator}${limit.trim()}`,
  );
}

function change(flat: Flat, set: string, part: ConfigurationPart): void {
  const [, key = '', text = ''] = /^([^=]+)=(.*)$/s.exec(set.trim()) ?? [];
  if (key === '' || text.trim() === '') refuse('set', `${set}: 应为 键=值`, `${set}: not KEY=VALUE`);
  const [name, value] = [key.trim(), text.trim()];
  const isUnset = value === 'none' && !isNone(name, part);
  if (isUnset && !flat.has(name)) refuse('set', `${name}: 现行版本中没有`, `${name}: not in the version in force`);
  if (isUnset) flat.delete(name);
  else flat.set(name, value);
}

/** Whether "none" is a value of the line rather than its end. */
function isNone(name: string, part: ConfigurationPart): boolean {
  if (part === 'regions') return /\.(parent|validTo|successors)$/.test(name);
  return part === 'substances' && /\.(synonyms|threshold)$/.test(name);
}

function targetsOf(flat: Flat): ValueOf<'targets'> {
  const found: Required<ValueOf<'targets'>> = {
    limits: [],
    comparators: [],
    notConcerned: [],
    returnsAuthoritative: [],
  };
  for (const [key, text] of flat) {
    const [indicator = '', at = ''] = key.split('@');
    if (at === 'county' || at === 'city') addTarget(found, { indicator, level: at, text });
    else if (at === 'returns') found.returnsAuthoritative.push({ indicator, reason: pairOf(key, text) });
    else if (at !== '') found.notConcerned.push({ indicator, region: at, reason: pairOf(key, text) });
    else
      refuse(
        'set',
        `${key}: 应为 指标@county、指标@city、指标@地区代码 或 指标@returns`,
        `${key}: not ITEM@county, ITEM@city, ITEM@CODE or ITEM@returns`,
      );
  }
  const { returnsAuthoritative, comparators, ...rest } = found;
  return {
    ...rest,
    ...(comparators.length > 0 && { comparators }),
    ...(returnsAuthoritative.length > 0 && { returnsAuthoritative }),
  };
}

/** `30`, `>=30`, `>=` or `not-rising`. */
function addTarget(
  found: Required<ValueOf<'targets'>>,
  { indicator, level, text }: { indicator: string; level: 'county' | 'city'; text: string },
): void {
  const key = `${indicator}@${level}`;
  const [, comparator, rest = ''] = /^(<=|>=|<|>|rising|not-falling|falling|not-rising)?\s*(.*)$/s.exec(text) ?? [];
  if (comparator !== undefined)
    found.comparators.push({ indicator, level, comparator: comparator as OwnComparator['comparator'] });
  if (rest !== '' || comparator === undefined) found.limits.push({ indicator, level, limit: numberOf(key, rest) });
}

function numberOf(key: string, text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) refuse('set', `${key}: ${text} 不是数`, `${key}: ${text} is no plain number`);
  return Number(text);
}

function categoriesOf(flat: Flat): ValueOf<'categories'> {
  const found: ValueOf<'categories'> = { drugCrime: [], administrative: [], userCaused: [] };
  for (const [category, name] of flat) {
    if (name !== 'drugCrime' && name !== 'administrative' && name !== 'userCaused')
      return refuse(
        'set',
        `${category}: 应为 drugCrime、administrative 或 userCaused`,
        `${category}: not drugCrime, administrative or userCaused`,
      );
    found[name].push(category);
  }
  return found;
}

const CALENDAR_KEYS = ['creation.from', 'creation.to', 'returnsDueDays', 'provisionalDays'];

function calendarOf(flat: Flat, source: string): ValueOf<'calendar'> {
  for (const key of flat.keys())
    if (!CALENDAR_KEYS.includes(key))
      refuse('set', `${key}: 应为 ${CALENDAR_KEYS.join('、')}`, `${key}: not one of ${CALENDAR_KEYS.join(', ')}`);
  const text = (key: string): string => flat.get(key) ?? '';
  return {
    creation: { from: text('creation.from'), to: text('creation.to') },
    returnsDueDays: numberOf('returnsDueDays', text('returnsDueDays')),
    provisionalDays: numberOf('provisionalDays', text('provisionalDays')),
    source,
  };
}

const REGION_KEYS = ['name', 'parent', 'level', 'role', 'validFrom', 'validTo', 'successors'];

/** A new code is a monitored county of the city, in use without an end, unless it says otherwise. */
function regionsOf(flat: Flat, { base, source, city }: { base: Region[]; source: string; city: string }): Region[] {
  const held = new Map(base.map((region) => [region.code, region]));
  const rows = new Map<string, Map<string, string>>();
  for (const [key, text] of flat) {
    const [code = '', name = ''] = key.split('.');
    if (!REGION_KEYS.includes(name))
      refuse(
        'set',
        `${key}: 应为 代码.${REGION_KEYS.join(' 或 代码.')}`,
        `${key}: not CODE.${REGION_KEYS.join(', CODE.')}`,
      );
    rows.set(code, (rows.get(code) ?? new Map()).set(name, text));
  }
  return [...rows].map(([code, row]) => {
    const made = regionOf(code, row, city);
    const before = held.get(code);
    const isSame =
      before !== undefined && JSON.stringify({ ...before, source: '' }) === JSON.stringify({ ...made, source: '' });
    return isSame ? before : { ...made, source };
  });
}

function orNull(value: string): string | null {
  return value === 'none' ? null : value;
}

function regionOf(code: string, row: ReadonlyMap<string, string>, city: string): Omit<Region, 'source'> {
  const text = (name: string, otherwise: string): string => row.get(name) ?? otherwise;
  const successors = text('successors', 'none');
  return {
    code,
    name: pairOf(`${code}.name`, text('name', '')),
    parent: orNull(text('parent', city)),
    level: text('level', 'county') as Region['level'],
    role: text('role', 'monitored') as Region['role'],
    validFrom: text('validFrom', ''),
    validTo: orNull(text('validTo', 'none')),
    successors: successors === 'none' ? [] : successors.split(',').map((one) => one.trim()),
  };
}
