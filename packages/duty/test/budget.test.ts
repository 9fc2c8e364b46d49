import type { AlertLetterRow, AlertView } from '@duqing/warehouse';
import { rosterOf, ruleShares, weekCounts } from '../src/index.ts';
import { loadDeployment } from '@duqing/runtime';
import { expect, test } from 'vitest';

const at = (text: string): number => Date.parse(`2026-06-${text}+08:00`);
const roster = rosterOf(await loadDeployment('demo'), at('01T09:00:00'));

function letter(given: Partial<AlertLetterRow>): AlertLetterRow {
  const what = { key: 'k', number: 1, kind: 'veto', severity: 'warning', indicator: '', region: '990102' };
  const when = { at: at('01T09:00:00'), held: '' as const, release_at: 0, due: 0 };
  return { ref: 'r', recipient: 'commander', post: '', sort: 'notice', ...what, simulated: false, ...when, ...given };
}

test('a week of Monday to Sunday in Asia/Shanghai; many at one moment are one message; critical ones count apart', () => {
  const many = Array.from({ length: 30 }, () => letter({}));
  const counts = weekCounts(
    [
      ...many,
      letter({ at: at('07T23:59:59') }),
      letter({ at: at('08T00:00:00') }),
      letter({ severity: 'critical' }),
      letter({ at: at('02T09:00:00'), held: 'budget' }),
      letter({ sort: 'recall' }),
    ],
    roster,
  );
  expect(counts).toEqual([
    {
      week: '2026-06-08',
      role: 'commander',
      rule: 'veto',
      notices: 1,
      critical: 0,
      messages: 1,
      digested: 0,
      budget: 20,
      isOver: false,
    },
    {
      week: '2026-06-01',
      role: 'commander',
      rule: 'veto',
      notices: 33,
      critical: 1,
      messages: 2,
      digested: 1,
      budget: 20,
      isOver: true,
    },
  ]);
});

const close = (key: string, outcome: 'true' | 'known') => ({
  act_id: key,
  key,
  notice: 1,
  act: 'close' as const,
  at: 1,
  post: 'p',
  role: 'analyst',
  token_id: '',
  assignee: '',
  due: 0,
  outcome,
  text: '',
});

test('what proved true: as n of d, nothing said where nothing is known; recalled without an outcome counts as false', () => {
  const text = { zh: '', en: '' };
  const one = (key: string, ends: ('notice' | 'recall')[]): AlertView => ({
    kind: 'veto',
    key,
    severity: 'critical',
    indicator: null,
    region: '990102',
    period: null,
    state: 'firing',
    since: new Date(0).toISOString(),
    notices: ends.map((kind, index) => ({ number: index + 1, at: '', kind, text })),
    text,
    short: text,
    simulated: false,
  });
  const alerts = [
    one('a', ['notice']),
    one('b', ['notice']),
    one('c', ['notice', 'recall']),
    one('d', ['notice']),
    one('e', []),
  ];
  const acts = [close('a', 'true'), close('b', 'known')];
  expect(ruleShares(alerts, { acts, at: 2 })).toEqual([
    { rule: 'veto', alerts: 4, true: 1, false: 0, known: 1, recalled: 1, open: 1, proved: { n: 1, d: 3 } },
  ]);
  expect(ruleShares([one('d', ['notice'])], { acts, at: 2 })[0]?.proved).toBeNull();
});
