import { createHash } from 'node:crypto';
import type { AlertDeliveryRow, Store } from '@duqing/warehouse';
import type { Lost, Transition } from '../core/types.ts';

/** Appends transitions; the same ones again change nothing (rows are keyed by id). */
export async function appendTransitions(store: Store, rows: readonly Transition[]): Promise<void> {
  if (rows.length === 0) return;
  const token = createHash('sha256')
    .update(rows.map(({ transition_id }) => transition_id).join())
    .digest('hex');
  await store.insert('alert_transitions', rows, { token });
}

/** Rounds after which the engineers are told by the other ways; the letter is tried on. */
const TOLD_ROUNDS = 4;
const DAY = 86_400_000;

/** What did not get through on each channel in the day before a moment (ms), save what was said about losses themselves. */
export async function lostOn(store: Store, now: number): Promise<Lost[]> {
  return store.query<Lost>(
    `SELECT way AS channel, count() AS letters, countIf(grave) AS critical, argMax(last_error, last_at) AS error FROM (
  SELECT splitByChar(':', channel)[1] AS way, transition_id, channel, argMax(error, at) AS last_error, max(at) AS last_at,
    any(letter.severity) = 'critical' AS grave
  FROM alert_deliveries INNER JOIN (SELECT ref, recipient, severity, kind FROM alert_letters FINAL) AS letter
    ON letter.ref = transition_id AND endsWith(channel, concat(':', letter.recipient))
  WHERE at <= {now:Int64} AND letter.kind != 'undelivered'
  GROUP BY transition_id, channel HAVING countIf(NOT ok) >= {rounds:UInt8} AND max(ok) = 0 AND last_at > {since:Int64})
GROUP BY way ORDER BY way`,
    { now, since: now - DAY, rounds: TOLD_ROUNDS },
  );
}

/** How a notice stands with one recipient: delivered, or how often it failed. */
export interface Delivery {
  delivered: boolean;
  failures: number;
  /** ms: the last round */
  last: number;
}

/** Deliveries of transitions not older than `since` (ms), by transition id and recipient. */
export async function readDeliveries(store: Store, since: number): Promise<Map<string, Delivery>> {
  const rows = await store.query<{
    transition_id: string;
    channel: string;
    delivered: number;
    failures: number;
    last: number;
  }>(
    `SELECT transition_id, channel, max(ok) AS delivered, countIf(NOT ok) AS failures, max(at) AS last FROM alert_deliveries
WHERE at >= {since:Int64} GROUP BY transition_id, channel`,
    { since },
  );
  return new Map(
    rows.map(({ transition_id, channel, delivered, failures, last }) => [
      `${transition_id}/${channel}`,
      { delivered: Boolean(delivered), failures: Number(failures), last: Number(last) },
    ]),
  );
}

export async function appendDeliveries(store: Store, rows: readonly AlertDeliveryRow[]): Promise<void> {
  if (rows.length > 0) await store.insert('alert_deliveries', rows);
}
