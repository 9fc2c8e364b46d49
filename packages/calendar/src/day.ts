/** A calendar day in Asia/Shanghai, YYYY-MM-DD. */
export type Day = string;

const DAY_MS = 86_400_000;
const DAY_PATTERN = /^\d{4}-\d{2}-\d{2}$/;

/** True only for a day that exists: 2026-02-30 is none. */
export function isDay(text: string): boolean {
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
