import { addDays, assertDay, type Day } from './day.ts';

/** Monday of the day's week (ISO 8601: weeks begin on Monday); throws a RangeError where `day` is none. */
export function mondayOf(day: Day): Day {
  assertDay(day);
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

/** ISO 8601 name of the day's week, such as 2026-W21: its year is that of its Thursday. */
export function weekOf(day: Day): string {
  const thursday = addDays(mondayOf(day), 3);
  const year = thursday.slice(0, 4);
  const days = (Date.parse(thursday) - Date.parse(`${year}-01-01`)) / 86_400_000;
  return `${year}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`;
}

/** Monday of a week named 2026-W21; undefined where there is no such week. */
export function mondayOfWeek(week: string): Day | undefined {
  const parts = /^(\d{4})-W(\d{2})$/.exec(week);
  if (!parts) return undefined;
  const monday = addDays(mondayOf(`${parts[1]}-01-04`), (Number(parts[2]) - 1) * 7);
  return weekOf(monday) === week ? monday : undefined;
}
