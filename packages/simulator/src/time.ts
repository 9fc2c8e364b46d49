import { addDays, dayOf, startOfDay, type Day } from '@duqing/calendar';
import type { Random } from './random.ts';

const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** RFC 3339 to the second in Shanghai's clock, which has been +08:00 since 1992. */
export function momentText(at: number): string {
  const day = dayOf(at);
  const clock = new Date(at - startOfDay(day)).toISOString().slice(11, 19);
  return `${day}T${clock}+08:00`;
}

/** A moment of a day, mostly in working hours, on a whole second. */
export function momentOn(day: Day, random: Random): number {
  const hour = random.chance(0.85) ? random.between(8, 18) : random.between(0, 24);
  return startOfDay(day) + Math.floor((hour * HOUR) / 1000) * 1000;
}

/** A day of `[start, end)`. */
export function dayWithin(start: Day, end: Day, random: Random): Day {
  const days = Math.round((startOfDay(end) - startOfDay(start)) / DAY);
  return addDays(start, random.whole(0, days - 1));
}
