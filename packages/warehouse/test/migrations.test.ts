import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { migrate, MigrationDriftError, openStore, type Store } from '../src/index.ts';
import { readMigrations, statementsOf } from '../src/migrations/migrate.ts';
import { SAMPLES, type Tables } from './migrations-samples.ts';

const FOLDER = new URL('../migrations/', import.meta.url);
const TABLES = Object.keys(SAMPLES) as (keyof Tables)[];
let root: string;
let store: Store;

async function movedRows(): Promise<unknown[]> {
  return store.query(
    "SELECT rank, region, quarter FROM facts_case_filed FINAL WHERE subject = 'moved' ORDER BY quarter",
  );
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'duqing-migrations-'));
  store = await openStore({ kind: 'embedded', path: join(root, 'store') });
});
afterAll(async () => {
  await store.close();
  await rm(root, { recursive: true, force: true });
});

describe('the migrations of this store', () => {
  beforeAll(async () => {
    await migrate(store);
  });

  test('are applied once, in the order of their names', async () => {
    expect(await migrate(store)).toEqual([]);
    const names = (await readMigrations(FOLDER)).map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    expect(await store.query('SELECT name FROM schema_migrations FINAL ORDER BY name')).toEqual(
      names.map((name) => ({ name })),
    );
  });

  test('may run again from the start, as after a crash in the middle', async () => {
    await store.command('TRUNCATE TABLE schema_migrations');
    expect(await migrate(store)).toEqual((await readMigrations(FOLDER)).map(({ name }) => name));
  });

  test('make the tables of the row shapes and no others', async () => {
    const rows = await store.query<{ name: string }>(
      "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine != 'View' AND name != 'schema_migrations' ORDER BY name",
    );
    expect(rows.map(({ name }) => name)).toEqual(TABLES.toSorted());
  });

  test.each(TABLES)('%s: a row is read back exactly as its shape says, every column and type', async (table) => {
    const rows: object[] = SAMPLES[table];
    await store.insert(table, rows);
    expect(await store.query(`SELECT * FROM ${table}`)).toEqual(expect.arrayContaining(rows));
    const [live] = await store.query<{ columns: string[] }>(
      'SELECT groupArray(name) AS columns FROM system.columns WHERE database = currentDatabase() AND table = {table:String}',
      { table },
    );
    expect(live?.columns.toSorted()).toEqual(Object.keys(rows[0] ?? {}).toSorted());
  });

  test('P05: no sorting key holds a version, a revision or a time of receipt', async () => {
    const keys = await store.query<{ name: string; key: string }>(
      'SELECT name, sorting_key AS key FROM system.tables WHERE database = currentDatabase()',
    );
    const byName = Object.fromEntries(keys.map(({ name, key }) => [name, key]));
    const versioned = /\b(rank|revision|version|received_at|processed_at|deleted)\b/;
    expect(keys.filter(({ key }) => versioned.test(key))).toEqual([]);
    for (const table of TABLES.filter((name) => name.startsWith('facts_')))
      expect(byName[table]).toBe('region, quarter, subject');
    expect(byName['ledger']).toBe('family, subject, topic, partition, offset');
  });

  test('P06: no column is a moment without a zone', async () => {
    const rows = await store.query<{ name: string; type: string }>(
      "SELECT concat(table, '.', name) AS name, type FROM system.columns WHERE database = currentDatabase() AND type ILIKE '%DateTime%'",
    );
    expect(rows.filter(({ type }) => !/DateTime(64)?\((\d, )?'[^']+'\)/.test(type))).toEqual([]);
  });

  test('every table remembers the tokens of its blocks, save names, of which the same again is the same', async () => {
    const rows = await store.query<{ name: string; engine: string }>(
      "SELECT name, engine_full AS engine FROM system.tables WHERE database = currentDatabase() AND engine_full != '' AND name != 'schema_migrations'",
    );
    const written = rows.filter(({ engine }) => !engine.startsWith('Join('));
    expect(written.filter(({ engine }) => !engine.includes('non_replicated_deduplication_window = 10000'))).toEqual([]);
  });
});

describe('facts under FINAL', () => {
  const [fact] = SAMPLES.facts_case_filed;
  beforeEach(async () => {
    await migrate(store);
    await store.command('TRUNCATE TABLE facts_case_filed');
  });

  const first = { ...fact, subject: 'moved', rank: '5', quarter: '2026Q1' };
  const ghost = { ...first, rank: String(2n ** 200n), deleted: true };
  const moved = { ...ghost, deleted: false, quarter: '2026Q2', day: '2026-04-02' };

  test.each([
    ['old first', [[first], [ghost, moved]]],
    ['new first', [[ghost, moved], [first]]],
    ['each alone, the ghost last', [[moved], [first], [ghost]]],
  ])('P05: one row is left of an entity that moved to another quarter (%s)', async (_name, batches) => {
    for (const rows of batches) await store.insert('facts_case_filed', rows);
    const expected = [{ rank: moved.rank, region: first?.region, quarter: '2026Q2' }];
    expect(await movedRows()).toEqual(expected);
    await store.command('OPTIMIZE TABLE facts_case_filed FINAL');
    expect(await movedRows()).toEqual(expected);
  });
});

describe('the ledger', () => {
  test('a redelivery at the same coordinates is one row under FINAL, look-alikes elsewhere stay', async () => {
    await migrate(store);
    await store.command('TRUNCATE TABLE ledger');
    const [row] = SAMPLES.ledger;
    await store.insert('ledger', [row as object], { token: 'cases/3/9-9' });
    await store.insert('ledger', [row as object], { token: 'cases/3/9-10' });
    await store.insert('ledger', [{ ...row, offset: '9007199254740994' }]);
    expect(await store.query('SELECT offset FROM ledger FINAL ORDER BY offset')).toEqual([
      { offset: '9007199254740993' },
      { offset: '9007199254740994' },
    ]);
  });
});

describe('drift', () => {
  let folder: string;
  let other: Store;
  beforeEach(async () => {
    folder = await mkdtemp(join(root, 'folder-'));
    other = store;
    await other.command('DROP TABLE IF EXISTS schema_migrations');
    await writeFile(
      join(folder, '0001_a.sql'),
      '-- a; b\nCREATE TABLE IF NOT EXISTS drift_a (n UInt8)\nENGINE = Memory;\n',
    );
    await writeFile(join(folder, '0002_b.sql'), 'CREATE TABLE IF NOT EXISTS drift_b (n UInt8) ENGINE = Memory;');
  });
  const run = async (): Promise<string[]> => migrate(other, pathToFileURL(`${folder}/`));

  test('a file that changed after it was applied is refused by name, and nothing else is applied', async () => {
    await run();
    await writeFile(join(folder, '0001_a.sql'), 'CREATE TABLE IF NOT EXISTS drift_a (n UInt16) ENGINE = Memory;');
    await writeFile(join(folder, '0003_c.sql'), 'CREATE TABLE IF NOT EXISTS drift_c (n UInt8) ENGINE = Memory;');
    await expect(run()).rejects.toThrow(MigrationDriftError);
    await expect(run()).rejects.toThrow(/0001_a\.sql: changed after it was applied/);
    expect(await other.query("SELECT name FROM system.tables WHERE name = 'drift_c'")).toEqual([]);
  });

  test('a store that is newer than the code is refused by name', async () => {
    await run();
    await rm(join(folder, '0002_b.sql'));
    await expect(run()).rejects.toThrow(/0002_b\.sql: applied to this store, but the file is gone/);
  });

  test('one that fails is not recorded, those before it are; the next run goes on there', async () => {
    await writeFile(
      join(folder, '0002_b.sql'),
      'CREATE TABLE IF NOT EXISTS drift_b (n UInt8) ENGINE = Memory;\nBROKEN;',
    );
    await expect(run()).rejects.toThrow('BROKEN');
    await writeFile(join(folder, '0002_b.sql'), 'CREATE TABLE IF NOT EXISTS drift_b (n UInt8) ENGINE = Memory;');
    expect(await run()).toEqual(['0002_b.sql']);
  });

  test('two at once end with one record of each', async () => {
    await Promise.all([run(), run()]);
    expect(await other.query('SELECT count() AS n FROM schema_migrations FINAL')).toEqual([{ n: 2 }]);
  });
});

test('every statement may run twice', async () => {
  const statements = (await readMigrations(FOLDER)).flatMap(({ sql }) => statementsOf(sql));
  const repeatable =
    /^(CREATE [A-Z ]*IF NOT EXISTS|CREATE OR REPLACE VIEW|ALTER TABLE \w+\s+ADD COLUMN IF NOT EXISTS|ALTER TABLE \w+ (UPDATE|MODIFY SETTING)|INSERT INTO \w+_names |DROP .*IF EXISTS)/;
  expect(statements.filter((statement) => !repeatable.test(statement))).toEqual([]);
});

test('statements end at a semicolon at the end of a line, comments are left out', () => {
  expect(statementsOf("-- one; two\nSELECT ';'\n-- x\nFROM t;\r\nSELECT 2 ;\n\n")).toEqual([
    "SELECT ';'\nFROM t",
    'SELECT 2',
  ]);
});

test('the file is read as it is: its checksum is that of its bytes', async () => {
  const [first] = await readMigrations(FOLDER);
  expect(first?.sql).toBe(await readFile(new URL(first?.name ?? '', FOLDER), 'utf8'));
  expect(first?.checksum).toMatch(/^[\da-f]{64}$/);
});
