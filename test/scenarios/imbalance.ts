import type { Store } from '@duqing/warehouse';
import { caseOf, type Scenario } from './story.ts';

const lost = caseOf('9901A2', 'balance-lost', { category: 'possession', filedAt: '2026-05-20' });
const after = caseOf('9901A2', 'balance-after', { category: 'possession', filedAt: '2026-05-20' });
const kept: object[] = [];

async function lose(store: Store): Promise<void> {
  kept.push(...(await store.query<object>("SELECT * FROM ledger WHERE subject = 'balance-lost'")));
  await store.command("ALTER TABLE ledger DELETE WHERE subject = 'balance-lost' SETTINGS mutations_sync = 2");
}

/** A message of the middle that the ledger does not hold any more, as after a disk was restored from a copy. */
export const scenario: Scenario = {
  key: 'imbalance/duqing.cases/0',
  severity: 'critical',
  end: 'resolved',
  steps: [
    { at: 'morning', events: [lost, after], stands: 'silent' },
    { at: 'noon', happens: lose, stands: 'firing' },
    { at: 'next-day', happens: async (store) => store.insert('ledger', kept), stands: 'resolved' },
  ],
};
