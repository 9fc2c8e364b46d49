import { addDays, dayOf, shanghai, startOfDay, type Day } from '@duqing/calendar';
import { WEEKDAYS, type TimeOfDay, type Weekday } from '@duqing/regions';

const MINUTE = 60_000;

/** A span of the day; where it does not end after it began it ends on the next day. */
export interface Hours {
  from: TimeOfDay;
  to: TimeOfDay;
}

export function weekdayOf(day: Day): Weekday {
  const sundayFirst = new Date(`${day}T00:00:00Z`).getUTCDay();
  const found = WEEKDAYS[(sundayFirst + 6) % 7];
  if (found === undefined) throw new RangeError(`not a calendar day: ${day}`);
  return found;
}

/** The instant (ms) of a time of day in Asia/Shanghai. */
function instantOf(day: Day, time: TimeOfDay): number {
  const [hour = '0', minute = '0'] = time.split(':');
  return startOfDay(day) + (Number(hour) * 60 + Number(minute)) * MINUTE;
}

/** The span that an instant lies in, by the day on which it began; null where it lies in none. */
export function spanAround(instant: number, { from, to }: Hours): { day: Day; end: number } | null {
  const today = dayOf(instant);
  for (const day of [today, addDays(today, -1)]) {
    const end = instantOf(to > from ? day : addDays(day, 1), to);
    if (instant >= instantOf(day, from) && instant < end) return { day, end };
  }
  return null;
}

/** The first instant after `instant` at which the clock shows a time. */
export function nextAt(instant: number, time: TimeOfDay): number {
  const today = instantOf(dayOf(instant), time);
  return today > instant ? today : instantOf(addDays(dayOf(instant), 1), time);
}

/** Monday of the calendar week (Asia/Shanghai) of an instant. */
export function weekOf(instant: number): Day {
  const day = dayOf(instant);
  return addDays(day, -WEEKDAYS.indexOf(weekdayOf(day)));
}

/** An instant to the minute, in Asia/Shanghai. */
export function minuteOf(instant: number): string {
  return shanghai(instant).slice(0, 16).replace('T', ' ');
}
