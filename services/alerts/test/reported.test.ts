import { expect, test } from 'vitest';
import { evaluateAlerts } from '../src/core/evaluate.ts';
import { rolesOf } from '../src/core/roles.ts';
import type { AlertKind, Severity } from '../src/core/types.ts';
import { cell, COUNTY, input } from './support/builders.ts';

const AFTER = Date.parse('2026-08-01T08:00:00+08:00');

test('P07: a county with no cases and so no share raises nothing', () => {
  const none = cell({
    indicator: 'it-solved-share',
    numerator: 0,
    denominator: 0,
    value: null,
    unit: '%',
    verdict: 'not-applicable',
    stage: 'final',
    target: { comparator: '>', limit: 25 },
  });
  expect(evaluateAlerts(input({ cells: [none], now: AFTER }))).toEqual([]);
});

test('P25: a rise from a base under the minimum is missed by the bare rule, told in counts to analysts only, with no percent', () => {
  const risen = cell({
    indicator: 'user-caused-cases',
    numerator: 4,
    value: 4,
    verdict: 'missed',
    evidence: 'weak',
    stage: 'final',
    target: { comparator: 'falling', limit: null },
    base: { period: '2025Q2', numerator: 1, denominator: null, value: 1 },
  });
  const [row, ...more] = evaluateAlerts(input({ cells: [risen], now: AFTER }));
  expect(more).toEqual([]);
  expect(row).toMatchObject({ kind: 'trend', region: COUNTY, to_state: 'firing', severity: 'info' });
  expect(row?.text_zh).toContain('现值4起，目标较2025年第二季度的1起下降；依据不足');
  expect(`${row?.text_zh}${row?.text_en}`).not.toContain('%');
  const alert = {
    kind: row?.kind as AlertKind,
    severity: row?.severity as Severity,
    indicator: row?.indicator ?? null,
  };
  expect(rolesOf(alert)).toEqual(['analysts']);
});
