import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlertActRow, AlertView } from '@duqing/warehouse';
import { caseOf } from '../src/index.ts';

const T0 = Date.parse('2026-06-01T09:00:00+08:00');
const HOUR = 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();

function alert(kinds: readonly ('notice' | 'recall' | 'resolved')[], since = T0): AlertView {
  const notices = kinds.map((kind, index) => ({
    number: index + 1,
    at: iso(T0 + index * HOUR),
    kind,
    text: { zh: '', en: '' },
  }));
  return {
    kind: 'veto',
    key: 'veto/x',
    severity: 'critical',
    indicator: null,
    region: '990102',
    period: null,
    state: kinds.at(-1) === 'notice' ? 'firing' : 'resolved',
    since: iso(since),
    notices,
    text: { zh: '', en: '' },
    short: { zh: '', en: '' },
    simulated: false,
  };
}

let count = 0;
function done(act: AlertActRow['act'], given: Partial<AlertActRow> = {}): AlertActRow {
  count += 1;
  const who = { post: 'analyst-duty', role: 'analyst', token_id: 't' };
  const none = { assignee: '', due: 0, outcome: '' as const, text: '' };
  return { act_id: `a-${count}`, key: 'veto/x', notice: 1, act, at: T0 + 60_000, ...who, ...none, ...given };
}
const now = T0 + 100 * HOUR;

describe('what posts did holds for the notice that they saw', () => {
  test('acknowledged and closed; a graver notice of the same episode is open again, its assignee stays', () => {
    const acts = [
      done('assign', { assignee: 'office-head', due: T0 + 50 * HOUR }),
      done('close', { outcome: 'true', at: T0 + 120_000 }),
    ];
    expect(caseOf(alert(['notice']), { acts, at: now })).toMatchObject({
      acknowledged: { by: 'analyst-duty', at: T0 + 60_000 },
      assignee: 'office-head',
      closed: { outcome: 'true' },
      isOverdue: false,
    });
    expect(caseOf(alert(['notice', 'notice']), { acts, at: now })).toMatchObject({
      notice: 2,
      acknowledged: null,
      assignee: 'office-head',
      closed: null,
      isOverdue: true,
    });
  });

  test('a new episode begins with nobody', () => {
    const acts = [done('assign', { assignee: 'office-head', due: T0 + HOUR })];
    const again = alert(['notice', 'resolved', 'notice'], T0 + 2 * HOUR);
    expect(caseOf(again, { acts, at: now })).toMatchObject({ acknowledged: null, assignee: null, due: null });
  });

  test('recalled: nothing is overdue; an outcome given all the same counts', () => {
    const acts = [done('assign', { assignee: 'office-head', due: T0 + HOUR }), done('close', { outcome: 'known' })];
    const recalled = caseOf(alert(['notice', 'recall']), { acts, at: now });
    expect(recalled).toMatchObject({ isRecalled: true, isOverdue: false, closed: { outcome: 'known' } });
  });

  test('a comment alone acknowledges nothing; the later of two outcomes counts', () => {
    const acts = [done('comment', { text: 'x' })];
    expect(caseOf(alert(['notice']), { acts, at: now }).acknowledged).toBeNull();
    const twice = [done('close', { outcome: 'true' }), done('close', { outcome: 'false', at: T0 + 2 * HOUR })];
    expect(caseOf(alert(['notice']), { acts: twice, at: now }).closed?.outcome).toBe('false');
    expect(caseOf(alert(['notice']), { acts: twice, at: T0 + HOUR }).closed?.outcome).toBe('true');
  });
});

test('acts in any order and twice give the same case', () => {
  const one = fc.record({
    act: fc.constantFrom('acknowledge', 'assign', 'comment', 'close'),
    notice: fc.integer({ min: 1, max: 2 }),
    at: fc.integer({ min: 0, max: 5 }).map((hours) => T0 + hours * HOUR),
    assignee: fc.constantFrom('a-post', 'b-post'),
    due: fc.constantFrom(0, T0 + 3 * HOUR),
    outcome: fc.constantFrom('true', 'false', 'known'),
  } as const);
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (given, order) => {
      const acts = given.map(({ act, ...parts }) => done(act, parts));
      const shuffled = [...acts, ...acts]
        .map((row) => ({ row, by: order.next().value as number }))
        .sort((a, b) => a.by - b.by)
        .map(({ row }) => row);
      const view = alert(['notice', 'notice']);
      expect(caseOf(view, { acts: shuffled, at: now })).toEqual(caseOf(view, { acts, at: now }));
    }),
  );
});
