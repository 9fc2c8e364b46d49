import { incorrect } from './errors.ts';
import type { Column } from './native.ts';
import type { QueryParams } from './store.ts';

type Query = (sql: string, params: QueryParams) => Promise<Column[]>;

const COLUMNS = `SELECT name, type, match(type, '^(LowCardinality\\\\()?Nullable\\\\(') AS nullable, default_kind != '' AS optional
FROM system.columns WHERE database = currentDatabase() AND table = {table:String} ORDER BY position`;

/**
 * Holds rows against their table's columns before they are sent: the engine reads an absent value, and in numbers a null too, as 0.
 */
export class Shapes {
  readonly #query: Query;
  readonly #held = new Map<string, Column[]>();

  constructor(query: Query) {
    this.#query = query;
  }

  /** Throws a final `StoreError` that names the row (from 1) and the column at fault; a table that is not here is left to the engine. */
  async check(table: string, rows: readonly object[]): Promise<void> {
    const columns = await this.columns(table);
    for (const [index, row] of rows.entries())
      checkRow(row as Record<string, unknown>, { columns, at: `${table}, row ${index + 1}` });
  }

  /** None where the table is not here. */
  async columns(table: string): Promise<readonly Column[]> {
    const held = this.#held.get(table) ?? (await this.#query(COLUMNS, { table }));
    this.#held.set(table, held);
    return held;
  }

  /** After a statement that may have changed a table. */
  forget(): void {
    this.#held.clear();
  }
}

function checkRow(row: Record<string, unknown>, { columns, at }: { columns: readonly Column[]; at: string }): void {
  for (const { name, nullable, optional } of columns) {
    const value = row[name];
    if (value === undefined && !optional) throw incorrect(`${at}: ${name} is absent`);
    if (value === null && !nullable) throw incorrect(`${at}: ${name} is null, which its column does not take`);
  }
}
