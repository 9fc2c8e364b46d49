import { FACT_TABLES, type FactTable } from '../facts/facts.ts';
import type { TableName } from '../holdings/counts.ts';
import { deriveInto, withShadows } from '../reads/shadow.ts';
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
  for (const [held, built] of pairs) await store.command(`EXCHANGE TABLES ${held} AND ${built}`);
}

/** What grows with every write to the ledger or the vintages: the same before and after = nothing was written between. */
export async function writesSoFar(store: Store): Promise<string> {
  const [row] = await store.query<{ mark: string }>(
    `SELECT concat(toString((SELECT count() FROM ledger)), '/', toString((SELECT max(processed_at) FROM ledger)), '/',
  toString((SELECT max(computed_at) FROM vintage_moments))) AS mark`,
  );
  return row?.mark ?? '';
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
