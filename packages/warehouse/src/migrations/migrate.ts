import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Store } from '../store/store.ts';

const FOLDER = new URL('../../migrations/', import.meta.url);

/** Where the applied migrations are kept; the name is the identity, so that two services that apply one at once leave one row. */
const APPLIED_TABLE = `CREATE TABLE IF NOT EXISTS schema_migrations (name String, checksum String, applied_at Int64)
ENGINE = ReplacingMergeTree ORDER BY name`;

/** An applied migration whose file has changed or is gone: the store and the code no longer agree. */
export class MigrationDriftError extends Error {
  override readonly name = 'MigrationDriftError';
}

export interface Migration {
  name: string;
  sql: string;
  /** SHA-256 hex of the file */
  checksum: string;
}

/**
 * Applies the migrations that the store does not have yet, in the order of their names, and gives their names. Nothing is applied
 * where an applied one has drifted. One that fails half-way is run again from its first statement: statements must bear that.
 */
export async function migrate(store: Store, folder: URL = FOLDER): Promise<string[]> {
  await store.command(APPLIED_TABLE);
  const migrations = await readMigrations(folder);
  const applied = await readApplied(store);
  refuseDrift(migrations, applied);
  const missing = migrations.filter(({ name }) => !applied.has(name));
  for (const migration of missing) await apply(store, migration);
  return missing.map(({ name }) => name);
}

/** The migration files of a folder, by name. */
export async function readMigrations(folder: URL): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, folder), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** Statements of a migration: each ends with a semicolon at the end of a line; lines that begin with `--` are left out. */
export function statementsOf(sql: string): string[] {
  const text = sql
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('--'))
    .join('\n');
  return text
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

async function readApplied(store: Store): Promise<Map<string, string>> {
  const rows = await store.query<Pick<Migration, 'name' | 'checksum'>>(
    'SELECT name, checksum FROM schema_migrations FINAL ORDER BY name',
  );
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

function refuseDrift(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  const files = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  const faults = [...applied].flatMap(([name, checksum]) => {
    const file = files.get(name);
    if (file === undefined)
      return [`${name}: applied to this store, but the file is gone (is the store newer than the code?)`];
    return file === checksum
      ? []
      : [`${name}: changed after it was applied (${checksum.slice(0, 12)} → ${file.slice(0, 12)})`];
  });
  if (faults.length > 0) throw new MigrationDriftError(`migrations have drifted:\n${faults.join('\n')}`);
}

async function apply(store: Store, { name, sql, checksum }: Migration): Promise<void> {
  for (const statement of statementsOf(sql)) await store.command(statement);
  await store.insert('schema_migrations', [{ name, checksum, applied_at: Date.now() }]);
}
