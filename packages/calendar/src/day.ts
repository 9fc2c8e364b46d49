/** A calendar day in Asia/Shanghai, YYYY-MM-DD. */
export type Day = string;

const DAY_MS = 86_400_000;
const DAY_PATTERN = /^\d{4}-\d{2}-\d{2}$/;
/** A day that every month of every year has: no look at the calendar is needed. */
const COMMON_DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/;

/** True only for a day that exists: 2026-02-30 is none. */
export function isDay(text: string): boolean {
  if (COMMON_DAY.test(text)) return true;
  if (!DAY_PATTERN.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}

/** Throws a RangeError where `day` is none. */
export function assertDay(day: Day): void {
  if (!isDay(day)) throw new RangeError(`not a calendar day: ${day}`);
}

/** The day `count` days later (earlier where negative); throws a RangeError where `day` is none. */
export function addDays(day: Day, count: number): Day {
  assertDay(day);
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}
