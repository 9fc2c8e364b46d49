import type { ConfigurationBacktestRow, ConfigurationStepRow } from '../schema-configuration.ts';
import type { Store } from '../store/store.ts';

/** Keyed by proposal, step, moment and post: written again it changes nothing. */
export async function insertConfigurationStep(store: Store, row: ConfigurationStepRow): Promise<void> {
  await store.insert('configuration_steps', [row]);
}

export async function insertConfigurationBacktest(store: Store, row: ConfigurationBacktestRow): Promise<void> {
  await store.insert('configuration_backtests', [row]);
}

/** Says that the vintages of recorded versions are written; last, so that a crash before it repeats the work. */
export async function recordApplied(store: Store, { ids, at }: { ids: readonly string[]; at: number }): Promise<void> {
  if (ids.length === 0) return;
  await store.insert(
    'configuration_applied',
    ids.map((proposal_id) => ({ proposal_id, applied_at: at })),
  );
}
