import { addDays, parsePeriod } from '@duqing/calendar';
import fc from 'fast-check';

/** The quarters of which generated histories tell: enough for growth of growth. */
export const QUARTERS = ['2024Q1', '2024Q2', '2024Q3', '2024Q4', '2025Q1', '2025Q2', '2025Q3', '2025Q4', '2026Q1'];
const FIRST = '2024-01-01';
const DAYS = 821;
const HOUR = 3_600_000;

/** A day from 2024-01-01 to 2026-03-31, with the edges of quarters more often than chance gives. */
export function arbitraryDay(): fc.Arbitrary<string> {
  const edges = QUARTERS.flatMap((key) => {
    const period = parsePeriod(key);
    return period ? [period.start, addDays(period.end, -1)] : [];
  });
  return fc.oneof(
    { weight: 3, arbitrary: fc.nat(DAYS - 1).map((count) => addDays(FIRST, count)) },
    { weight: 1, arbitrary: fc.constantFrom(...edges) },
  );
}

/** A date, or a moment of that day in Shanghai written with either offset; all give the same calendar day. */
export function arbitraryDateOrMoment(): fc.Arbitrary<string> {
  const hour = fc.constantFrom('00:00:00', '09:30:00', '23:59:59.999');
  return fc.tuple(arbitraryDay(), hour, fc.constantFrom('date', '+08:00', 'Z')).map(([day, time, form]) => {
    if (form === 'date') return day;
    const local = `${day}T${time}+08:00`;
    return form === 'Z' ? new Date(Date.parse(local)).toISOString() : local;
  });
}

/** RFC 3339 in Shanghai's offset. */
export function inShanghai(ms: number): string {
  return new Date(ms + 8 * HOUR).toISOString().replace('Z', '+08:00');
}

/** A clock between the middle of the second year and well after the last quarter. */
export function arbitraryClock(): fc.Arbitrary<number> {
  return fc.integer({ min: Date.parse('2025-05-01T00:00:00Z'), max: Date.parse('2026-10-01T00:00:00Z') });
}
