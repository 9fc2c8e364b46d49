import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SEMANTIC_EXAMPLES } from '../src/index.ts';

const TEXT = readFileSync(new URL('../RULES.md', import.meta.url), 'utf8');
/** Rows of the tables; the first cell says the rule. */
const CELLS = TEXT.split('\n')
  .filter((line) => line.startsWith('|') && !line.startsWith('| ---'))
  .map((line) => line.split('|').slice(2, -1).join('|'));

test('every example is under a rule, and every example that a rule names is there', () => {
  const named = CELLS.flatMap((cell) =>
    Array.from(cell.matchAll(/"((?:\\"|[^"])+)"(?=,|;| *$)/g), ([, name = '']) => name.replaceAll('\\"', '"')),
  );
  expect(named.toSorted()).toEqual(SEMANTIC_EXAMPLES.map(({ name }) => name).toSorted());
});

test('every file that a rule names is there', () => {
  const files = CELLS.flatMap((cell) => Array.from(cell.matchAll(/[\w/-]+\.test\.ts/g), ([file]) => file));
  const roots = ['../../../', '../'].map((root) => new URL(root, import.meta.url));
  expect(files.filter((file) => !roots.some((root) => existsSync(new URL(file, root))))).toEqual([]);
});
