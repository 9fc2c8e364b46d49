import { dayOf, isDay, type Day } from '@duqing/calendar';

/** What is wrong with a text that should be a date or moment. */
export type MomentFault = 'wrong-type' | 'no-offset' | 'impossible-date';

/** RFC 3339 in capitals with seconds, at most nine decimals of them, and an offset `Z` or `±hh:mm`. */
export const MOMENT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:Z|[+-](\d{2}):(\d{2}))$/;
export const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** A moment without an offset, or with one that is not written in full: which moment is meant is anyone's guess. */
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[+-]\d{1,2}|[+-]\d{4})?$/;

/** Null where the text is a moment that exists; leap seconds and hour 24 are refused: no clock here knows them. */
export function momentFault(text: string): MomentFault | null {
  const found = MOMENT.exec(text);
  if (!found) return LOCAL.test(text) ? 'no-offset' : 'wrong-type';
  const [, day = '', hour = '', minute = '', second = '', offsetHour = '00', offsetMinute = '00'] = found;
  const isTime = hour < '24' && minute < '60' && second < '60' && offsetHour < '24' && offsetMinute < '60';
  return isTime && isDay(day) ? null : 'impossible-date';
}

export function dayFault(text: string): MomentFault | null {
  if (!DAY.test(text)) return 'wrong-type';
  return isDay(text) ? null : 'impossible-date';
}

/** For a field documented as *date or moment*. */
export function dayOrMomentFault(text: string): MomentFault | null {
  return text.length === 10 ? dayFault(text) : momentFault(text);
}

/** The calendar day in Asia/Shanghai of a valid date or moment; a date stays the date it is. */
export function dayIn(text: string): Day {
  if (text.length === 10) return text;
  return isLocal(text) ? text.slice(0, 10) : dayOf(Date.parse(text));
}

/** Written in the zone's own offset, which since 1992 is the only one: the day is the one that stands there. */
function isLocal(moment: string): boolean {
  return moment.endsWith('+08:00') && moment >= '1992';
}

/** Negative where `a` is before `b`: by instant, or by day in Asia/Shanghai where either is a date. */
export function compareOccurred(a: string, b: string): number {
  if (a.length > 10 && b.length > 10) return Date.parse(a) - Date.parse(b);
  const [dayA, dayB] = [dayIn(a), dayIn(b)];
  return Number(dayA > dayB) - Number(dayA < dayB);
}
