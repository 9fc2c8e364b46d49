import { foldStates, type SignalActRow, type ToldWeek } from '@duqing/warehouse';
import { describe, expect, test } from 'vitest';
import { rolesOf } from '../src/core/roles.ts';
import type { AlertInput } from '../src/core/types.ts';
import { SCENARIOS } from './scenarios.ts';
import { DAY, moves, NOW, run } from './support/builders.ts';

const [fires] = SCENARIOS['early-warning'].fires;
const [signal] = fires?.signals ?? [];
if (!signal) throw new Error('the scenario has no signal');
const { key } = signal;
const said = (act: SignalActRow['act']) => ({ act, post: '分析岗', text: '外来团伙' }) as SignalActRow;
const told = (given: Partial<ToldWeek>): Partial<AlertInput> => ({
  toldWeeks: new Map([[key, { outcome: 'signal', observed: 14, judged: true, dismissal: null, ...given }]]),
  now: NOW + DAY,
});
const ended = (given: Partial<ToldWeek>) => foldStates(run([{ signals: [signal] }, told(given)]).flat())[0];

describe('who is told', () => {
  test('analysts alone; once one of them has passed it on the commander too, by a notice of its own, once', () => {
    const passed = { signals: [{ ...signal, assessment: said('pass-on') }], now: NOW + 1 };
    const steps = run([{ signals: [signal] }, passed, { ...passed, now: NOW + 2 }]);
    expect(steps.map((rows) => rows.map(({ severity }) => severity))).toEqual([['info'], ['warning'], []]);
    expect(rolesOf({ kind: 'early-warning', severity: 'info', indicator: null })).toEqual(['analysts']);
    expect(rolesOf({ kind: 'early-warning', severity: 'warning', indicator: null })).toEqual(['commander', 'analysts']);
    expect(steps[1]?.[0]?.text_zh).toContain('经分析岗研判转报：外来团伙');
  });

  test('a confirmation changes nothing; one more week of the same run is no second notice', () => {
    const steps = run([
      { signals: [signal] },
      { signals: [{ ...signal, assessment: said('confirm') }], now: NOW + 1 },
      { signals: [{ ...signal, week: '2026-W23', observed: 20 }], now: NOW + 7 * DAY },
    ]);
    expect(steps.slice(1)).toEqual([[], []]);
  });

  test('imported history and a dismissed run raise nothing', () => {
    expect(
      run([{ signals: [{ ...signal, backfilled: true }] }, { signals: [{ ...signal, dismissed: true }] }]).flat(),
    ).toEqual([]);
  });
});

describe('how it ends', () => {
  test.each([
    ['the weeks since are ordinary', {}, 'resolved', '周计数已回到预期范围'],
    ['dismissed', { dismissal: said('dismiss') }, 'resolved', '分析岗研判后排除：外来团伙'],
    ['none of the weeks since is attested', { judged: false }, 'resolved', '不等于恢复正常'],
    ['its history is not attested any more', { outcome: 'no-baseline' }, 'resolved', '不等于恢复正常'],
    ['corrected, and its week is attested', { outcome: 'quiet', observed: 4 }, 'recall', '后为4起，不再超过警戒限'],
    [
      'corrected, while its week is not attested',
      { outcome: 'open', observed: 4 },
      'recall',
      '后为4起，不再超过警戒限',
    ],
  ] as const)('%s', (_name, given, notice, text) => {
    const alert = ended(given);
    expect(alert).toMatchObject({ state: 'resolved', period: signal.week });
    expect(alert?.notices.at(-1)?.kind).toBe(notice);
    expect(alert?.text.zh).toContain(text);
  });

  test('a later run is a new episode', () => {
    const rows = run([
      { signals: [signal] },
      told({}),
      { signals: [{ ...signal, week: '2026-W40' }], now: NOW + 120 * DAY },
    ]);
    expect(moves(rows.flat())).toEqual([
      `${key}: normal → firing`,
      `${key}: firing → resolved`,
      `${key}: resolved → firing`,
    ]);
    expect(rows.flat().at(-1)).toMatchObject({ episode: 2, period: '2026-W40' });
  });
});
