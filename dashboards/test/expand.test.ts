import { describe, expect, test } from 'vitest';
import { expandMacros, expandVariables } from '../src/plugin/expand.ts';

const choices = {
  region: { text: '某市', value: '990100' },
  odd: { text: "O'Hara", value: "O'Hara" },
  many: { text: 'a + b', value: ['a', 'b'] },
};

describe('variables, as Grafana puts them into a query of the ClickHouse plugin', () => {
  test.each([
    ['one value without a format goes in raw', 'x = ${region}', 'x = 990100'],
    ['several without a format are quoted', 'x IN (${many})', "x IN ('a','b')"],
    ['singlequote quotes', 'x = ${region:singlequote}', "x = '990100'"],
    ['singlequote escapes a quote', 'x = ${odd:singlequote}', "x = 'O\\'Hara'"],
    ['singlequote of several', 'x IN (${many:singlequote})', "x IN ('a','b')"],
    ['sqlstring doubles a quote', 'x = ${odd:sqlstring}', "x = 'O''Hara'"],
    ['text is what the drop-down shows', 'Area ${region:text}', 'Area 某市'],
    ['the old form in brackets', 'x = [[region]]', 'x = 990100'],
    ['the bare form', 'x = $region', 'x = 990100'],
    ['one that is unknown stays', 'x = ${other} AND $other', 'x = ${other} AND $other'],
    ['macros are left to the plugin', '$__timeFilter(at)', '$__timeFilter(at)'],
  ])('%s', (_name, sql, expected) => {
    expect(expandVariables(sql, choices)).toBe(expected);
  });
});

describe("the plugin's macros", () => {
  const range = { from: 1_700_000_000_123, to: 1_700_000_600_999 };
  test.each([
    ['toTime: whole seconds', '$__toTime', 'toDateTime(1700000600)'],
    ['fromTime: whole seconds', '$__fromTime', 'toDateTime(1700000000)'],
    ['toTime inside a call', 'f($__toTime) * 1000', 'f(toDateTime(1700000600)) * 1000'],
    ['timeFilter', '$__timeFilter(at)', 'at >= toDateTime(1700000000) AND at <= toDateTime(1700000600)'],
    [
      'timeFilter_ms keeps milliseconds',
      '$__timeFilter_ms(at)',
      'at >= fromUnixTimestamp64Milli(1700000000123) AND at <= fromUnixTimestamp64Milli(1700000600999)',
    ],
  ])('%s', (_name, sql, expected) => {
    expect(expandMacros(sql, range)).toBe(expected);
  });

  test('one that is not known here is refused', () => {
    expect(() => expandMacros('$__timeInterval(at)', range)).toThrow('$__timeInterval(at)');
  });
});
