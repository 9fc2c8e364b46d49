import { shanghai } from '@duqing/calendar';
/** A moment (ms or RFC 3339) to the minute in Beijing time, for columns whose heading says so: 2026-10-26 08:00. */
export function minute(moment: number | string): string {
  return shanghai(typeof moment === 'number' ? moment : Date.parse(moment))
    .slice(0, 16)
    .replace('T', ' ');
}
