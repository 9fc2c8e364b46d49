import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ClickHouseError, ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChdbServer, type ChdbServer } from '../src/index.ts';

const log = { level: ClickHouseLogLevel.OFF };
let dir: string;
let server: ChdbServer;
let client: ClickHouseClient;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'duqing-facade-'));
  const users = [
    { name: 'default', password: '' },
    { name: 'reader', password: 'only', readonly: true },
  ];
  server = await startChdbServer({ path: dir, users });
  client = createClient({ log, url: server.url });
});
afterAll(async () => {
  await client.close();
  await server.close();
  await rm(dir, { recursive: true, force: true });
});

async function rowsOf(query: string, query_params: Record<string, unknown> = {}): Promise<unknown[]> {
  return (await client.query({ query, query_params, format: 'JSONEachRow' })).json();
}

function thousandFrom(from: number): Readable {
  return Readable.from(Array.from({ length: 1000 }, (_, n) => ({ n: n + from })));
}

function reader(): ClickHouseClient {
  return createClient({ log, url: server.url, username: 'reader', password: 'only' });
}

async function table(name: string): Promise<string> {
  await client.command({
    query: `CREATE TABLE ${name} (n UInt64, s String DEFAULT 'none') ENGINE = MergeTree ORDER BY n
SETTINGS non_replicated_deduplication_window = 100`,
  });
  return name;
}

async function failure(call: Promise<unknown>): Promise<ClickHouseError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ClickHouseError);
  return error as ClickHouseError;
}

