import { FACT_TABLES, type Facts } from '../facts/facts.ts';
import { LEDGER_COLUMNS } from '../reads/shadow.ts';
import type { LedgerRow } from '../schema.ts';
import type { Store } from '../store/store.ts';

/** Entities looked up by one statement: their bound keys stay under the engine's limit of a request. */
const ENTITIES_PER_QUERY = 500;

/** Keyed by coordinates: written again, in the same or another cut, it changes nothing. */
export async function insertLedger(store: Store, rows: readonly LedgerRow[], token: string): Promise<void> {
  if (rows.length > 0) await store.insert('ledger', rows, { token });
}

/** Every ledger row of the entities that `rows` belong to. */
export async function entityRows(store: Store, rows: readonly LedgerRow[]): Promise<LedgerRow[]> {
  const keys = [...new Map(rows.map(({ family, subject }) => [`${family}\n${subject}`, [family, subject]])).values()];
  const found: LedgerRow[] = [];
  for (let start = 0; start < keys.length; start += ENTITIES_PER_QUERY) {
    const part = keys.slice(start, start + ENTITIES_PER_QUERY);
    found.push(
      ...(await store.query<LedgerRow>(
        `SELECT ${LEDGER_COLUMNS} FROM ledger FINAL WHERE (family, subject) IN (
  SELECT family, subject FROM (SELECT {families:Array(String)} AS families, {subjects:Array(String)} AS subjects)
  ARRAY JOIN families AS family, subjects AS subject)`,
        { families: part.map(([family]) => family), subjects: part.map(([, subject]) => subject) },
      )),
    );
  }
  return found;
}

/** Keyed by cell and subject with the winner's rank as version: may be written again, and in any order. */
export async function insertFacts(store: Store, facts: Facts): Promise<void> {
  for (const table of FACT_TABLES) {
    if (facts[table].length > 0) await store.insert(table, facts[table]);
  }
}

/** Cut-off (ms) of the newest sealed edition; null where none is. */
export async function sealedUntil(store: Store): Promise<number | null> {
  const [row] = await store.query<{ at: number; rows: number }>(
    'SELECT max(as_of) AS at, count() AS rows FROM bulletins FINAL',
  );
  return row && Number(row.rows) > 0 ? Number(row.at) : null;
}
