import { INDICATORS, unitWord, type Cell, type Department, type Indicator } from '@duqing/catalogue';
import { addDays, quarterOfDay, type Day, type Period } from '@duqing/calendar';
import type { Setting } from '@duqing/regions';
import { returnDay, taskDay } from './due.ts';
import { areasOf, nativesIn, quartersBetween } from './keys.ts';

/** Something that a department of an area still owes. */
export interface Owed {
  department: Department;
  region: string;
  indicator: string;
  period: string;
  /** a thing to be done by a day of the year, or a return to be sent */
  kind: 'task' | 'return';
  /** what is done and what is wanted, of countable tasks */
  progress: { done: number; wanted: number } | null;
  due: Day;
  isOverdue: boolean;
  text: { zh: string; en: string };
}

export interface PaceQuery {
  setting: Setting;
  today: Day;
  cellOf: (key: { indicator: string; region: string; period: string }) => Cell | undefined;
  region?: string | undefined;
  department?: string | undefined;
}

/** What is owed now, nearest day first: of the running periods and of those that ended last. */
export function owed(query: PaceQuery): Owed[] {
  const entries = INDICATORS.filter((entry) => isAsked(entry, query));
  const found = entries.flatMap((entry) =>
    periodsOpen(entry, query).flatMap((period) =>
      areasOf(query.setting)
        .filter((region) => query.region === undefined || region === query.region)
        .flatMap((region) => owedBy(query, { entry, region, period }) ?? []),
    ),
  );
  return found.sort((a, b) => order(a, b));
}

function order(a: Owed, b: Owed): number {
  const key = ({ due, department, region, indicator, period }: Owed): string =>
    [due, department, region, indicator, period].join(' ');
  return key(a) < key(b) ? -1 : 1;
}

/** Items with returns of their own; what only reads another item's or a helper's owes nothing itself. */
function isAsked({ measure, columns }: Indicator, { department }: PaceQuery): boolean {
  if (department !== undefined && columns.department !== department) return false;
  switch (measure.kind) {
    case 'return-count':
    case 'return-flag':
      return true;
    case 'return-ratio':
      return measure.reads === columns.id && measure.numeratorHelper === null;
    case 'return-change':
      return measure.levelHelper === null;
    case 'event-count':
      return measure.plusIncidents;
    case 'event-sum':
    case 'event-ratio':
    case 'new-substances':
    case 'composite':
    case 'bulletins-sealed':
      return false;
  }
}

/** The native periods that run, and those that ended with the quarter before. */
function periodsOpen(entry: Indicator, { setting, today }: PaceQuery): Period[] {
  const present = quarterOfDay(today);
  const before = quarterOfDay(
    addDays(`${present.slice(0, 4)}-${String(Number(present.slice(5)) * 3 - 2).padStart(2, '0')}-01`, -1),
  );
  return nativesIn(entry, quartersBetween(before, present), setting).filter(({ kind }) => kind !== 'creation');
}

interface Place {
  entry: Indicator;
  region: string;
  period: Period;
}

function owedBy(query: PaceQuery, place: Place): Owed | undefined {
  const { entry, region, period } = place;
  const cell = query.cellOf({ indicator: entry.id, region, period: period.key });
  if (!cell || cell.verdict === 'not-applicable' || !isDuty(query.setting, place)) return undefined;
  const day = taskDay(entry, period);
  if (day !== null && query.today <= day)
    return period.end > query.today ? task(query, place, { cell, due: day }) : undefined;
  if (day !== null && quarterOfDay(day) !== period.key) return undefined;
  return missingReturn(query, place, cell);
}

/** What a city's cell sums is owed by its units. */
function isDuty({ city }: Setting, { entry, region }: Place): boolean {
  return region !== city || entry.columns.roll_up !== 'sum' || !entry.levels.includes('county');
}

function task(query: PaceQuery, place: Place, { cell, due }: { cell: Cell; due: Day }): Owed | undefined {
  if (cell.verdict !== 'not-due') return undefined;
  const progress = progressOf(place.entry, cell);
  const unit = { zh: unitWord(place.entry.columns.unit, 'zh'), en: unitWord(place.entry.columns.unit, 'en') };
  const done = progress ? `${progress.done}/${progress.wanted}` : null;
  return made(query, place, {
    kind: 'task',
    progress,
    due,
    text: {
      zh: done === null ? `截止 ${dayZh(due)}` : `已完成 ${done} ${unit.zh};截止 ${dayZh(due)}`,
      en: done === null ? `due ${due}` : `${progress?.done} of ${progress?.wanted} ${unit.en}; due ${due}`,
    },
  });
}

function progressOf(entry: Indicator, { numerator, target }: Cell): Owed['progress'] {
  if (entry.columns.kind !== 'count' || typeof target?.limit !== 'number') return null;
  return { done: numerator ?? 0, wanted: target.limit };
}

function missingReturn(query: PaceQuery, place: Place, cell: Cell): Owed | undefined {
  const due = returnDay(place.entry, place.period, query.setting.calendar);
  const { returnsExpected, returnsReceived } = cell.completeness;
  if (due === null || returnsReceived >= returnsExpected) return undefined;
  const late = query.today > due;
  return made(query, place, {
    kind: 'return',
    progress: null,
    due,
    text: {
      zh: `${place.period.key} 报表${late ? '逾期' : '未报'};截止 ${dayZh(due)}`,
      en: `return of ${place.period.key} ${late ? 'overdue' : 'owed'}; due ${due}`,
    },
  });
}

function made(
  { today }: PaceQuery,
  { entry, region, period }: Place,
  rest: Pick<Owed, 'kind' | 'progress' | 'due' | 'text'>,
): Owed {
  const { department } = entry.columns;
  return { department, region, indicator: entry.id, period: period.key, ...rest, isOverdue: today > rest.due };
}

function dayZh(day: Day): string {
  return `${Number(day.slice(5, 7))} 月 ${Number(day.slice(8))} 日`;
}