describe('the official client', () => {
  test('pings, by its path and by a statement', async () => {
    expect(await client.ping()).toEqual({ success: true });
    expect(await client.ping({ select: true })).toEqual({ success: true });
  });

  test('reads with parameters of every kind, special characters as sent', async () => {
    const text = 'a\'b\\c\n\t毒情 "x" `y`';
    const query_params = { n: 5, text, list: ["x'y", '甲\\', 'tab\there'], none: null, yes: true, id: 'numbers' };
    const query =
      'SELECT {n:UInt32} AS n, {text:String} AS text, {list:Array(String)} AS list, {none:Nullable(Int8)} AS none, {yes:Bool} AS yes';
    expect(await rowsOf(query, query_params)).toEqual([{ n: 5, text, list: query_params.list, none: null, yes: true }]);
  });

  test('reads with a parameter too long for an address', async () => {
    const list = Array.from({ length: 20_000 }, (_, index) => `subject-${index}`);
    const query = 'SELECT length({list:Array(String)}) AS n, {list:Array(String)}[20000] AS last';
    const found = await client.query({
      query,
      query_params: { list },
      format: 'JSONEachRow',
      use_multipart_params: true,
    });
    expect(await found.json()).toEqual([{ n: 20000, last: 'subject-19999' }]);
  });

  test('parameters and settings of one statement are unknown to the next', async () => {
    await rowsOf('SELECT {x:String}', { x: 'a' });
    expect((await failure(rowsOf('SELECT {x:String}'))).type).toBe('UNKNOWN_QUERY_PARAMETER');
    await client.query({ query: 'SELECT 1', clickhouse_settings: { join_use_nulls: 1 } });
    expect(await rowsOf("SELECT getSetting('join_use_nulls') AS on")).toEqual([{ on: false }]);
  });

  test('a connection that is used again keeps nothing: not a parameter, a setting, a database, a failed result', async () => {
    await client.command({ query: 'CREATE DATABASE IF NOT EXISTS elsewhere' });
    const elsewhere = createClient({ log, url: server.url, database: 'elsewhere' });
    for (let round = 0; round < 3; round += 1) {
      expect(await rowsOf('SELECT {a:String} AS a, {b:String} AS b', { a: `${round}`, b: 'b' })).toEqual([
        { a: `${round}`, b: 'b' },
      ]);
      expect((await failure(rowsOf('SELECT {a:String}, {b:String}', { a: 'a' }))).type).toBe('UNKNOWN_QUERY_PARAMETER');
      const clickhouse_settings = { max_execution_time: 0.1, wait_end_of_query: 1 } as const;
      const slow = client.query({
        query: 'SELECT sum(sipHash64(number)) FROM numbers(100000000000)',
        clickhouse_settings,
      });
      expect((await failure(slow)).type).toBe('TIMEOUT_EXCEEDED');
      const quick = await client.query({
        query: "SELECT getSetting('max_execution_time') AS t",
        format: 'JSONEachRow',
      });
      expect(await quick.json()).toEqual([{ t: 0 }]);
      const there = await elsewhere.query({ query: 'SELECT currentDatabase() AS d', format: 'JSONEachRow' });
      expect(await there.json()).toEqual([{ d: 'elsewhere' }]);
      expect(await rowsOf('SELECT currentDatabase() AS d')).toEqual([{ d: 'default' }]);
    }
    await elsewhere.close();
  });

  test('a statement that changes its connection changes no other', async () => {
    for (const query of ['SET max_block_size = 77', 'USE system', 'CREATE TEMPORARY TABLE mine (n UInt8)'])
      await client.command({ query });
    await client.query({ query: 'SELECT 1', clickhouse_settings: { readonly: '1' } });
    await client.command({ query: 'CREATE TABLE after_readonly (n UInt8) ENGINE = Memory' });
    expect(await rowsOf("SELECT getSetting('max_block_size') = 77 AS held, currentDatabase() AS d")).toEqual([
      { held: 0, d: 'default' },
    ]);
    expect((await failure(rowsOf('SELECT * FROM mine'))).type).toBe('UNKNOWN_TABLE');
  });

  test('inserts an array of rows', async () => {
    const name = await table('arrays');
    await client.insert({ table: name, values: [{ n: 1, s: '一' }, { n: 2 }], format: 'JSONEachRow' });
    expect(await rowsOf(`SELECT n, s FROM ${name} ORDER BY n`)).toEqual([
      { n: 1, s: '一' },
      { n: 2, s: 'none' },
    ]);
  });

  test('inserts a stream of rows, compressed or not, and says how many were written', async () => {
    const name = await table('streams');
    const { summary } = await client.insert({ table: name, values: thousandFrom(0), format: 'JSONEachRow' });
    expect(summary?.written_rows).toBe('1000');
    const zipped = createClient({ log, url: server.url, compression: { request: true, response: true } });
    await zipped.insert({ table: name, values: thousandFrom(1000), format: 'JSONEachRow' });
    const found = await zipped.query({ query: `SELECT count() AS n FROM ${name}`, format: 'JSONEachRow' });
    expect(await found.json()).toEqual([{ n: 2000 }]);
    await zipped.close();
  });

  test('a large insert ends, in a bounded memory', async () => {
    const name = await table('large');
    const rows = 400_000;
    const values = Readable.from(
      (function* () {
        for (let n = 0; n < rows; n += 1) yield { n, s: `row ${n} ${'x'.repeat(60)}` };
      })(),
    );
    await client.insert({ table: name, values, format: 'JSONEachRow' });
    expect(await rowsOf(`SELECT count() AS rows, any(s) AS text FROM ${name} WHERE n >= ${rows - 1}`)).toEqual([
      { rows: 1, text: `row ${rows - 1} ${'x'.repeat(60)}` },
    ]);
  });

  test('the same insert with one token is stored once, another token again', async () => {
    const name = await table('tokens');
    const put = async (token: string): Promise<unknown> =>
      client.insert({
        table: name,
        values: [{ n: 1 }],
        format: 'JSONEachRow',
        clickhouse_settings: { insert_deduplication_token: token },
      });
    await put('cases/0/1-1');
    await put('cases/0/1-1');
    await put('cases/0/2-2');
    await client.insert({
      table: name,
      values: [{ n: 1 }],
      format: 'JSONEachRow',
      clickhouse_settings: { insert_deduplicate: 0 },
    });
    expect(await rowsOf(`SELECT count() AS n FROM ${name}`)).toEqual([{ n: 3 }]);
  });

  test('an async insert is there when the answer is', async () => {
    const name = await table('asynchronous');
    const clickhouse_settings = { async_insert: 1, wait_for_async_insert: 1 } as const;
    await client.insert({ table: name, values: [{ n: 1 }], format: 'JSONEachRow', clickhouse_settings });
    expect(await rowsOf(`SELECT count() AS n FROM ${name}`)).toEqual([{ n: 1 }]);
  });

  test('exec gives the bytes of any format, exec with values inserts them', async () => {
    const name = await table('native');
    const { stream } = await client.exec({ query: 'SELECT number AS n FROM numbers(3) FORMAT Native' });
    const bytes = Buffer.concat(await stream.toArray());
    const put = await client.exec({
      query: `INSERT INTO ${name} (n) FORMAT Native`,
      values: Readable.from([bytes], { objectMode: false }),
    });
    put.stream.resume();
    await new Promise((resolve) => void put.stream.once('end', resolve));
    expect(await rowsOf(`SELECT sum(n) AS n FROM ${name}`)).toEqual([{ n: 3 }]);
  });

  test('an empty insert is no error', async () => {
    const name = await table('empty');
    await client.insert({ table: name, values: Readable.from([]), format: 'JSONEachRow' });
    expect(await rowsOf(`SELECT count() AS n FROM ${name}`)).toEqual([{ n: 0 }]);
  });

  test('a bad row refuses the insert, with the code and the row', async () => {
    const name = await table('bad');
    const error = await failure(client.insert({ table: name, values: [{ n: 1 }, { n: 'x' }], format: 'JSONEachRow' }));
    expect(error).toMatchObject({ code: '27', type: 'CANNOT_PARSE_INPUT_ASSERTION_FAILED' });
    expect(error.message).toContain('at row 2');
    expect(error.message).not.toContain(tmpdir());
    expect(await rowsOf(`SELECT count() AS n FROM ${name}`)).toEqual([{ n: 0 }]);
  });

  test.each([
    ['a syntax error', 'SELEC 1', '62', 'SYNTAX_ERROR'],
    ['an unknown table', 'SELECT * FROM nowhere', '60', 'UNKNOWN_TABLE'],
    ['two statements', 'SELECT 1; SELECT 2', '62', 'SYNTAX_ERROR'],
  ])('%s is told with its code and type', async (_name, query, code, type) => {
    expect(await failure(client.command({ query }))).toMatchObject({ code, type });
  });

  test('an unknown setting is told', async () => {
    const clickhouse_settings = { no_such_setting: 1 } as never;
    expect(await failure(client.query({ query: 'SELECT 1', clickhouse_settings }))).toMatchObject({ code: '115' });
  });

  test('streams a large result row by row, every row once', async () => {
    const found = await client.query({
      query: 'SELECT number AS n FROM numbers(300000)',
      format: 'JSONCompactEachRowWithNames',
    });
    let [rows, sum] = [0, 0];
    for await (const part of found.stream()) {
      for (const row of part) {
        const [n] = row.json<[string]>();
        rows += 1;
        sum += Number(n) || 0;
      }
    }
    expect([rows, sum]).toEqual([300_001, (299_999 * 300_000) / 2]);
  });

  test('an exception in the middle of a result reaches the client as one', async () => {
    const query = 'SELECT throwIf(number = 3000000) FROM numbers(6000000)';
    const read = async (): Promise<number> => {
      let rows = 0;
      for await (const part of (await client.query({ query, format: 'JSONEachRow' })).stream()) rows += part.length;
      return rows;
    };
    expect((await failure(read())).code).toBe('395');
  });

  test('a result that is to be complete before the answer fails with a status', async () => {
    const query = 'SELECT throwIf(number = 300000) FROM numbers(600000)';
    const call = client.query({ query, format: 'JSONEachRow', clickhouse_settings: { wait_end_of_query: 1 } });
    expect((await failure(call)).code).toBe('395');
  });

  test('many at once do not mix up', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, x) => rowsOf('SELECT {x:UInt32} AS x', { x })),
    );
    expect(answers.flat()).toEqual(Array.from({ length: 40 }, (_, x) => ({ x })));
  });
});

