import { createHash } from 'node:crypto';
import type { AlertDeliveryRow, Store } from '@duqing/warehouse';
import type { Transition } from '../core/types.ts';

/** Appends transitions; the same ones again change nothing (rows are keyed by id). */
export async function appendTransitions(store: Store, rows: readonly Transition[]): Promise<void> {
  if (rows.length === 0) return;
  const token = createHash('sha256')
    .update(rows.map(({ transition_id }) => transition_id).join())
    .digest('hex');
  await store.insert('alert_transitions', rows, { token });
}

/** How a notice stands with one recipient: delivered, or how often it failed. */
export interface Delivery {
  delivered: boolean;
  failures: number;
}

/** Deliveries of transitions not older than `since` (ms), by transition id and recipient. */
export async function readDeliveries(store: Store, since: number): Promise<Map<string, Delivery>> {
  const rows = await store.query<{ transition_id: string; channel: string; delivered: number; failures: number }>(
    `SELECT transition_id, channel, max(ok) AS delivered, countIf(NOT ok) AS failures FROM alert_deliveries
WHERE at >= {since:Int64} GROUP BY transition_id, channel`,
    { since },
  );
  return new Map(
    rows.map(({ transition_id, channel, delivered, failures }) => [
      `${transition_id}/${channel}`,
      { delivered: Boolean(delivered), failures: Number(failures) },
    ]),
  );
}

export async function appendDeliveries(store: Store, rows: readonly AlertDeliveryRow[]): Promise<void> {
  if (rows.length > 0) await store.insert('alert_deliveries', rows);
}
