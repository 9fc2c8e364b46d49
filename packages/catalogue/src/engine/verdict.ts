import { quarterOfDay } from '@duqing/calendar';
import { REASONS, type Reason, type Verdict } from '../cell.ts';
import { dayToBeDone } from './periods.ts';
import { isUpward, isWithin, type Matter } from './matter.ts';
import { isZeroRule } from './rule.ts';

export interface Decision {
  verdict: Verdict;
  /** only of not-assessable */
  reason: Reason | null;
}

/** The verdict, in the order of SEMANTICS "Verdict, decided in this order". */
export function decide(matter: Matter): Decision {
  if (matter.yardstick === null) return plain('information');
  if (matter.notConcerned || matter.reading.empty) return plain('not-applicable');
  if (isViolated(matter)) return plain('missed');
  return beforeItsDay(matter) ?? whileOpen(matter) ?? atLast(matter);
}

function plain(verdict: Exclude<Verdict, 'not-assessable'>): Decision {
  return { verdict, reason: null };
}

/** A violation that was found, whatever else is missing. */
function isViolated({ entry, reading, yardstick }: Matter): boolean {
  if (yardstick?.kind === 'yes-no') return !yardstick.due && reading.flag === true;
  return isZeroRule(entry) && reading.numerator !== null && reading.numerator.units > 0n;
}

/** `MM-DD` items: met or not-due in every cell but that of the quarter holding the day, and there until the day is past. */
function beforeItsDay(matter: Matter): Decision | undefined {
  const { entry, period, today } = matter;
  const day = dayToBeDone(entry, period);
  if (day === undefined || (period.key === quarterOfDay(day) && today > day)) return undefined;
  const isMet = matter.reading.gaps.length === 0 ? isWithin(matter) === true : certainly(matter) === 'met';
  return plain(isMet ? 'met' : 'not-due');
}

/** While the period runs or something is owed whose day is not past. */
function whileOpen(matter: Matter): Decision | undefined {
  const { gaps } = matter.reading;
  const owes = gaps.some(({ kind }) => kind === 'owed');
  if (!runs(matter) && !owes) return undefined;
  if (gaps.some(({ kind }) => kind === 'silent')) return undefined;
  if (isJudgedAsItStands(matter) && !owes) return undefined;
  return plain(certainly(matter) ?? 'not-due');
}

/** An item with a day of its own does not wait for the period's end once that day is past. */
function runs({ entry, period, today }: Matter): boolean {
  return today < period.end && entry.due.kind !== 'day-of-year' && entry.due.kind !== 'release-day';
}

/** Ratios of events (once there is something to judge), of stocks and of surveys. */
function isJudgedAsItStands({ entry, reading }: Matter): boolean {
  const { kind, source, accumulation } = entry.columns;
  if (source !== 'return' && (reading.denominator === null || reading.denominator.units === 0n)) return false;
  const isState = accumulation === 'stock' || accumulation === 'latest survey';
  return kind === 'ratio' ? isState || source !== 'return' : kind === 'change' && isState;
}

/** What nothing later can change: numerators only grow, denominators stay as they stand. */
function certainly(matter: Matter): 'met' | 'missed' | undefined {
  const { yardstick, reading, entry } = matter;
  if (yardstick === null || yardstick.kind === 'reference') return undefined;
  if (reading.gaps.length > 0 && (entry.columns.kind !== 'count' || yardstick.kind !== 'limit')) return undefined;
  if (yardstick.kind === 'yes-no') return yardstick.due && isWithin(matter) === true ? 'met' : undefined;
  const within = isWithin(matter);
  if (within === null) return undefined;
  if (isUpward(yardstick)) return within ? 'met' : undefined;
  return within ? undefined : 'missed';
}

/** Steps 4 and 5: a missing input, else the bare rule. */
function atLast(matter: Matter): Decision {
  const reasons = matter.reading.gaps.flatMap(({ kind, reason }) => (kind === 'owed' ? [] : [reason]));
  const first = REASONS.find((reason) => reasons.includes(reason));
  if (first) return { verdict: 'not-assessable', reason: first };
  const within = isWithin(matter);
  if (within === null) return { verdict: 'not-assessable', reason: whyUnjudged(matter) };
  return plain(within ? 'met' : 'missed');
}

/** All inputs are there and still nothing can be compared: a level of 0, or a base with nothing in its denominator. */
function whyUnjudged({ yardstick }: Matter): Reason {
  if (yardstick?.kind === 'growth' && !yardstick.levels.includes(null)) return 'base-zero';
  return yardstick?.kind === 'growth' || yardstick?.kind === 'direction' ? 'history-too-short' : 'return-missing';
}
