import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, mondayOf, mondayOfWeek, weekOf } from '../src/index.ts';

test.each([
  ['2026-05-21', '2026-W21', '2026-05-18'],
  ['2021-01-03', '2020-W53', '2020-12-28'],
  ['2024-12-30', '2025-W01', '2024-12-30'],
  ['2026-12-31', '2026-W53', '2026-12-28'],
])('%s lies in %s, which begins on %s', (day, week, monday) => {
  expect([weekOf(day), mondayOf(day), mondayOfWeek(week)]).toEqual([week, monday, monday]);
});

test.each(['2025-W53', '2026-W54', '2026-W00', '2026W21', '2026-W1', ''])('there is no week %j', (week) => {
  expect(mondayOfWeek(week)).toBeUndefined();
});

test('the seven days from a Monday on are one week and the next day another', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60_000 }), (offset) => {
      const monday = mondayOf(addDays('1980-01-01', offset));
      const names = Array.from({ length: 8 }, (_, day) => weekOf(addDays(monday, day)));
      expect(new Set(names.slice(0, 7)).size).toBe(1);
      expect(names[7]).not.toBe(names[0]);
      expect(mondayOfWeek(names[0] ?? '')).toBe(monday);
    }),
  );
});
