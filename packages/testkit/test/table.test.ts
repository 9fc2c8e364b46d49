import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ITEMS } from '../src/model/table.ts';

test("the model's own copy of the table equals the catalogue's", () => {
  const own = readFileSync(new URL('../src/indicators.csv', import.meta.url), 'utf8');
  const theirs = readFileSync(new URL('../../catalogue/test/indicators.csv', import.meta.url), 'utf8');
  expect(own).toBe(theirs);
});

test('all 92 rows are read', () => {
  expect(ITEMS).toHaveLength(92);
});
