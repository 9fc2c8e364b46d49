import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChdbServer, type ChdbServer } from '@duqing/chdb-server';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate, openStore, StoreError, type Store } from '../src/index.ts';
import { codecOf } from '../src/store/columns.ts';
import { nativeOf } from '../src/store/native.ts';
import { SAMPLES } from './migrations-samples.ts';

let dir: string;
let server: ChdbServer;
/** writes rows as JSON */
let embedded: Store;
/** writes them column by column */
let served: Store;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'duqing-native-'));
  embedded = await openStore({ kind: 'embedded', path: dir });
  server = await startChdbServer({ path: dir, users: 'generated' });
  served = await openStore({ kind: 'server', url: server.url });
  await migrate(embedded);
});
afterAll(async () => {
  await served.close();
  await server.close();
  await embedded.close();
  await rm(dir, { recursive: true, force: true });
});

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 200 }).filter((one) => one.isWellFormed()),
  fc.constantFrom('', '毒'.repeat(42), 'é'.repeat(30), 'x'.repeat(127), 'x'.repeat(128), '\0', 'y'.repeat(20_000)),
);
const whole = (least: bigint, most: bigint): fc.Arbitrary<string> =>
  fc.oneof(fc.bigInt(least, most), fc.constantFrom(least, most)).map(String);
const quantity = fc
  .tuple(fc.boolean(), fc.bigInt(0n, 10n ** 46n - 1n), fc.bigInt(0n, 10n ** 30n - 1n), fc.nat(30))
  .map(
    ([minus, head, tail, digits]) =>
      `${minus ? '-' : ''}${head}${digits > 0 ? `.${String(tail).padStart(30, '0').slice(0, digits)}` : ''}`,
  );

/** Every type that a table of the migrations has, with values that it takes. */
const TYPES: Record<string, fc.Arbitrary<unknown>> = {
  String: text,
  'LowCardinality(String)': text,
  'LowCardinality(Nullable(String))': fc.option(text),
  Bool: fc.boolean(),
  'Nullable(Bool)': fc.option(fc.boolean()),
  UInt8: fc.nat(255),
  UInt32: fc.nat(2 ** 32 - 1),
  UInt64: fc.oneof(fc.maxSafeNat(), whole(0n, 2n ** 64n - 1n)),
  'Nullable(UInt64)': fc.option(fc.maxSafeNat()),
  Int64: fc.oneof(fc.maxSafeInteger(), whole(-(2n ** 63n), 2n ** 63n - 1n)),
  UInt128: whole(0n, 2n ** 128n - 1n),
  UInt256: whole(0n, 2n ** 256n - 1n),
  'Nullable(Float64)': fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  'Array(String)': fc.array(text),
  'Array(LowCardinality(String))': fc.array(text),
  'Decimal(76, 30)': quantity,
  'Array(Decimal(76, 30))': fc.array(quantity),
  'Array(Nullable(Decimal(76, 30)))': fc.array(fc.option(quantity)),
};
const NAMES = Object.keys(TYPES).map((_, index) => `c${index}`);
const COLUMNS = Object.keys(TYPES).map((type, index) => `c${index} ${type}`);

async function tables(name: string, columns: readonly string[]): Promise<{ json: string; native: string }> {
  for (const way of ['json', 'native'])
    await embedded.command(
      `CREATE OR REPLACE TABLE ${name}_${way} (n UInt32, ${columns.join(', ')}) ENGINE = MergeTree ORDER BY n`,
    );
  return { json: `${name}_json`, native: `${name}_native` };
}

async function stored(table: string): Promise<string[]> {
  const [row] = await embedded.query<{ rows: string[] }>(
    `SELECT groupArray(row) AS rows FROM (SELECT hex(formatRowNoNewline('RowBinary', *)) AS row FROM ${table} ORDER BY ALL)`,
  );
  return row?.rows ?? [];
}

test('what is stored is the same as by JSON, to the byte, for every type of column', async () => {
  const rows = fc.array(
    fc.record(Object.fromEntries(NAMES.map((name, index) => [name, Object.values(TYPES)[index]!]))),
    {
      minLength: 1,
      maxLength: 30,
    },
  );
  await fc.assert(
    fc.asyncProperty(rows, async (given) => {
      const { json, native } = await tables('same', COLUMNS);
      const numbered = given.map((row, n) => ({ n, ...row }));
      await embedded.insert(json, numbered);
      await served.insert(native, numbered);
      expect(await stored(native)).toEqual(await stored(json));
    }),
    { numRuns: 25 },
  );
});

test.each(Object.keys(SAMPLES) as (keyof typeof SAMPLES)[])('rows of %s are stored as by JSON', async (table) => {
  for (const way of ['json', 'native']) await embedded.command(`CREATE TABLE ${way}_${table} AS ${table}`);
  await embedded.insert(`json_${table}`, SAMPLES[table]);
  await served.insert(`native_${table}`, SAMPLES[table]);
  const rows = await stored(`native_${table}`);
  expect(rows).not.toEqual([]);
  expect(rows).toEqual(await stored(`json_${table}`));
});

