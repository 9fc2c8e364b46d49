import type { AlertLetterRow, Store } from '@duqing/warehouse';
import type { Scenario } from './story.ts';

/** A notice that a robot has refused in five rounds, as the ledgers keep it. */
async function refused(store: Store, now: number): Promise<void> {
  const letter: AlertLetterRow = {
    ref: 'f'.repeat(64),
    recipient: 'commander',
    post: 'duty-commander',
    sort: 'notice',
    key: 'veto/transit-hub/990103/990103/transit-hub/2026Q2',
    number: 1,
    kind: 'veto',
    severity: 'critical',
    indicator: 'transit-hub',
    region: '990103',
    simulated: true,
    at: now - 7_200_000,
    held: '',
    release_at: now - 7_200_000,
    due: 0,
  };
  await store.insert('alert_letters', [letter]);
  const row = {
    transition_id: letter.ref,
    channel: 'wecom:commander',
    ok: false,
    error: 'wecom: answered 400',
    tries: 1,
  };
  const rounds = [5, 4, 3, 2, 1].map((ago) => ({ ...row, at: now - ago * 900_000 }));
  await store.insert('alert_deliveries', rounds);
}

export const scenario: Scenario = {
  key: 'undelivered/wecom',
  severity: 'critical',
  end: 'resolved',
  steps: [
    { at: 'morning', stands: 'silent' },
    { at: 'noon', happens: refused, stands: 'firing' },
    { at: 'third-day', stands: 'resolved' },
  ],
};
