import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BadQueryError,
  byField,
  indicatorField,
  langField,
  momentField,
  need,
  periodField,
  quarterField,
  readQuery,
  regionField,
} from '../src/core/query.ts';

const FIELDS = {
  period: periodField,
  quarter: quarterField,
  indicator: indicatorField,
  region: regionField((code) => code === '990102'),
  by: byField,
  lang: langField,
  'as-of': momentField,
};

function faultsOf(raw: Record<string, unknown>): string[] {
  try {
    readQuery(raw, FIELDS);
    return [];
  } catch (error) {
    if (!(error instanceof BadQueryError)) throw error;
    return error.faults.map(({ field }) => field);
  }
}

test.each([
  ['an unknown field', { perod: '2026Q2' }, ['perod']],
  ['a field given twice', { period: ['2026Q2', '2026Q3'] }, ['period']],
  ['a quarter that there is not', { period: '2026Q5' }, ['period']],
  ['a half-year where a quarter is due', { quarter: '2026H1' }, ['quarter']],
  ['an unknown item', { indicator: 'it-solved' }, ['indicator']],
  ['an unknown area', { region: '990999' }, ['region']],
  ['an unknown breakdown', { by: 'origin' }, ['by']],
  ['an unknown language', { lang: 'fr' }, ['lang']],
  ['a moment without an offset', { 'as-of': '2026-07-20T00:00:00' }, ['as-of']],
  ['a day that there is not', { 'as-of': '2026-13-40T00:00:00Z' }, ['as-of']],
  ['a name of the prototype', { constructor: 'x' }, ['constructor']],
  ['several at once', { perod: 'x', region: 'y' }, ['perod', 'region']],
])('%s is a fault of its field', (_, raw, fields) => {
  expect(faultsOf(raw)).toEqual(fields);
});

test('good fields are read, blank ones are absent, a plus that became a blank is a plus', () => {
  const read = readQuery({ period: ' 2026H1 ', region: '', 'as-of': '2026-07-20T00:00:00 08:00' }, FIELDS);
  expect(read).toEqual({ period: '2026H1', 'as-of': Date.parse('2026-07-19T16:00:00Z') });
});

test('needed fields that are absent are named, all of them', () => {
  const values: { period?: string; region?: string } = {};
  expect(() => need(values, ['period', 'region'])).toThrow(/period.*region/);
});

test('whatever is asked, the answer is a value or a BadQueryError with both languages', () => {
  const name = fc.oneof(fc.string(), fc.constantFrom(...Object.keys(FIELDS)));
  expect(() => fc.assert(fc.property(fc.dictionary(name, fc.anything()), isSaid))).not.toThrow();
});

function isSaid(raw: Record<string, unknown>): boolean {
  return reasonsOf(raw).every(({ zh, en }) => zh !== '' && en !== '');
}

/** Reasons of all faults; throws where something else went wrong. */
function reasonsOf(raw: Record<string, unknown>): { zh: string; en: string }[] {
  try {
    readQuery(raw, FIELDS);
    return [];
  } catch (error) {
    if (!(error instanceof BadQueryError)) throw error;
    return error.faults.map(({ reason }) => reason);
  }
}
