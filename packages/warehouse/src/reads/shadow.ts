import { randomUUID } from 'node:crypto';
import { FACT_TABLES, factsOf, type FactTable } from '../facts/facts.ts';
import { currentTable, type TableName } from '../holdings/counts.ts';
import type { LedgerRow } from '../schema.ts';
import type { Store } from '../store/store.ts';

/** Ledger rows derived from at a time: what bounds the memory of a rebuild. */
const CHUNK_ROWS = 100_000;

/** The ledger's columns that facts are derived from: all but the message's bytes. */
export const LEDGER_COLUMNS = `topic, partition, toString(offset) AS offset, received_at, processed_at, source, id, type, family, subject,
  revision, withdrawn, time, toString(rank) AS rank, data_hash, bytes_hash, '' AS bytes, data, region, flags, simulated, backfilled`;

const FAMILY_OF: Record<FactTable, LedgerRow['family']> = {
  facts_case_filed: 'case',
  facts_case_solved: 'case',
  facts_seizure: 'seizure',
  facts_intelligence: 'intelligence',
  facts_return: 'return',
  facts_attestation: 'attestation',
};

/**
 * Runs `use` over shadow tables that hold the facts as of a moment (ms, inclusive), and drops them whatever happens. Entities of
 * which nothing came in later are taken from the facts in `base` (default: the current ones); the others are derived anew from the ledger's rows received until
 * then. With `quarters`, event facts of other quarters may be left out.
 */
export async function withFactsAsOf<T>(
  store: Store,
  {
    asOf,
    quarters,
    base = currentTable,
    use,
  }: { asOf: number; quarters?: readonly string[]; base?: TableName; use: (table: TableName) => Promise<T> },
): Promise<T> {
  const changed = await tablesChangedAfter(store, asOf);
  if (changed.length === 0) return use(base);
  return withShadows(store, { tables: changed, engine: SCRATCH }, async (shadow) => {
    for (const table of changed)
      await copyUnchanged(store, { table, from: base(table), name: shadow(table), asOf, quarters });
    await deriveInto(store, { tables: changed, name: shadow, where: CHANGED_WHERE, params: { asOf } });
    return use((table) => (changed.includes(table) ? shadow(table) : base(table)));
  });
}

/** The tables of the families of which anything was received after a moment: the others are as they were. */
async function tablesChangedAfter(store: Store, asOf: number): Promise<FactTable[]> {
  const rows = await store.query<{ family: string }>(
    'SELECT DISTINCT family FROM ledger WHERE received_at > {asOf:Int64}',
    { asOf },
  );
  const families = new Set(rows.map(({ family }) => family));
  return FACT_TABLES.filter((table) => families.has(FAMILY_OF[table]));
}

/** How a shadow that is soon dropped is stored: in one part, whatever its quarters. */
const SCRATCH = ' ENGINE = ReplacingMergeTree(rank, deleted) ORDER BY (region, quarter, subject)';

/** Runs `use` over shadows of some tables, empty at first and stored as `engine` says ('' = as the facts are), and drops what is still there. */
export async function withShadows<T>(
  store: Store,
  { tables, engine }: { tables: readonly FactTable[]; engine: string },
  use: (table: TableName) => Promise<T>,
): Promise<T> {
  const prefix = `shadow_${randomUUID().replaceAll('-', '')}`;
  const name: TableName = (table: FactTable) => `${prefix}_${table}`;
  try {
    for (const table of tables) await store.command(`CREATE TABLE ${name(table)} AS ${table}${engine}`);
    return await use(name);
  } finally {
    for (const table of tables) await store.command(`DROP TABLE IF EXISTS ${name(table)}`);
  }
}

/** Returns and attestations are few, and what is new is known only from all seizures. */
const NARROWED: FactTable[] = ['facts_case_filed', 'facts_case_solved', 'facts_intelligence'];

/** Entities of a family of which a record was received after the moment. */
function changedSubjects(family: string): string {
  return `SELECT subject FROM ledger WHERE family = '${family}' AND received_at > {asOf:Int64}`;
}

const CHANGED_WHERE = `received_at <= {asOf:Int64} AND (family, subject) IN (
  SELECT family, subject FROM ledger WHERE received_at > {asOf:Int64})`;

async function copyUnchanged(
  store: Store,
  given: { table: FactTable; from: string; name: string; asOf: number; quarters: readonly string[] | undefined },
): Promise<void> {
  const { table, from, name, asOf, quarters } = given;
  const isNarrowed = quarters !== undefined && NARROWED.includes(table);
  const within = isNarrowed ? ' AND quarter IN {quarters:Array(String)}' : '';
  await store.command(
    `INSERT INTO ${name} SELECT * FROM ${from} FINAL WHERE subject NOT IN (${changedSubjects(FAMILY_OF[table])})${within}
SETTINGS max_partitions_per_insert_block = 0`,
    { asOf, ...(isNarrowed && { quarters }) },
  );
}

/** Derives facts from the ledger's rows that `where` selects, entity by entity, a share of the entities at a time. */
export async function deriveInto(
  store: Store,
  {
    tables,
    name,
    where,
    params,
  }: { tables: readonly FactTable[]; name: TableName; where: string; params: Record<string, unknown> },
): Promise<void> {
  const [total] = await store.query<{ rows: number }>(`SELECT count() AS rows FROM ledger WHERE ${where}`, params);
  const shares = Math.ceil(Number(total?.rows ?? 0) / CHUNK_ROWS);
  for (let share = 0; share < shares; share += 1) {
    const rows = await store.query<LedgerRow>(
      `SELECT ${LEDGER_COLUMNS} FROM ledger FINAL
WHERE ${where} AND cityHash64(family, subject) % {shares:UInt32} = {share:UInt32}`,
      { ...params, shares, share },
    );
    const facts = factsOf(rows);
    for (const table of tables) {
      const live = (facts[table] as { deleted: boolean }[]).filter(({ deleted }) => !deleted);
      if (live.length > 0) await store.insert(name(table), live);
    }
  }
}
