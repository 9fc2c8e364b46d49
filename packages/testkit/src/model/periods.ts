import { addDays, parsePeriod, periodOf, quartersOf, yearBefore, type Day, type Period } from '@duqing/calendar';
import type { DeploymentCalendar } from '@duqing/regions';
import { hasYearlyDeadline, type Item } from './table.ts';

/** The inclusive last day. */
export function lastDay(period: Period): Day {
  return addDays(period.end, -1);
}

export function creationPeriod({ creation }: DeploymentCalendar): Period {
  return { kind: 'creation', key: 'creation', start: creation.from, end: addDays(creation.to, 1) };
}

/** A quarter by its key. */
export function quarterNamed(key: string): Period {
  const period = parsePeriod(key);
  if (period?.kind !== 'quarter') throw new RangeError(`no quarter: ${key}`);
  return period;
}

/** The native period of an item that a key asks for: 2026Q2 of a half-yearly item is 2026H1; undefined where it has none. */
export function nativePeriod(item: Item, key: string, calendar: DeploymentCalendar): Period | undefined {
  if (key === 'creation') return item.cells.includes('creation') ? creationPeriod(calendar) : undefined;
  const asked = parsePeriod(key);
  if (!asked) return undefined;
  const kinds = item.cells.filter((kind) => kind !== 'creation');
  const exact = kinds.find((kind) => kind === asked.kind || (kind === 'ytd' && asked.kind === 'quarter'));
  if (exact) return periodOf(exact, lastDay(asked));
  const wider = kinds.find((kind) => (kind === 'half' && asked.kind === 'quarter') || kind === 'year');
  return wider && periodOf(wider, lastDay(asked));
}

/** The same period one year before; undefined for creation, which has none. */
export function samePeriodBefore(period: Period): Period | undefined {
  if (period.kind === 'creation') return undefined;
  const before = parsePeriod(yearBefore(period.key));
  return before && periodOf(period.kind, lastDay(before));
}

/** The last day on which what an item needs for a period is not yet late; null where nobody has set one. */
export function dueDay(item: Item, period: Period, calendar: DeploymentCalendar): Day | null {
  const after = /^\+(\d+) d$/.exec(item.due);
  if (after) return addDays(lastDay(period), Number(after[1]));
  if (hasYearlyDeadline(item)) return addDays(lastDay(period), calendar.returnsDueDays);
  return item.due === '' ? lastDay(period) : null;
}

/** SEMANTICS "stage": final from the day the next quarter's provisional edition is due. */
export function stageOf(
  period: Period,
  today: Day,
  { provisionalDays }: DeploymentCalendar,
): 'running' | 'provisional' | 'final' {
  if (today < period.end) return 'running';
  const nextQuarter = periodOf('quarter', period.end);
  return today < addDays(lastDay(nextQuarter), provisionalDays) ? 'provisional' : 'final';
}

/** Quarters of the same year before that of a ytd cell, latest first. */
export function earlierQuarters(period: Period): Period[] {
  return quartersOf(period).slice(0, -1).toReversed().map(quarterNamed);
}
