import { FACT_TABLES, type Facts } from '../facts/facts.ts';
import { LEDGER_COLUMNS } from '../reads/shadow.ts';
import type { LedgerRow } from '../schema.ts';
import type { Store } from '../store/store.ts';

/** Entities looked up by one statement: even with the longest subjects a server takes their bound text (128 KiB). */
const ENTITIES_PER_QUERY = 1_200;

/** Keyed by coordinates: written again, in the same or another cut, it changes nothing. */
export async function insertLedger(store: Store, rows: readonly LedgerRow[], token: string): Promise<void> {
  if (rows.length > 0) await store.insert('ledger', rows, { token });
}

/**
 * Every ledger row of the entities that `rows`, which are in the ledger, belong to. Only entities of which the ledger holds more
 * than one message are read: of the others it holds the row given here.
 */
export async function entityRows(store: Store, rows: readonly LedgerRow[]): Promise<LedgerRow[]> {
  const found: LedgerRow[] = [];
  for (const [family, ofFamily] of Map.groupBy(rows, (row) => row.family)) {
    const subjects = [...new Set(ofFamily.map(({ subject }) => subject))];
    const several = new Set(await inParts(subjects, async (part) => toldSeveralTimes(store, family, part)));
    found.push(...ofFamily.filter(({ subject }) => !several.has(subject)));
    found.push(...(await inParts([...several], async (part) => rowsOf(store, family, part))));
  }
  return found;
}

async function inParts<T>(
  subjects: readonly string[],
  read: (part: readonly string[]) => Promise<readonly T[]>,
): Promise<T[]> {
  const found: T[] = [];
  for (let start = 0; start < subjects.length; start += ENTITIES_PER_QUERY)
    found.push(...(await read(subjects.slice(start, start + ENTITIES_PER_QUERY))));
  return found;
}

/** Of the subjects those of which the ledger holds messages from more than one place; a row written twice is one. Reads keys only. */
async function toldSeveralTimes(store: Store, family: string, subjects: readonly string[]): Promise<string[]> {
  const found = await store.query<{ subject: string }>(
    `SELECT subject FROM ledger WHERE family = {family:String} AND subject IN {subjects:Array(String)}
GROUP BY subject HAVING min(offset) != max(offset) OR min(partition) != max(partition) OR min(topic) != max(topic)`,
    { family, subjects },
  );
  return found.map(({ subject }) => subject);
}

async function rowsOf(store: Store, family: string, subjects: readonly string[]): Promise<LedgerRow[]> {
  return store.query<LedgerRow>(
    `SELECT ${LEDGER_COLUMNS} FROM ledger FINAL WHERE family = {family:String} AND subject IN {subjects:Array(String)}`,
    { family, subjects },
  );
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
    'SELECT max(as_of) AS at, count() AS rows FROM (SELECT as_of FROM bulletins UNION ALL SELECT as_of FROM bulletin_notices)',
  );
  return row && Number(row.rows) > 0 ? Number(row.at) : null;
}
