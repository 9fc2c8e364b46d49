import type { Store } from '../store/store.ts';

/** The moment (ms) up to which what is held can no longer change; null where nothing was settled yet. */
export async function watermarkOf(store: Store): Promise<number | null> {
  const [row] = await store.query<{ at: number; rows: number }>(
    'SELECT max(at) AS at, count() AS rows FROM watermarks',
  );
  return row && row.rows > 0 ? row.at : null;
}

/** Says that everything received until `at` (ms, inclusive) is processed, by a replay, an import or a service. */
export async function settleWatermark(store: Store, { at, source }: { at: number; source: string }): Promise<void> {
  await store.insert('watermarks', [{ at, source }]);
}

/** The greatest offset that a topic of the in-process bus has used, in the ledger or as a reject; -1 where none. */
export async function lastOffset(store: Store, topic: string): Promise<bigint> {
  const [row] = await store.query<{ rows: number; last: string }>(
    `SELECT count() AS rows, toString(max(offset)) AS last FROM (
  SELECT offset FROM ledger WHERE topic = {topic:String}
  UNION ALL SELECT toUInt128(offset) FROM rejects WHERE topic = {topic:String})`,
    { topic },
  );
  return row && row.rows > 0 ? BigInt(row.last) : -1n;
}
