import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayOf,
  endOfDay,
  isDay,
  parsePeriod,
  periodOf,
  quarterOfDay,
  quartersOf,
  shanghai,
  startOfDay,
  yearBefore,
} from '../src/index.ts';

const days = fc
  .date({ min: new Date('1980-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('days in Asia/Shanghai', () => {
  it.each([
    ['2024-06-30T15:59:59.999Z', '2024-06-30'],
    ['2024-06-30T16:00:00.000Z', '2024-07-01'],
    ['2024-04-01T00:30:00+08:00', '2024-04-01'],
    ['2025-01-01T00:10:00+08:00', '2025-01-01'],
    ['1988-07-01T15:30:00Z', '1988-07-02'],
    ['1988-12-01T15:30:00Z', '1988-12-01'],
    ['1969-12-31T15:59:59.999Z', '1969-12-31'],
  ])('%s is %s', (moment, day) => expect(dayOf(Date.parse(moment))).toBe(day));

  it('every instant from start (inclusive) to end (exclusive) is of its day, summer time included', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(dayOf(startOfDay(day))).toBe(day);
        expect(dayOf(startOfDay(day) - 1)).toBe(addDays(day, -1));
        expect(dayOf(endOfDay(day) - 1)).toBe(day);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives the same under any time zone of the machine', () => {
    const script =
      "import('@duqing/calendar').then(c=>console.log(c.dayOf(Date.parse('2024-06-30T16:00:00Z')),c.startOfDay('1988-07-02'),c.startOfDay('2026-01-01')))";
    const read = (TZ: string) =>
      execFileSync(process.execPath, ['-e', script], {
        env: { ...process.env, TZ },
        cwd: import.meta.dirname,
      }).toString();
    const expected = `2024-07-01 ${Date.parse('1988-07-02T00:00:00+09:00')} ${Date.parse('2026-01-01T00:00:00+08:00')}\n`;
    for (const zone of ['UTC', 'Asia/Shanghai', 'America/Los_Angeles']) expect(read(zone)).toBe(expected);
  });

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '', '2026-06-31'])('%j is no day', (text) => {
    expect(isDay(text)).toBe(false);
    expect(() => startOfDay(text)).toThrow(RangeError);
    expect(() => quarterOfDay(text)).toThrow(RangeError);
  });
});

describe('periods are half-open', () => {
  it.each([
    ['2024-06-30', '2024Q2'],
    ['2024-07-01', '2024Q3'],
    ['2024-12-31', '2024Q4'],
    ['2025-01-01', '2025Q1'],
  ])('%s is in %s', (day, quarter) => expect(quarterOfDay(day)).toBe(quarter));

  it.each([
    ['2026Q2', 'quarter', '2026-04-01', '2026-07-01'],
    ['2026Q4', 'quarter', '2026-10-01', '2027-01-01'],
    ['2026H1', 'half', '2026-01-01', '2026-07-01'],
    ['2026H2', 'half', '2026-07-01', '2027-01-01'],
    ['2026', 'year', '2026-01-01', '2027-01-01'],
  ])('%s is a %s from %s to before %s', (key, kind, start, end) =>
    expect(parsePeriod(key)).toEqual({ kind, key, start, end }),
  );

  it.each(['2026Q5', '2026Q0', '2026H3', '26Q1', '2026 Q1', '', 'creation'])(
    '%j is no period of the calendar',
    (text) => expect(parsePeriod(text)).toBeUndefined(),
  );

  it('the four quarters of a year are its days, each in one', () => {
    fc.assert(
      fc.property(days, (day) => {
        const year = periodOf('year', day);
        const hits = quartersOf(year).filter((key) => {
          const quarter = parsePeriod(key);
          return quarter !== undefined && quarter.start <= day && day < quarter.end;
        });
        expect(hits).toEqual([quarterOfDay(day)]);
      }),
    );
  });

  it('year to date runs from 1 January to the quarter end under the quarter key', () => {
    expect(periodOf('ytd', '2026-08-15')).toEqual({
      kind: 'ytd',
      key: '2026Q3',
      start: '2026-01-01',
      end: '2026-10-01',
    });
    expect(quartersOf(periodOf('ytd', '2026-08-15'))).toEqual(['2026Q1', '2026Q2', '2026Q3']);
    expect(periodOf('half', '2026-07-01')).toEqual({
      kind: 'half',
      key: '2026H2',
      start: '2026-07-01',
      end: '2027-01-01',
    });
  });

  it('one year before keeps the kind', () => {
    expect(['2026Q2', '2026H1', '2026'].map(yearBefore)).toEqual(['2025Q2', '2025H1', '2025']);
    expect(() => yearBefore('creation')).toThrow(RangeError);
  });
});

it('writes an instant at +08:00 with its milliseconds', () => {
  expect(shanghai(Date.parse('2024-06-30T15:59:59.999Z'))).toBe('2024-06-30T23:59:59.999+08:00');
  expect(shanghai(Date.parse('2024-06-30T16:00:00Z'))).toBe('2024-07-01T00:00:00.000+08:00');
});
