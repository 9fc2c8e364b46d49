import { FACT_TABLES, type FactTable } from '../facts/facts.ts';
import type { TableName } from '../holdings/counts.ts';
import { deriveInto, withShadows } from '../reads/shadow.ts';
import { StoreError } from '../store/errors.ts';
import type { Store } from '../store/store.ts';

/** Facts derived anew from the whole ledger, beside those held, and an empty table for their vintages. */
export interface Rebuilt {
  table: TableName;
  values: string;
  /** puts them in the place of those held, all facts and the vintages */
  swap(): Promise<void>;
}

/** Rows of one table that are held but not derived, and the other way round; examples are at most ten. */
export interface FactsDifference {
  table: FactTable;
  held: number;
  derived: number;
  onlyHeld: number;
  onlyDerived: number;
  examples: { region: string; quarter: string; subject: string }[];
}

/** Derives all facts from the ledger into shadow tables, runs `use`, and drops what is then not in place. Nothing else may write meanwhile. */
export async function withRebuilt<T>(store: Store, use: (rebuilt: Rebuilt) => Promise<T>): Promise<T> {
  return withShadows(store, { tables: FACT_TABLES, engine: '' }, async (table) => {
    const values = table('facts_return').replace('facts_return', 'indicator_values');
    try {
      await store.command(`CREATE TABLE ${values} AS indicator_values`);
      await deriveInto(store, { tables: FACT_TABLES, name: table, where: '1', params: {} });
      return await use({ table, values, swap: async () => swap(store, { table, values }) });
    } finally {
      await store.command(`DROP TABLE IF EXISTS ${values}`);
    }
  });
}

async function swap(store: Store, { table, values }: { table: TableName; values: string }): Promise<void> {
  const pairs: [string, string][] = [
    ...FACT_TABLES.map((name): [string, string] => [name, table(name)]),
    ['indicator_values', values],
  ];
  for (const [held, built] of pairs) await exchange(store, { held, built });
}

/** Codes with which an engine says that its database cannot exchange tables. */
const CANNOT_EXCHANGE = new Set([1, 48]);

/** In one step where the database can, else by two names changed in one statement. */
async function exchange(store: Store, { held, built }: { held: string; built: string }): Promise<void> {
  try {
    await store.command(`EXCHANGE TABLES ${held} AND ${built}`);
  } catch (error) {
    if (!(error instanceof StoreError) || !CANNOT_EXCHANGE.has(error.code ?? 0)) throw error;
    await store.command(`RENAME TABLE ${held} TO ${built}_held, ${built} TO ${held}, ${built}_held TO ${built}`);
  }
}

/** What differs between the facts held and those derived, table by table. */
export async function factsDifference(store: Store, { table }: Pick<Rebuilt, 'table'>): Promise<FactsDifference[]> {
  const found = [];
  for (const held of FACT_TABLES) found.push(await differenceOf(store, { held, derived: table(held) }));
  return found;
}

async function differenceOf(
  store: Store,
  { held, derived }: { held: FactTable; derived: string },
): Promise<FactsDifference> {
  const differing = `SELECT region, quarter, subject, sum(side) AS sign
FROM (${signed(held, 1)} UNION ALL ${signed(derived, -1)}) GROUP BY region, quarter, subject, text HAVING sign != 0`;
  const [counts] = await store.query<Omit<FactsDifference, 'table' | 'examples'>>(
    `SELECT (SELECT count() FROM ${held} FINAL) AS held, (SELECT count() FROM ${derived} FINAL) AS derived,
  countIf(sign > 0) AS onlyHeld, countIf(sign < 0) AS onlyDerived FROM (${differing})`,
  );
  const { onlyHeld = 0, onlyDerived = 0 } = counts ?? {};
  const examples =
    onlyHeld + onlyDerived === 0
      ? []
      : await store.query<FactsDifference['examples'][number]>(
          `SELECT DISTINCT region, quarter, subject FROM (${differing}) ORDER BY region, quarter, subject LIMIT 10`,
        );
  return { table: held, held: counts?.held ?? 0, derived: counts?.derived ?? 0, onlyHeld, onlyDerived, examples };
}

/** Every live row as text, with the side that it is on. */
function signed(table: string, side: 1 | -1): string {
  return `SELECT region, quarter, subject, formatRow('JSONEachRow', *) AS text, ${side} AS side FROM ${table} FINAL`;
}
