import { comparatorsFor, INDICATORS, isVacuous, type Indicator } from '@duqing/catalogue';
import { isDay } from '@duqing/calendar';
import { CATEGORIES, findPersonalData, METHODS } from '@duqing/events';
import { inForceOn, type Deployment, type OwnComparator, type Region, type Version } from '@duqing/regions';
import { tableFaults } from '@duqing/substances';
import { versionFaults } from '@duqing/runtime';
import type { ConfigurationPart } from '@duqing/warehouse';
import { differences, flatOf, type ValueOf } from './flat.ts';
import { fault, type Fault } from './words.ts';

/** A version as it is proposed. */
export interface Proposed {
  part: ConfigurationPart;
  version: Version<unknown>;
  /** why */
  reason: string;
}

const LONGEST = 500;
const ENTRIES = new Map(INDICATORS.map((entry) => [entry.id, entry]));

/** Every fault of a proposed version beside the versions known now; empty = it may be approved. */
export function proposalFaults(deployment: Deployment, proposed: Proposed): Fault[] {
  const texts = textFaults(proposed);
  if (texts.length > 0) return texts;
  const shape = versionFaults(deployment, proposed);
  if (shape.length > 0) return shape.map((text) => fault('value', `不符合配置规则：${text}`, text));
  const faults = valueFaults(deployment, proposed);
  return faults.length > 0 ? faults : changesNothing(deployment, proposed);
}

function textFaults({ version: { validFrom, source }, reason }: Proposed): Fault[] {
  const texts: [string, string][] = [
    ['source', source],
    ['reason', reason],
  ];
  const faults = texts.flatMap(([field, text]) => {
    if (text.trim() === '') return [fault(field, '不能为空', 'empty')];
    if ([...text].length > LONGEST) return [fault(field, `超过 ${LONGEST} 字`, `more than ${LONGEST} characters`)];
    return findPersonalData(text).length > 0 ? [fault(field, '疑似含个人信息', 'looks like personal data')] : [];
  });
  return isDay(validFrom)
    ? faults
    : [fault('valid-from', `${validFrom} 不是日期（YYYY-MM-DD）`, `${validFrom} is no day (YYYY-MM-DD)`), ...faults];
}

/** By part, for what no shape says. */
function valueFaults(deployment: Deployment, { part, version: { value } }: Proposed): Fault[] {
  switch (part) {
    case 'targets':
      return targetFaults(deployment, value as ValueOf<'targets'>);
    case 'methods':
      return unknownCodes((value as ValueOf<'methods'>).itSupported, METHODS);
    case 'categories':
      return categoryFaults(value as ValueOf<'categories'>);
    case 'substances':
      return substanceFaults(deployment, value as ValueOf<'substances'>);
    case 'regions':
      return regionFaults(deployment, value as ValueOf<'regions'>);
    case 'calendar':
    case 'roster':
      return [];
  }
}

function targetFaults(
  deployment: Deployment,
  { limits, comparators = [], notConcerned, returnsAuthoritative = [] }: ValueOf<'targets'>,
): Fault[] {
  const keys = [
    ...limits.map(({ indicator, level }) => `${indicator}@${level}`),
    ...notConcerned.map(({ indicator, region }) => `${indicator}@${region}`),
    ...returnsAuthoritative.map(({ indicator }) => `${indicator}@returns`),
  ];
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  const units = new Set(
    deployment.regions.flatMap(({ value }) => value.filter(isUnit(deployment)).map(({ code }) => code)),
  );
  return [
    ...twice.map((key) => fault(key, '重复列出', 'listed twice')),
    ...limits.flatMap(limitFaults),
    ...comparators.flatMap(comparatorFaults),
    ...vacuous({ limits, comparators }),
    ...comparators
      .map(({ indicator, level }) => `${indicator}@${level}/comparator`)
      .flatMap((key, index, all) => (all.indexOf(key) === index ? [] : [fault(key, '重复列出', 'listed twice')])),
    ...notConcerned.flatMap(({ indicator, region }) => {
      const key = `${indicator}@${region}`;
      if (!ENTRIES.has(indicator)) return [unknownItem(key, indicator)];
      return units.has(region)
        ? []
        : [fault(key, `${region} 不是受监测的县（市、区）`, `${region} is no monitored unit`)];
    }),
    ...returnsAuthoritative.flatMap(({ indicator }) =>
      ENTRIES.has(indicator) ? [] : [unknownItem(`${indicator}@returns`, indicator)],
    ),
  ];
}

function isUnit({ city }: Deployment): (region: Region) => boolean {
  return ({ parent, role }) => parent === city && role === 'monitored';
}

function unknownItem(key: string, indicator: string): Fault {
  return fault(key, `没有指标 ${indicator}`, `unknown indicator ${indicator}`);
}

function limitFaults({ indicator, level, limit }: ValueOf<'targets'>['limits'][number]): Fault[] {
  const key = `${indicator}@${level}`;
  const entry = ENTRIES.get(indicator);
  if (!entry) return [unknownItem(key, indicator)];
  if (!entry.levels.includes(level))
    return [fault(key, '该指标没有这一级', `${indicator} has no cells at level ${level}`)];
  if (entry.target?.kind !== 'limit' && entry.target?.kind !== 'by-level')
    return [fault(key, '该指标的目标不是数值，不能改限值', `the target of ${indicator} is no number`)];
  if (isZeroTarget(entry) && limit !== 0) return [fault(key, '零指标的限值只能是 0', 'the limit of a zero item is 0')];
  if (limit < 0) return [fault(key, '不能小于 0', 'less than 0')];
  return limit > 100 && isBounded(entry) ? [fault(key, '比例不能大于 100 %', 'a share of more than 100 %')] : [];
}

