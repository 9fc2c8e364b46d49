import { quarterOfDay, type Period } from '@duqing/calendar';
import { compare, decimal, type Decimal } from '@duqing/substances';
import type { HeldReturn } from '../holdings.ts';
import type { Helper, Indicator, Measure } from '../types.ts';
import { addedReturns } from './added-returns.ts';
import { dayToBeDone, isLate, quarterBefore, returnDue } from './periods.ts';
import { emptyReading, type Gap, type Reading } from './reading.ts';
import { flagsOfReturn, isOnTime } from './returned.ts';
import type { Scene } from './scene.ts';

export interface ReturnQuery {
  entry: Indicator;
  region: string;
  period: Period;
}

/** What one area itself returned; nothing is added up from below. */
export function readReturn(scene: Scene, query: ReturnQuery): Reading {
  const { entry } = query;
  const { measure } = entry;
  switch (measure.kind) {
    case 'return-count':
      return readCount(scene, query);
    case 'return-change':
      return measure.levelHelper ? readHelper(scene, query, { helper: measure.levelHelper }) : readCount(scene, query);
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
      throw new Error(`${entry.id} reads no returns`);
  }
}

/** A count of the period, nil being 0; a creation cell and a flow's year-to-date add quarters. */
function readCount(scene: Scene, query: ReturnQuery): Reading {
  const { entry, period } = query;
  const adds = period.kind === 'creation' || (period.kind === 'ytd' && entry.columns.accumulation === 'flow');
  if (adds) return readAdded(scene, query);
  const { reading, held } = readOwn(scene, query, entry.id);
  return { ...reading, numerator: countOf(held) };
}

/** Quarters added; a zero of which a quarter that is over was not returned is none. */
function readAdded(scene: Scene, query: ReturnQuery): Reading {
  const { sum, gap, lacksEnded, flags, returns } = addedReturns(scene, { ...query, measure: query.entry.id });
  const isHidden = lacksEnded && sum?.units === 0n;
  return { ...emptyReading(), numerator: isHidden ? null : sum, gaps: gap ? [gap] : [], flags, returns };
}

function readFlag(scene: Scene, query: ReturnQuery, measure: Extract<Measure, { kind: 'return-flag' }>): Reading {
  const { reading, held, quarter } = readOwn(scene, query, query.entry.id);
  const said = { ...reading, flag: held?.flag ?? null };
  const under = measure.notApplicableUnder;
  if (!under) return said;
  const helper = readHelper(scene, query, { helper: under.helper, quarter });
  const isUnder = helper.numerator !== null && compare(helper.numerator, decimal(under.minimum)) < 0;
  return isUnder ? { ...joined(said, helper), gaps: [], empty: true } : joined(said, helper);
}

function readRatio(scene: Scene, query: ReturnQuery, measure: Extract<Measure, { kind: 'return-ratio' }>): Reading {
  const { numeratorHelper, denominatorHelper, reads } = measure;
  if (numeratorHelper !== null) {
    const top = readHelper(scene, query, { helper: numeratorHelper });
    return denominatorHelper === null ? top : over(top, readHelper(scene, query, { helper: denominatorHelper }));
  }
  const { reading, held, quarter } = readOwn(scene, query, reads);
  const isNil = held?.nil === true;
  const top = { ...reading, numerator: numberOf(held?.numerator), empty: isNil };
  if (denominatorHelper !== null) {
    const bottom = readHelper(scene, query, { helper: denominatorHelper, quarter });
    return isNil ? { ...joined(top, bottom), gaps: [] } : over(top, bottom);
  }
  if (isNil) return top;
  const denominator = numberOf(held?.denominator);
  return { ...top, denominator, empty: denominator?.units === 0n };
}

function over(top: Reading, bottom: Reading): Reading {
  const denominator = bottom.numerator;
  return { ...joined(top, bottom), denominator, empty: top.numerator !== null && denominator?.units === 0n };
}

/** A reading with what another one lacks and carries. */
function joined(reading: Reading, helper: Reading): Reading {
  const { returns } = reading;
  return {
    ...reading,
    gaps: [...reading.gaps, ...helper.gaps],
    flags: new Set([...reading.flags, ...helper.flags]),
    returns: {
      expected: returns.expected + helper.returns.expected,
      received: returns.received + helper.returns.received,
      onTime: returns.onTime + helper.returns.onTime,
    },
  };
}

interface Own {
  reading: Reading;
  held: HeldReturn | undefined;
  /** the period whose return is read: the cell's, or an earlier one of the year */
  quarter: Period;
}

/** The item's own return, or of a base item; one of an earlier quarter is carried. */
function readOwn(scene: Scene, { entry, region, period }: ReturnQuery, measure: string): Own {
  const found = periodsRead(entry, period).find(({ key }) => scene.index.returned(measure, region, key) !== undefined);
  const quarter = found ?? period;
  const held = scene.index.returned(measure, region, quarter.key);
  const reading = tallied(scene, { entry, period, held, dueOf: quarter, reason: 'return-missing' });
  if (quarter !== period) reading.flags.add('carried');
  return { reading, held, quarter };
}

/** A helper's value as a numerator: population of the year before, other helpers of the quarter; due when the cell is. */
function readHelper(
  scene: Scene,
  { entry, region, period }: ReturnQuery,
  { helper, quarter = period }: { helper: Helper; quarter?: Period },
): Reading {
  const key = helper === 'population' ? String(Number(quarter.key.slice(0, 4)) - 1) : quarter.key;
  const held = scene.index.returned(helper, region, key);
  const reading = tallied(scene, { entry, period, held, dueOf: period, reason: 'helper-missing' });
  return { ...reading, numerator: countOf(held) };
}

interface Tally {
  entry: Indicator;
  period: Period;
  held: HeldReturn | undefined;
  /** the period by whose due day the return is on time */
  dueOf: Period;
  reason: Gap['reason'];
}

/** One return asked for: whether it is there, in time, and what it carries. */
function tallied(scene: Scene, { entry, period, held, dueOf, reason }: Tally): Reading {
  const gaps: Gap[] = held ? [] : [{ reason, kind: isLate(scene, entry, period) ? 'missing' : 'owed' }];
  const onTime = held && isOnTime(held, returnDue(entry.due, dueOf, scene.setting.calendar));
  return {
    ...emptyReading(),
    gaps,
    flags: new Set(held ? flagsOfReturn(held) : []),
    returns: { expected: 1, received: held ? 1 : 0, onTime: onTime ? 1 : 0 },
  };
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

function countOf(held: HeldReturn | undefined): Decimal | null {
  return held?.nil ? decimal(0) : numberOf(held?.value);
}

function numberOf(value: number | null | undefined): Decimal | null {
  return value === null || value === undefined ? null : decimal(value);
}
