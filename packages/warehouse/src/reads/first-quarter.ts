import { FACT_TABLES } from '../facts/facts.ts';
import type { Store } from '../store/store.ts';

/** A quarter not later than the first in which anything is held, read from the partitions alone; null where nothing is. */
export async function firstQuarterHeld(store: Store): Promise<string | null> {
  const tables = FACT_TABLES.map((table) => `SELECT min(quarter) AS first, count() AS records FROM ${table}`);
  const [row] = await store.query<{ first: string; held: number }>(
    `SELECT min(parts.first) AS first, count() AS held FROM (${tables.join(' UNION ALL ')}) AS parts WHERE parts.records > 0`,
  );
  return row && row.held > 0 ? row.first : null;
}
