import type { OffsetGapRow, RejectStepRow } from '../schema-rejects.ts';
import type { LedgerRow, RejectRow } from '../schema.ts';
import type { Store } from '../store/store.ts';

/** Keyed by coordinates: written again it changes nothing. */
export async function insertRejects(store: Store, rows: readonly RejectRow[]): Promise<void> {
  if (rows.length > 0) await store.insert('rejects', rows);
}

/** Keyed by coordinates, proposal and step: written again it changes nothing. */
export async function insertRejectSteps(store: Store, rows: readonly RejectStepRow[]): Promise<void> {
  if (rows.length > 0) await store.insert('reject_steps', rows);
}

/** Every step of every proposal, oldest first. */
export async function rejectSteps(store: Store): Promise<RejectStepRow[]> {
  return store.query('SELECT * FROM reject_steps FINAL ORDER BY at, proposal_id, step');
}

export async function insertOffsetGaps(store: Store, rows: readonly OffsetGapRow[]): Promise<void> {
  if (rows.length > 0) await store.insert('offset_gaps', rows);
}

/**
 * Takes rows out of the ledger that the store keeps but whose facts it refuses: they stand among the rejects instead, which must be
 * written before.
 */
export async function removeRefused(store: Store, rows: readonly LedgerRow[]): Promise<void> {
  for (const [topic, ofTopic] of Map.groupBy(rows, (row) => row.topic)) {
    for (const [partition, some] of Map.groupBy(ofTopic, (row) => row.partition)) {
      await store.command(
        `DELETE FROM ledger WHERE topic = {topic:String} AND partition = {partition:UInt32}
AND offset IN (SELECT toUInt128(arrayJoin({offsets:Array(String)})))`,
        { topic, partition, offsets: some.map(({ offset }) => offset) },
      );
    }
  }
}