/** A comparator asks for the same side as the catalogue's: another side would be another item. */
function comparatorFaults({ indicator, level, comparator }: OwnComparator): Fault[] {
  const key = `${indicator}@${level}`;
  const entry = ENTRIES.get(indicator);
  if (!entry) return [unknownItem(key, indicator)];
  if (!entry.levels.includes(level))
    return [fault(key, '该指标没有这一级', `${indicator} has no cells at level ${level}`)];
  const allowed: readonly string[] = comparatorsFor(entry, level);
  if (allowed.length === 0) return [fault(key, '该指标没有可选的比较方式', `${indicator} has no comparator to choose`)];
  if (allowed.includes(comparator)) return [];
  const others = [
    `${comparator} 与该指标的要求相反或不符，应为 ${allowed.join(' 或 ')}`,
    `${comparator} contradicts ${indicator}: ${allowed.join(' or ')}`,
  ] as const;
  return [fault(key, ...others)];
}

/** What every figure keeps, or none can, is no target. */
function vacuous({ limits, comparators }: Required<Pick<ValueOf<'targets'>, 'limits' | 'comparators'>>): Fault[] {
  const lines = new Map(
    [...limits, ...comparators].map(({ indicator, level }) => [`${indicator}@${level}`, { indicator, level }]),
  );
  return [...lines].flatMap(([key, { indicator, level }]) => {
    const entry = ENTRIES.get(indicator);
    const isOwn = (own: { indicator: string; level: string }): boolean =>
      own.indicator === indicator && own.level === level;
    const held = entry?.target?.kind === 'by-level' ? entry.target[level] : entry?.target;
    if (!entry || !held || !('limit' in held)) return [];
    const comparator = comparators.find(isOwn)?.comparator ?? held.comparator;
    const limit = limits.find(isOwn)?.limit ?? held.limit;
    return isVacuous(entry, { comparator, limit })
      ? [
          fault(
            key,
            `${comparator}${limit}：任何数值都达标，或都不达标`,
            `${comparator}${limit}: every figure meets it, or none can`,
          ),
        ]
      : [];
  });
}

function isZeroTarget({ target }: Indicator): boolean {
  return target?.kind === 'limit' && target.comparator === '=';
}

function isBounded({ columns, measure }: Indicator): boolean {
  return columns.unit === '%' && !(measure.kind === 'return-ratio' && measure.overOne);
}

function unknownCodes(given: readonly string[], known: readonly string[]): Fault[] {
  return given.flatMap((code, index) => {
    if (!known.includes(code))
      return [fault(code, `不认识；应为 ${known.join('、')}`, `not one of ${known.join(', ')}`)];
    return given.indexOf(code) === index ? [] : [fault(code, '重复列出', 'listed twice')];
  });
}

function categoryFaults(value: ValueOf<'categories'>): Fault[] {
  const given = Object.values(value).flat();
  const missing = CATEGORIES.filter((category) => !given.includes(category));
  return [...unknownCodes(given, CATEGORIES), ...missing.map((one) => fault(one, '没有归类', 'has no class'))];
}

/** A code that events may carry stays, whatever is said of it. */
function substanceFaults({ substances = [] }: Deployment, value: ValueOf<'substances'>): Fault[] {
  const given = new Set(value.map(({ code }) => code));
  const known = new Set(substances.flatMap((version) => version.value.map(({ code }) => code)));
  const gone = [...known].filter((code) => !given.has(code));
  return [
    ...gone.map((code) =>
      fault(code, '代码不能删除：已有记录可能用到', 'a code is never taken away: records may carry it'),
    ),
    ...tableFaults(value).map(({ code, zh, en }) => fault(code, zh, en)),
  ];
}

/** A code that events or figures may carry is ended, never taken away or turned into something else. */
function regionFaults(deployment: Deployment, value: ValueOf<'regions'>): Fault[] {
  const given = new Map(value.map((region) => [region.code, region]));
  const known = new Map(deployment.regions.flatMap((version) => version.value.map((region) => [region.code, region])));
  return [...known.values()].flatMap(({ code, parent, level, role }) => {
    const now = given.get(code);
    if (!now) return [fault(code, '代码不能删除，只能终止（validTo）', 'a code is ended (validTo), never taken away')];
    const isSame = now.parent === parent && now.level === level && (now.role === role || role !== 'reference');
    return isSame
      ? []
      : [fault(code, '上级、级别和参照地区不能改', 'its parent, level and being a reference cannot change')];
  });
}

function changesNothing(deployment: Deployment, { part, version: { validFrom, value } }: Proposed): Fault[] {
  const held: readonly Version<unknown>[] = deployment[part] ?? [];
  if (held.length === 0) return [];
  const before = flatOf(part, inForceOn(held, validFrom));
  if (differences(before, flatOf(part, value)).length > 0) return [];
  return [fault('value', '与现行版本相同', 'it changes nothing')];
}
