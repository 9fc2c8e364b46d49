import { addDays, parsePeriod, quarterOfDay, type Period } from '@duqing/calendar';
import { compare, decimal, type Decimal } from '@duqing/substances';
import type { CellFlag, Reason } from '../cell.ts';
import type { HeldReturn } from '../holdings.ts';
import type { Helper, Indicator, Measure } from '../types.ts';
import { begunQuarters, dayToBeDone, lastDay, quarterBefore, returnDue } from './periods.ts';
import { flagsOf, isOnTime, readHelpers } from './read-helpers.ts';
import { emptyReading, plus, type Gap, type Reading } from './reading.ts';
import type { Scene } from './scene.ts';

export interface ReturnQuery {
  entry: Indicator;
  region: string;
  period: Period;
}

/** What one area itself returned for one period; nothing is carried over or added up from below. */
export function readReturn(scene: Scene, query: ReturnQuery): Reading {
  const { measure } = query.entry;
  switch (measure.kind) {
    case 'return-count':
      return readCount(scene, query, query.entry.id);
    case 'return-change':
      return readCount(scene, query, measure.levelHelper ?? query.entry.id);
    case 'return-flag':
      return readFlag(scene, query, measure);
    case 'return-ratio':
      return readRatio(scene, query, measure);
    case 'event-count':
    case 'event-sum':
    case 'event-ratio':
    case 'new-substances':
    case 'composite':
    case 'bulletins-sealed':
      throw new Error(`${query.entry.id} reads no returns`);
  }
}

/** A count of the period; a creation cell and a flow's year-to-date add quarters. */
function readCount(scene: Scene, query: ReturnQuery, measure: string): Reading {
  const { entry, period } = query;
  const adds = period.kind === 'creation' || (period.kind === 'ytd' && entry.columns.accumulation === 'flow');
  if (adds) return readAdded(scene, query, measure);
  const { measure: kind } = entry;
  const helper = kind.kind === 'return-change' ? kind.levelHelper : null;
  const read = helper ? readHelper(scene, query, helper) : readOwn(scene, query, measure);
  return { ...read, denominator: null, empty: false };
}

function readAdded(scene: Scene, { entry, region, period }: ReturnQuery, measure: string): Reading {
  const quarters = begunQuarters(period, scene.today);
  const values = readHelpers(scene, { entry, measure, regions: [region], quarters });
  const reason = measure === entry.id ? 'return-missing' : 'helper-missing';
  const gaps: Gap[] = [];
  if (values.overdue > 0) gaps.push({ reason, kind: period.kind === 'creation' ? 'silent' : 'missing' });
  if (values.owed > 0) gaps.push({ reason, kind: 'owed' });
  return { ...emptyReading(), numerator: values.sum, gaps, flags: values.flags, returns: values.returns };
}

function readFlag(scene: Scene, query: ReturnQuery, measure: Extract<Measure, { kind: 'return-flag' }>): Reading {
  const reading = readOwn(scene, query, query.entry.id);
  const under = measure.notApplicableUnder;
  if (!under) return reading;
  const helper = readHelper(scene, query, under.helper);
  if (helper.numerator === null) return withHelper(reading, helper, { empty: false });
  const isUnder = compare(helper.numerator, decimal(under.minimum)) < 0;
  return withHelper(isUnder ? { ...reading, gaps: [] } : reading, helper, { empty: isUnder });
}

function readRatio(scene: Scene, query: ReturnQuery, measure: Extract<Measure, { kind: 'return-ratio' }>): Reading {
  const { numeratorHelper, denominatorHelper, reads } = measure;
  const top = numeratorHelper ? readHelper(scene, query, numeratorHelper) : readOwn(scene, query, reads);
  if (denominatorHelper === null) return withEmpty(top);
  const bottom = readHelper(scene, query, denominatorHelper);
  return withEmpty(withHelper({ ...top, denominator: bottom.numerator }, bottom, { empty: top.empty }));
}

