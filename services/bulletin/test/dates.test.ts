import { expect, test } from 'vitest';
import { BulletinRefused, editionOn, firstDayOf, refuseEarly, releaseDay } from '../src/core/edition.ts';
import { lastQuarter, titleOf } from '../src/core/title.ts';

const calendar = {
  creation: { from: '2026-01-01', to: '2028-12-31' },
  returnsDueDays: 10,
  provisionalDays: 20,
  source: '',
};
/** True for a refusal; another error is thrown on. */
function isRefused(ask: () => void): boolean {
  try {
    ask();
    return false;
  } catch (error) {
    if (error instanceof BulletinRefused) return true;
    throw error;
  }
}

const at = (text: string) => Date.parse(text);

test.each([
  ['P15: the first minutes of a year', '2025-01-01T00:10+08:00', '2024Q4'],
  ['the last minute before', '2024-12-31T23:59+08:00', '2024Q3'],
  ['the last minute of a quarter, over in no zone but ours', '2026-06-30T16:00Z', '2026Q2'],
] as const)('%s', (_, now, quarter) => expect(lastQuarter(at(now))).toBe(quarter));

test('titles', () => {
  expect(titleOf({ quarter: '2024Q4', edition: 'provisional', lang: 'zh' })).toBe('2024年第四季度毒情通报（初步版）');
  expect(titleOf({ quarter: '2026Q3', edition: 'flash', lang: 'en' })).toBe(
    'Drug situation bulletin, Q3 2026 (flash edition)',
  );
});

test('2026Q2: provisional edition due on 20 July, final from 20 October', () => {
  expect(releaseDay('2026Q2', calendar)).toBe('2026-07-20');
  expect(firstDayOf('final', { quarter: '2026Q2', calendar })).toBe('2026-10-20');
});

test.each(['2026H1', '2026', '2026Q5', ''])('%j is no quarter, whatever the edition', (quarter) => {
  expect(() => editionOn('2026-12-01', { quarter, calendar })).toThrow(/quarter: .* is none/);
  expect(() => firstDayOf('final', { quarter, calendar })).toThrow(/quarter: .* is none/);
});

test.each([
  ['provisional', '2026-06-30', false],
  ['provisional', '2026-07-01', true],
  ['flash', '2026-06-30', true],
  ['flash', '2026-03-31', false],
  ['final', '2026-10-19', false],
  ['final', '2026-10-20', true],
] as const)('the %s edition of 2026Q2 with a cut-off on %s: %s', (edition, day, isPossible) => {
  const ask = () => refuseEarly(edition, { day, quarter: '2026Q2', calendar });
  expect(isRefused(ask)).toBe(!isPossible);
});