describe('a read-only user', () => {
  test('reads, with settings that bound its statement', async () => {
    const own = reader();
    const found = await own.query({
      query: 'SELECT 1 AS x',
      format: 'JSONEachRow',
      clickhouse_settings: { max_execution_time: 5 },
    });
    expect(await found.json()).toEqual([{ x: 1 }]);
    await own.close();
  });

  test.each([
    'CREATE TABLE made (n UInt8) ENGINE = Memory',
    'DROP TABLE arrays',
    "SELECT * FROM file('/etc/hostname', 'LineAsString')",
    "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
    'SET readonly = 0',
  ])('may not: %s', async (query) => {
    const own = reader();
    expect(await failure(own.command({ query }))).toMatchObject({ code: '164', type: 'READONLY' });
    await own.close();
  });

  test('bounds its statements one by one, on a connection that is used again', async () => {
    const own = reader();
    for (const size of [7, 8, 7]) {
      const clickhouse_settings = { max_block_size: String(size) };
      const found = await own.query({
        query: "SELECT getSetting('max_block_size') AS size",
        format: 'JSONEachRow',
        clickhouse_settings,
      });
      expect(await found.json()).toEqual([{ size }]);
    }
    await own.close();
  });

  test('may not lift its own restriction by a setting', async () => {
    const own = reader();
    const query = 'CREATE TABLE made (n UInt8) ENGINE = Memory';
    expect((await failure(own.command({ query, clickhouse_settings: { readonly: '0' } }))).type).toBe('READONLY');
    await own.close();
  });

  test('may not insert', async () => {
    const own = reader();
    const put = own.insert({ table: 'arrays', values: [{ n: 9 }], format: 'JSONEachRow' });
    expect((await failure(put)).type).toBe('READONLY');
    await own.close();
  });

  test('a wrong password is refused', async () => {
    const other = createClient({ log, url: server.url, username: 'reader', password: 'wrong' });
    expect(await failure(other.query({ query: 'SELECT 1' }))).toMatchObject({
      code: '516',
      type: 'AUTHENTICATION_FAILED',
    });
    await other.close();
  });
});
