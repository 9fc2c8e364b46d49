import { INDICATORS } from '@duqing/catalogue';
import { expect, test } from 'vitest';
import { isGuarded, leftOut } from '../src/index.ts';
import { keysOf, PART_OF } from '../src/quantities.ts';

const ITEMS = new Map(INDICATORS.map((item) => [item.id, item]));

test('an item that adds quarters up is published for one kind of period only: else quarters would tell each other', () => {
  const summed = INDICATORS.filter(
    (item) => isGuarded(item) && leftOut(item) === undefined && item.columns.accumulation === 'flow',
  );
  for (const { id, cells } of summed)
    expect([id, cells.filter((kind) => kind !== 'creation')]).toEqual([id, ['quarter']]);
});

test.each([
  ['it-solved-share', 'd', 'cases-solved', 'n'],
  ['clearance-rate', 'n', 'cases-solved', 'n'],
  ['clearance-rate', 'd', 'cases-filed', 'n'],
  ['parcel-seizure-share', 'd', 'seizure-count', 'n'],
  ['execution-rate-rising', 'n', 'execution-rate', 'n'],
  ['new-users-growth', 'n', 'new-user-rate', 'n'],
  ['precursor-informants', 'd', 'enterprise-grading', 'd'],
] as const)('%s.%s is the same number as %s.%s', (a, partA, b, partB) => {
  expect(keysOf(ITEMS.get(a)!)[partA]).toBe(keysOf(ITEMS.get(b)!)[partB]);
});

test.each([
  ['uncontrolled-manufacturing', 'zero-manufacturing'],
  ['zero-manufacturing', 'cases-filed'],
  ['zero-large-cultivation', 'cases-filed'],
  ['zero-uncontrolled-user-crime', 'user-caused-cases'],
  ['it-solved-share', 'cases-solved'],
] as const)('%s is part of %s', (part, whole) => {
  expect(PART_OF.get(keysOf(ITEMS.get(part)!).n ?? '')).toContain(keysOf(ITEMS.get(whole)!).n);
});

test('solved cases are no part of filed ones, nor social workers of users', () => {
  expect(PART_OF.get(keysOf(ITEMS.get('clearance-rate')!).n ?? '')).toBeUndefined();
  expect(PART_OF.get(keysOf(ITEMS.get('social-worker-ratio')!).n ?? '')).toBeUndefined();
});

test.each([
  ['intelligence-reports', 'intelligence'],
  ['public-tips', 'intelligence'],
  ['minors-share', 'minors'],
  ['zero-student-drug-cases', 'minors'],
  ['locals-caught-elsewhere', 'origin'],
  ['self-assessed-failing-items', 'internal-count'],
  ['cases-filed', undefined],
] as const)('%s in public: %s', (id, reason) => {
  expect(leftOut(ITEMS.get(id)!)).toBe(reason);
});

test('every item of the source intelligence is left out, and every new item is guarded unless it is said to be open', () => {
  for (const item of INDICATORS.filter(({ columns }) => columns.source === 'intelligence'))
    expect(leftOut(item)).toBeDefined();
  const [some] = INDICATORS;
  expect(isGuarded({ id: 'new', columns: { ...some!.columns, group: 'enforcement' } })).toBe(true);
});
