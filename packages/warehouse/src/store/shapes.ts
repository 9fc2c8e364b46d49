import { StoreError } from './errors.ts';
import type { QueryParams } from './store.ts';

interface Column {
  name: string;
  nullable: boolean;
  optional: boolean;
}

type Query = (sql: string, params: QueryParams) => Promise<Column[]>;

const COLUMNS = `SELECT name, match(type, '^(LowCardinality\\\\()?Nullable\\\\(') AS nullable, default_kind != '' AS optional
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
    const columns = this.#held.get(table) ?? (await this.#query(COLUMNS, { table }));
    this.#held.set(table, columns);
    for (const [index, row] of rows.entries())
      checkRow(row as Record<string, unknown>, { columns, at: `${table}, row ${index + 1}` });
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

function incorrect(message: string): StoreError {
  return new StoreError(message, { code: null, type: 'INCORRECT_ROW', transient: false });
}
