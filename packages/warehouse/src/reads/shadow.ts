import { randomUUID } from 'node:crypto';
import { FACT_TABLES, factsOf, type FactTable } from '../facts/facts.ts';
import type { TableName } from '../holdings/counts.ts';
import type { LedgerRow } from '../schema.ts';
import type { Store } from '../store/store.ts';

/** Ledger rows derived from at a time: what bounds the memory of a rebuild. */
const CHUNK_ROWS = 100_000;

/** The ledger's columns that facts are derived from: all but the message's bytes. */
export const LEDGER_COLUMNS = `topic, partition, toString(offset) AS offset, received_at, processed_at, source, id, type, family, subject,
  revision, withdrawn, time, toString(rank) AS rank, data_hash, bytes_hash, '' AS bytes, data, region, flags, simulated, backfilled`;

/**
 * Runs `use` over shadow tables that hold the facts as of a moment (ms, inclusive), derived from the ledger's rows received until
 * then, and drops them whatever happens.
 */
export async function withFactsAsOf<T>(
  store: Store,
  { asOf, use }: { asOf: number; use: (table: TableName) => Promise<T> },
): Promise<T> {
  const prefix = `shadow_${randomUUID().replaceAll('-', '')}`;
  const name: TableName = (table: FactTable) => `${prefix}_${table}`;
  try {
    for (const table of FACT_TABLES) await createShadow(store, { table, name: name(table) });
    await fillShadows(store, { asOf, name });
    return await use(name);
  } finally {
    for (const table of FACT_TABLES) await store.command(`DROP TABLE IF EXISTS ${name(table)}`);
  }
}

async function createShadow(store: Store, { table, name }: { table: FactTable; name: string }): Promise<void> {
  await store.command(
    `CREATE TABLE ${name} AS ${table} ENGINE = ReplacingMergeTree(rank, deleted) ORDER BY (region, quarter, subject)`,
  );
}

/** Derives facts from the ledger entity by entity, a share of the entities at a time. */
async function fillShadows(store: Store, { asOf, name }: { asOf: number; name: TableName }): Promise<void> {
  const [total] = await store.query<{ rows: number }>(
    'SELECT count() AS rows FROM ledger WHERE received_at <= {asOf:Int64}',
    { asOf },
  );
  const shares = Math.max(1, Math.ceil(Number(total?.rows ?? 0) / CHUNK_ROWS));
  for (let share = 0; share < shares; share += 1) {
    const rows = await store.query<LedgerRow>(
      `SELECT ${LEDGER_COLUMNS} FROM ledger FINAL
WHERE received_at <= {asOf:Int64} AND cityHash64(family, subject) % {shares:UInt32} = {share:UInt32}`,
      { asOf, shares, share },
    );
    const facts = factsOf(rows);
    for (const table of FACT_TABLES) {
      const live = (facts[table] as { deleted: boolean }[]).filter(({ deleted }) => !deleted);
      if (live.length > 0) await store.insert(name(table), live);
    }
  }
}
