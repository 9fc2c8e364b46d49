import { emptyCompleteness, type Cell } from '@duqing/catalogue';
import { expect, test } from 'vitest';
import { changeText, figureText, gramsText, partsText, whyNot } from '../src/index.ts';

const CELL: Cell = {
  indicator: 'cases-filed',
  region: '990100',
  period: '2026Q3',
  numerator: 4,
  denominator: null,
  value: 4,
  unit: 'cases',
  target: null,
  verdict: 'information',
  reason: null,
  evidence: null,
  distance: null,
  stage: 'final',
  completeness: emptyCompleteness(),
  flags: [],
  breakdown: null,
  published: null,
  revisedSince: null,
  asOf: '2026-10-26T08:00:00+08:00',
};
const share = (value: number | null, limit = 25): Cell => ({
  ...CELL,
  indicator: 'it-solved-share',
  unit: '%',
  value,
  target: { comparator: '>', limit },
});
const mass = (value: number): Cell => ({ ...CELL, indicator: 'seized-mass', unit: 'g', value, numerator: value });
const count = (value: number | null): Cell => ({ ...CELL, value, numerator: value });

test.each([
  [
    'P25: a base under 5 has no percent',
    count(4),
    count(1),
    '+3起（基数低于5，不计百分比）',
    '+3 cases (base below 5, no percent)',
  ],
  ['a count over a large enough base', count(12), count(10), '+2起（+20.0%）', '+2 cases (+20.0 %)'],
  ['one case less', count(9), count(10), '−1起（−10.0%）', '−1 case (−10.0 %)'],
  ['percents differ in points, not in percent', share(26), share(24), '+2.0个百分点', '+2.0 percentage points'],
  ['one point is singular', share(25), share(24), '+1.0个百分点', '+1.0 percentage point'],
  ['a small step does not read as zero', share(25.004), share(25), '+0.004个百分点', '+0.004 percentage points'],
  ['no step', share(25), share(25), '持平', 'unchanged'],
  ['P07: what is not known has no change', share(25), share(null), '—', '—'],
] as const)('%s', (_, now, before, zh, en) => {
  expect([changeText({ now, before }, 'zh'), changeText({ now, before }, 'en')]).toEqual([zh, en]);
});

test('P07: a missing value is a dash with its reason, never 0', () => {
  const cell: Cell = { ...share(null), verdict: 'not-assessable', reason: 'return-missing', numerator: null };
  expect([figureText(cell, 'zh'), whyNot(cell, 'zh')]).toEqual(['—', '报表未报']);
});

test.each([
  [250, '250克', '250 g'],
  [2500, '2.5千克', '2.5 kg'],
  [999.999, '999.999克', '999.999 g'],
  [0.1, '0.1克', '0.1 g'],
  [1732.5443999676, '1.732544千克', '1.732544 kg'],
] as const)('P23: %d g', (grams, zh, en) => {
  expect([gramsText(grams, 'zh'), gramsText(grams, 'en')]).toEqual([zh, en]);
  const cell: Cell = { ...CELL, indicator: 'seized-mass', unit: 'g', value: grams, numerator: grams };
  expect(figureText(cell, 'en')).toBe(en);
});

test('a growth shows its two levels where its base is too small for a percent', () => {
  const cell: Cell = { ...CELL, indicator: 'new-users-growth', unit: '%', numerator: 4, denominator: 1, value: null };
  expect(figureText(cell, 'en')).toBe('1 → 4 (base below 5, no percent)');
  expect(partsText(cell)).toBe('');
  expect(partsText({ ...share(26), numerator: 26, denominator: 100 })).toBe('26/100');
});

test('P23: a change of mass is in the unit of a mass', () => {
  expect(changeText({ now: mass(2750), before: mass(250) }, 'zh')).toBe('+2.5千克（+1000.0%）');
  expect(changeText({ now: mass(200), before: mass(250) }, 'en')).toBe('−50 g (−20.0 %)');
});