test('every column of every table is of a type that is written so', async () => {
  const columns = await embedded.query<{ place: string; type: string }>(
    `SELECT concat(table, '.', name) AS place, type FROM system.columns WHERE database = currentDatabase()
AND table IN (SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree')`,
  );
  expect(columns.length).toBeGreaterThan(200);
  expect(columns.filter(({ type }) => codecOf(type) === null)).toEqual([]);
});

test('more rows than a block holds, and a column of a type that is not written so, arrive all the same', async () => {
  const { native } = await tables('many', ['day Date']);
  await served.insert(
    native,
    Array.from({ length: 70_000 }, (_, n) => ({ n, day: '2026-05-01' })),
  );
  await served.command(`ALTER TABLE ${native} MODIFY COLUMN day String`);
  await served.insert(
    native,
    Array.from({ length: 70_000 }, (_, n) => ({ n: 70_000 + n, day: String(n) })),
  );
  expect(await served.query(`SELECT count() AS rows, uniqExact(n) AS different FROM ${native}`)).toEqual([
    { rows: 140_000, different: 140_000 },
  ]);
});

test.each([9, 10, 13, 32])(
  '%i columns, a number that is white space as a byte, begin a body of bytes',
  async (count) => {
    const names = Array.from({ length: count - 1 }, (_, index) => `c${index}`);
    const { native } = await tables(
      `blank_${count}`,
      names.map((name) => `${name} UInt8`),
    );
    await served.insert(native, [{ n: 1, ...Object.fromEntries(names.map((name, index) => [name, index])) }]);
    const [row] = await served.query(`SELECT * FROM ${native}`);
    expect(Object.values(row as object)).toEqual([1, ...names.keys()]);
  },
);

test('a column with a default may be left out, by all rows or by some', async () => {
  const { native } = await tables('defaults', ["s String DEFAULT 'none'"]);
  await served.insert(native, [{ n: 1 }, { n: 2 }]);
  await served.insert(native, [{ n: 3, s: 'a' }, { n: 4 }]);
  await served.insert(native, [{ n: 5 }, { n: 6, s: 'b' }]);
  const rows = await served.query<{ s: string }>(`SELECT s FROM ${native} ORDER BY n`);
  expect(rows.map(({ s }) => s)).toEqual(['none', 'none', 'a', 'none', 'none', 'b']);
});

function columns(type: string): { name: string; type: string; nullable: boolean; optional: boolean }[] {
  return [{ name: 'x', type, nullable: type.includes('Nullable('), optional: false }];
}

describe('a value that its column does not take is refused by table, row and column, and nothing is sent', () => {
  const cases: [type: string, value: unknown, said: string][] = [
    ['UInt8', 256, '256 is not UInt8'],
    ['UInt8', -1, '-1 is not UInt8'],
    ['UInt64', 1.5, '1.5 is not UInt64'],
    ['UInt64', 2 ** 53, '9007199254740992 is not UInt64'],
    ['UInt64', String(2n ** 64n), '18446744073709551616 is not UInt64'],
    ['Int64', String(2n ** 63n), '9223372036854775808 is not Int64'],
    ['Int64', String(-(2n ** 63n) - 1n), '-9223372036854775809 is not Int64'],
    ['UInt128', '-1', '-1 is not UInt128'],
    ['UInt256', String(2n ** 256n), 'is not UInt256'],
    ['UInt256', '12a', '12a is not UInt256'],
    ['UInt256', '', ' is not UInt256'],
    ['UInt32', '1.0', '1.0 is not UInt32'],
    ['Decimal(76, 30)', `1${'0'.repeat(46)}`, 'is not Decimal(76, 30)'],
    ['Decimal(76, 30)', 'NaN', 'NaN is not Decimal(76, 30)'],
    ['Nullable(Float64)', NaN, 'NaN is not a finite number'],
    ['Nullable(Float64)', '1', '1 is not a finite number'],
    ['Bool', 1, '1 is not true or false'],
    ['String', 5, '5 is not text'],
    ['String', 'a\ud800', 'it holds half of a surrogate pair'],
    ['Array(String)', 'a', 'a is not a list'],
    ['Array(Nullable(UInt64))', [1, -1], 'in a list: -1 is not UInt64'],
    ['String', null, 'is null, which its column does not take'],
  ];
  test.each(cases)('%s: %j', (type, value, said) => {
    const good = { x: type.startsWith('Array') ? [] : type === 'String' ? '' : type.includes('Bool') ? true : 0 };
    const insert = (): unknown => nativeOf('t', columns(type), [good, good, { x: value }, good]);
    expect(insert).toThrow(StoreError);
    expect(insert).toThrow('t, row 3: x is ');
    expect(insert).toThrow(said);
  });

  test('the whole of a column is held against it, later blocks too', () => {
    const rows = Array.from({ length: 65_540 }, (_, x) => ({ x: x === 65_538 ? null : x }));
    expect(() => nativeOf('t', columns('UInt32'), rows)).toThrow('t, row 65539: x is null');
  });
});
