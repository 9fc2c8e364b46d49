import { expect, it } from 'vitest';
import type { Cell } from '../src/index.ts';
import { A, allAttested, B, CITY_CODE, evaluator, events } from './world.ts';

const aggregates = ['2025Q3', '2025Q4', '2026Q1', '2026Q2'].flatMap((quarter) => [
  ...events('zero-manufacturing', A, quarter, { n: 1 }),
  ...events('it-solved-share', B, quarter, { n: 2, d: 9 }),
]);
const world = { aggregates, attestations: allAttested('2026Q1') };
const isMissed = ({ verdict }: Cell): boolean => verdict === 'missed';

it.each([
  ['all', {}],
  ['a county', { region: A }],
  ['the city', { region: CITY_CODE }],
  ['one item', { indicator: 'it-solved-share' }],
  ['the composite', { indicator: 'self-assessed-failing-items' }],
  ['a quarter', { period: '2026Q1' }],
])('cells that are wanted are the same ones, in the same order, as among all of them: %s', (_name, query) => {
  const all = evaluator(world).cellsOf(query);
  expect(all.length).toBeGreaterThan(0);
  expect(evaluator(world).cellsOf({ ...query, only: isMissed })).toEqual(all.filter(isMissed));
  expect(evaluator(world).cellsOf({ ...query, only: () => true })).toEqual(all);
});
