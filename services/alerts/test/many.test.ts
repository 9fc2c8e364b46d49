import { foldStates } from '@duqing/warehouse';
import { expect, test } from 'vitest';
import { postedAlerts } from '../src/alertmanager/push.ts';
import { rosterOf } from '@duqing/duty';
import { loadDeployment } from '@duqing/runtime';
import { planLetters } from '../src/core/duty/plan.ts';
import { sentByKey } from '../src/core/duty/sent.ts';
import { evaluateAlerts } from '../src/core/evaluate.ts';
import { cause, cell, CITY, input, NOW, withCauses } from './support/builders.ts';

const roster = rosterOf(await loadDeployment('demo'), NOW);

test('10 000 alerts of 3 000 areas at once: decided, folded and made ready to post, none twice', () => {
  const pairs = Array.from({ length: 10_000 }, (_, index) => {
    const region = String(100_000 + (index % 3_000));
    const period = `${2026 + Math.floor(index / 3_000)}Q2`;
    const zero = cell({ indicator: 'zero-manufacturing', verdict: 'missed', value: 1, region, period });
    return [zero, [cause(`c-${index}`)]] as [typeof zero, ReturnType<typeof cause>[]];
  });
  const given = input({ ...withCauses(pairs), now: NOW });
  const started = performance.now();
  const rows = evaluateAlerts(given);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(10_000);
  expect(foldStates(rows)).toHaveLength(10_000);
  expect(postedAlerts(rows, { now: NOW, city: CITY })).toHaveLength(20_000);
  expect(evaluateAlerts({ ...given, previous: rows })).toEqual([]);
  const duty = { sent: sentByKey(rows, () => true), acts: [], released: null, roster };
  const letters = planLetters({ ...duty, letters: [], now: NOW });
  expect(letters).toHaveLength(20_000);
  expect(planLetters({ ...duty, letters, now: NOW + 1 })).toEqual([]);
  expect(performance.now() - started).toBeLessThan(20_000);
});
