import { FACT_TABLES, type Facts } from '../facts/facts.ts';
import type { LedgerRow } from '../schema.ts';
import type { Store } from '../store/store.ts';
import { rowsToldSeveralTimes } from './told-before.ts';

/** Keyed by coordinates: written again, in the same or another cut, it changes nothing. */
export async function insertLedger(store: Store, rows: readonly LedgerRow[], token: string): Promise<void> {
  if (rows.length > 0) await store.insert('ledger', rows, { token });
}

/**
 * Every ledger row of the entities that `rows`, which are in the ledger, belong to. Only entities of which the ledger holds more
 * than one message are read: of the others it holds the row given here.
 */
export async function entityRows(store: Store, rows: readonly LedgerRow[]): Promise<LedgerRow[]> {
  return (await entityRowsOfEach(store, [rows])).flat();
}

/** The same for each of some batches, looked up together. */
export async function entityRowsOfEach(
  store: Store,
  batches: readonly (readonly LedgerRow[])[],
): Promise<LedgerRow[][]> {
  const several = new Map<string, LedgerRow[]>();
  for (const [family, ofFamily] of Map.groupBy(batches.flat(), (row) => row.family)) {
    const subjects = [...new Set(ofFamily.map(({ subject }) => subject))];
    const read = await rowsToldSeveralTimes(store, family, subjects);
    for (const [entity, rows] of Map.groupBy(read, entityOf)) several.set(entity, rows);
  }
  return batches.map((batch) => (several.size === 0 ? [...batch] : withAll(batch, several)));
}

function withAll(batch: readonly LedgerRow[], several: ReadonlyMap<string, readonly LedgerRow[]>): LedgerRow[] {
  const entities = new Set(batch.map(entityOf).filter((entity) => several.has(entity)));
  const once = batch.filter((row) => !entities.has(entityOf(row)));
  return [...once, ...[...entities].flatMap((entity) => several.get(entity) ?? [])];
}

function entityOf({ family, subject }: LedgerRow): string {
  return `${family}\n${subject}`;
}

/** Keyed by cell and subject with the winner's rank as version: may be written again, and in any order. */
export async function insertFacts(store: Store, facts: Facts): Promise<void> {
  for (const table of FACT_TABLES) {
    if (facts[table].length > 0) await store.insert(table, facts[table]);
  }
}

/** Facts of several batches as those of one: what two of them say of one entity is the same. */
export function factsTogether(each: readonly Facts[]): Facts {
  const [first] = each;
  if (first !== undefined && each.length === 1) return first;
  return Object.fromEntries(
    FACT_TABLES.map((table) => [table, each.flatMap((facts) => facts[table] as object[])]),
  ) as unknown as Facts;
}

/** Cut-off (ms) of the newest sealed edition; null where none is. */
export async function sealedUntil(store: Store): Promise<number | null> {
  const [row] = await store.query<{ at: number; rows: number }>(
    'SELECT max(as_of) AS at, count() AS rows FROM (SELECT as_of FROM bulletins UNION ALL SELECT as_of FROM bulletin_notices)',
  );
  return row && Number(row.rows) > 0 ? Number(row.at) : null;
}