/** Nothing in the denominator, known once the parts are there. */
function withEmpty(reading: Reading): Reading {
  return reading.denominator?.units === 0n ? { ...reading, empty: true } : reading;
}

function withHelper(reading: Reading, helper: Reading, { empty }: { empty: boolean }): Reading {
  return {
    ...reading,
    empty,
    gaps: [...reading.gaps, ...helper.gaps],
    flags: new Set([...reading.flags, ...helper.flags]),
    returns: {
      expected: reading.returns.expected + helper.returns.expected,
      received: reading.returns.received + helper.returns.received,
      onTime: reading.returns.onTime + helper.returns.onTime,
    },
  };
}

/** The item's own return, or of a base item. */
function readOwn(scene: Scene, { entry, region, period }: ReturnQuery, measure: string): Reading {
  const due = returnDue(entry.due, period, scene.setting.calendar);
  return readOne(scene, { region, measure, due, reason: 'return-missing', periods: periodsRead(entry, period) });
}

/** A helper's value as a reading's numerator: population of the year before, other helpers of the cell's own quarter. */
function readHelper(scene: Scene, { entry, region, period }: ReturnQuery, helper: Helper): Reading {
  const isPopulation = helper === 'population';
  const periods = isPopulation ? [populationPeriod(period)] : periodsRead(entry, period);
  const due = addDays(lastDay(periods[0] ?? period), scene.setting.calendar.returnsDueDays);
  return readOne(scene, { region, measure: helper, due, reason: 'helper-missing', periods });
}

function populationPeriod({ key }: Period): Period {
  const before = parsePeriod(String(Number(key.slice(0, 4)) - 1));
  if (!before) throw new RangeError(`no year before ${key}`);
  return before;
}

/** The cell's own period, then those of the year before it that it may read instead, latest first. */
function periodsRead(entry: Indicator, period: Period): Period[] {
  const found = [period];
  const day = dayToBeDone(entry, period);
  if (day === undefined || period.kind !== 'ytd') return found;
  if (period.key === quarterOfDay(day) && entry.columns.accumulation !== 'latest survey') return found;
  for (let before = quarterBefore(period); before; before = quarterBefore(before)) found.push(before);
  return found;
}

interface One {
  region: string;
  measure: string;
  due: string | null;
  reason: Reason;
  periods: Period[];
}

/** The first return held among the periods; one of another period than the first is carried. */
function readOne({ index, today }: Scene, { region, measure, due, reason, periods }: One): Reading {
  const returns = periods.map(({ key }) => index.returned(measure, region, key));
  const held = returns.find((one) => one !== undefined);
  const isOverdue = due !== null && today > due;
  const flags = new Set<CellFlag>(held ? flagsOf(held) : []);
  if (held && held !== returns[0]) flags.add('carried');
  const own = returns[0];
  return {
    ...emptyReading(),
    ...(held && numbersOf(held)),
    gaps: held ? [] : [{ reason, kind: isOverdue ? 'missing' : 'owed' }],
    flags,
    returns: { expected: 1, received: own ? 1 : 0, onTime: own && isOnTime(own, due) ? 1 : 0 },
  };
}

/** Nil is 0 of a count and nothing in the denominator of a ratio. */
function numbersOf(held: HeldReturn): Pick<Reading, 'numerator' | 'denominator' | 'flag' | 'empty'> {
  const { numerator, denominator, value, flag, nil } = held;
  if (nil) return { numerator: ZERO, denominator: ZERO, flag: null, empty: true };
  return { numerator: orNull(numerator ?? value), denominator: orNull(denominator), flag, empty: false };
}

const ZERO = decimal(0);

function orNull(value: number | null): Decimal | null {
  return value === null ? null : decimal(value);
}

/** Numbers of several areas added, each part where it is there. */
export function addedNumbers(readings: readonly Reading[]): Pick<Reading, 'numerator' | 'denominator'> {
  return {
    numerator: readings.reduce<Decimal | null>((sum, { numerator }) => plus(sum, numerator), null),
    denominator: readings.reduce<Decimal | null>((sum, { denominator }) => plus(sum, denominator), null),
  };
}
