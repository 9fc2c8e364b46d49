import type { Cell } from '@duqing/catalogue';
import { backtestOf, judgedBy, type Backtest, type FoundAlert } from '@duqing/outlook';
import type { Deployment } from '@duqing/regions';
import type { Clock } from '@duqing/runtime';
import {
  configurationBacktests,
  configurationSteps,
  insertConfigurationBacktest,
  withRecorded,
  type Store,
} from '@duqing/warehouse';
import { proposalsOf, type Proposal } from './core/state.ts';

/** What a back-test is made of. */
export interface Looking {
  store: Store;
  /** live: what is recorded in the store is among its versions */
  deployment: Deployment;
  clock: Clock;
  /** what alerts some cells would give now; absent = a back-test does not look at alerts */
  alertsFound?: () => Promise<(cells: readonly Cell[]) => FoundAlert[]>;
}

/** Everything held judged with and without the version, as if it were recorded now. */
export async function lookedAt(
  { store, deployment, clock, alertsFound }: Looking,
  { id, part, validFrom, source, value }: Proposal,
): Promise<Backtest> {
  const now = clock();
  const version = { id, validFrom, recordedAt: new Date(now).toISOString(), source, value };
  const changed = withRecorded(deployment, [{ id, part, at: now, version }]);
  const before = await judgedBy(store, { deployment, now });
  const after = await judgedBy(store, { deployment: changed, now });
  const alertsOf = await alertsFound?.();
  const alerts = alertsOf ? { before: alertsOf(before), after: alertsOf(after) } : null;
  return backtestOf({ changes: [{ text: `${part} ${validFrom}` }], before, after, alerts });
}

export async function keepBacktest(
  { store, clock }: Pick<Looking, 'store' | 'clock'>,
  { id, result }: { id: string; result: Backtest },
): Promise<void> {
  await insertConfigurationBacktest(store, { proposal_id: id, at: clock(), result: JSON.stringify(result) });
}

/**
 * Looks again at open proposals of which nobody compared the alerts: pages cannot, the service that decides alerts can. Gives the ids
 * of those that it looked at.
 */
export async function compareAlerts(options: Required<Looking>): Promise<string[]> {
  const { store, deployment } = options;
  const open = proposalsOf(await configurationSteps(store)).filter(({ state }) => state === 'open');
  if (open.length === 0) return [];
  const kept = new Map((await configurationBacktests(store)).map((row) => [row.proposal_id, row.result]));
  const asked = open.filter(({ id }) => (JSON.parse(kept.get(id) ?? '{"alerts":null}') as Backtest).alerts === null);
  await deployment.refresh?.();
  for (const proposal of asked)
    await keepBacktest(options, { id: proposal.id, result: await lookedAt(options, proposal) });
  return asked.map(({ id }) => id);
}
