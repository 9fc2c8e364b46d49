import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headerLength } from '../src/formats.ts';
import { classify } from '../src/statement.ts';
import { tokensOf } from '../src/tokens.ts';

describe('a statement’s kind and format', () => {
  test.each([
    ['SELECT 1', 'select', null],
    ['select 1 format JSON', 'select', 'JSON'],
    ['SELECT 1 FORMAT JSON;', 'select', 'JSON'],
    ["SELECT 'x FORMAT CSV' AS a", 'select', null],
    ['SELECT 1 -- FORMAT CSV', 'select', null],
    ["SELECT format('{}', 1)", 'select', null],
    ['SELECT "a FORMAT b", `c FORMAT d`, $x$ FORMAT CSV $x$', 'select', null],
    ['(SELECT 1) UNION ALL (SELECT 2) FORMAT TSV SETTINGS max_threads = 1', 'select', 'TSV'],
    ['WITH 1 AS x SELECT x', 'select', null],
    ['SHOW TABLES FORMAT CSV', 'other', 'CSV'],
    ['CREATE TABLE t (n UInt8) ENGINE = Memory', 'other', null],
    ['INSERT INTO t SELECT 1', 'other', null],
  ])('%s', (sql, kind, format) => {
    expect(classify(sql)).toEqual({ kind, format });
  });

  test.each([
    ['INSERT INTO t FORMAT CSV\n1,2', 'INSERT INTO t ', '', 'CSV', '\n1,2'],
    ['INSERT INTO t (`values`, format) VALUES (1, 2)', 'INSERT INTO t (`values`, format) ', '', 'Values', ' (1, 2)'],
    ['insert into values values (1)', 'insert into values ', '', 'Values', ' (1)'],
    [
      "INSERT INTO t SETTINGS a = 1, b = 'FORMAT' FORMAT TSV x",
      'INSERT INTO t ',
      "SETTINGS a = 1, b = 'FORMAT' ",
      'TSV',
      ' x',
    ],
    ['INSERT INTO format FORMAT TSV\nx', 'INSERT INTO format ', '', 'TSV', '\nx'],
  ])('%s is an insert with data', (sql, into, settings, format, data) => {
    const { dataStart, ...rest } = classify(sql) as Extract<ReturnType<typeof classify>, { kind: 'insert-data' }>;
    expect(rest).toEqual({ kind: 'insert-data', into, settings, format });
    expect(sql.slice(dataStart)).toBe(data);
  });

  test.each(['', '/* nothing */', ' -- ;'])('%j is no statement', (sql) => {
    expect(() => classify(sql)).toThrow('Empty query');
  });

  test('a second statement is refused, a semicolon in a text is not one', () => {
    expect(() => classify('SELECT 1; DROP TABLE t')).toThrow('Multi-statements');
    expect(classify("SELECT ';' -- ; x").kind).toBe('select');
  });

  test('files of this machine are refused in any spelling', () => {
    for (const sql of [
      "SELECT 1 into/**/outfile 'x'",
      "INSERT INTO t FROM INFILE 'x' FORMAT CSV",
      "INSERT INTO t SELECT 1 INTO OUTFILE 'x'",
    ])
      expect(() => classify(sql)).toThrow('OUTFILE');
  });
});

test('tokens cover any text without gaps, in order, and end', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', "'", '"', '`', '\\', '-', '/', '*', '$', '(', ';', '\n', ' ', '毒') }),
      (sql) => {
        let at = 0;
        for (const { start, end } of tokensOf(sql)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        expect(at).toBeLessThanOrEqual(sql.length);
      },
    ),
  );
});

test('a header with a line break inside quotes is left out whole', () => {
  expect(headerLength('CSVWithNames', Buffer.from('"a\nb","c ""d"""\n1,2\n'))).toBe(16);
  expect(headerLength('JSONCompactEachRowWithNamesAndTypes', Buffer.from('["a\\"b"]\n["String"]\n["x"]\n'))).toBe(20);
  expect(headerLength('TabSeparated', Buffer.from('1\n'))).toBe(0);
});
