import {
  addDays,
  parsePeriod,
  periodOf,
  quarterOfDay,
  quartersOf,
  yearBefore,
  type Day,
  type Period,
  type PeriodKind,
} from '@duqing/calendar';
import type { DeploymentCalendar } from '@duqing/regions';
import type { Stage } from '../cell.ts';
import type { Due, Indicator } from '../types.ts';
import { remembered } from './remembered.ts';

const laterDay = remembered(
  ({ day, count }: { day: Day; count: number }) => `${day}${count}`,
  ({ day, count }): Day => addDays(day, count),
);

export function daysLater(day: Day, count: number): Day {
  return laterDay({ day, count });
}

/** Keys of the quarters that make up a span of days [start, end), in order. */
export const quartersIn: (span: Pick<Period, 'start' | 'end'>) => readonly string[] = remembered(
  ({ start, end }) => `${start} ${end}`,
  ({ start, end }) => quartersOf({ kind: 'year', key: '', start, end }),
);

/** The period that a key names, if it does. */
export const periodNamed = remembered((key: string) => key, parsePeriod);

const periodHolding = remembered(
  ({ kind, day }: { kind: Exclude<PeriodKind, 'creation'>; day: Day }) => `${kind} ${day}`,
  ({ kind, day }) => periodOf(kind, day),
);

/** Last day of a period, inclusive. */
export function lastDay({ end }: Period): Day {
  return daysLater(end, -1);
}

/** The plan's whole creation period as the deployment dates it. */
export function creationPeriod({ creation }: DeploymentCalendar): Period {
  return { kind: 'creation', key: 'creation', start: creation.from, end: addDays(creation.to, 1) };
}

/** The native cell that a period names or holds; undefined where the text is no period or holds several native cells. */
export function nativePeriod(entry: Indicator, text: string, calendar: DeploymentCalendar): Period | undefined {
  const [only, ...more] = nativePeriods(entry, text, calendar);
  return more.length === 0 ? only : undefined;
}

/** The native cells of an item that a period names, holds or is within; none where the text is no period. */
export function nativePeriods(entry: Indicator, text: string, calendar: DeploymentCalendar): Period[] {
  const found = NATIVES.get(calendar) ?? new Map<string, Period[]>();
  NATIVES.set(calendar, found);
  const key = `${entry.cells.join(' ')}/${text}`;
  const held = found.get(key) ?? nativesNamed(entry, text, calendar);
  found.set(key, held);
  return held;
}

/** Every cell of an area asks for the same few. */
const NATIVES = new WeakMap<DeploymentCalendar, Map<string, Period[]>>();

function nativesNamed(entry: Indicator, text: string, calendar: DeploymentCalendar): Period[] {
  if (text === 'creation') return entry.cells.includes('creation') ? [creationPeriod(calendar)] : [];
  const asked = periodNamed(text);
  if (!asked) return [];
  return entry.cells.flatMap((kind) => {
    if (kind === 'creation') return [];
    const found = quartersIn(asked).map((quarter) => periodHolding({ kind, day: startOf(quarter) }));
    return [...new Map(found.map((period) => [period.key, period])).values()];
  });
}

/** First day of a quarter's key. */
export function startOf(quarter: string): Day {
  const period = periodNamed(quarter);
  if (!period) throw new RangeError(`no quarter: ${quarter}`);
  return period.start;
}

/** The same period one year before; undefined for the creation period, which has none. */
export const periodBefore = remembered(
  ({ kind, key }: Period) => `${kind} ${key}`,
  ({ kind, key }: Period): Period | undefined => {
    const found = kind === 'creation' ? undefined : parsePeriod(yearBefore(key));
    return found && kind !== 'creation' ? periodOf(kind, found.start) : undefined;
  },
);

/** The cell of the quarter before within the same year; undefined for the first. */
export function quarterBefore(period: Period): Period | undefined {
  const quarter = Number(period.key.slice(5));
  if (period.kind !== 'ytd' || quarter === 1) return undefined;
  return periodHolding({ kind: 'ytd', day: startOf(`${period.key.slice(0, 4)}Q${quarter - 1}`) });
}

/** Running to the last day, final from the day on which the next quarter's provisional edition is due. */
export function stageOf(period: Period, { today, calendar }: { today: Day; calendar: DeploymentCalendar }): Stage {
  if (today < period.end) return 'running';
  const next = periodHolding({ kind: 'quarter', day: period.end });
  return today < daysLater(lastDay(next), calendar.provisionalDays) ? 'provisional' : 'final';
}

/** Last day on which a return for a period is in time; null where only the province knows. */
export function returnDue(due: Due, period: Period, calendar: DeploymentCalendar): Day | null {
  switch (due.kind) {
    case 'days-after':
      return daysLater(lastDay(period), due.days);
    case 'day-of-year':
      return daysLater(lastDay(period), calendar.returnsDueDays);
    case 'period-end':
      return lastDay(period);
    case 'release-day':
      return lastDay(period);
    case 'province-date':
      return null;
  }
}

/** The day of a year by which a thing must be done, where the item has one. */
export function dayToBeDone({ due }: Indicator, period: Period): Day | undefined {
  if (due.kind !== 'day-of-year') return undefined;
  return `${period.key.slice(0, 4)}-${two(due.month)}-${two(due.day)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Whether what a cell reads is late: its day is past, and the cell is one that can be late at all. */
export function isLate(
  { setting, today }: { setting: { calendar: DeploymentCalendar }; today: Day },
  entry: Indicator,
  period: Period,
): boolean {
  const day = dayToBeDone(entry, period);
  if (day !== undefined && period.key !== quarterOfDay(day)) return false;
  const due = returnDue(entry.due, period, setting.calendar);
  return due !== null && today > due;
}
