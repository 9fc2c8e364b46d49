import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttp, type ServerResponse } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChdbServer, type ChdbServer } from '@duqing/chdb-server';
import { openStore, StoreError, type Store } from '../src/index.ts';
import { TRANSIENT_CODES } from '../src/store/errors.ts';

let dir: string;
let server: ChdbServer;
const stores: Record<'embedded' | 'server', Store> = {} as never;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'duqing-store-'));
  stores.embedded = await openStore({ kind: 'embedded', path: dir });
  server = await startChdbServer({ path: dir, users: 'generated' });
  stores.server = await openStore({ kind: 'server', url: server.url });
});
afterAll(async () => {
  await stores.server.close();
  await server.close();
  await stores.embedded.close();
  await rm(dir, { recursive: true, force: true });
});

async function failure(call: Promise<unknown>): Promise<StoreError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreError);
  return error as StoreError;
}

describe.each(['embedded', 'server'] as const)('a store over the %s engine', (kind) => {
  const query = async <T>(sql: string, params = {}, settings = {}): Promise<T[]> =>
    stores[kind].query<T>(sql, params, settings);

  async function table(name: string, columns: string): Promise<string> {
    await stores[kind].command(`CREATE OR REPLACE TABLE ${kind}_${name} (${columns}) ENGINE = MergeTree ORDER BY tuple()
SETTINGS non_replicated_deduplication_window = 100`);
    return `${kind}_${name}`;
  }

  test('gives counts as numbers, exact quantities and ranks as text, truth as booleans', async () => {
    const [row] =
      await query(`SELECT count() AS count, toInt64(-5) AS signed, true AS yes, CAST(NULL AS Nullable(Bool)) AS unknown,
      toDecimal128('0.1', 15) + toDecimal128('0.2', 15) AS grams, toUInt256('${2n ** 255n}') AS rank, toUInt128('9007199254740993') AS offset,
      [toUInt64(1), 2] AS list, CAST([1, NULL] AS Array(Nullable(Int64))) AS holes, toLowCardinality('x') AS code, 0 / 0 AS nothing,
      CAST([NULL, '1.50'] AS Array(Nullable(Decimal(38, 15)))) AS parts FROM numbers(3)`);
    expect(row).toEqual({
      count: 3,
      signed: -5,
      yes: true,
      unknown: null,
      grams: '0.3',
      rank: String(2n ** 255n),
      offset: '9007199254740993',
      list: [1, 2],
      holes: [1, null],
      code: 'x',
      nothing: null,
      parts: [null, '1.5'],
    });
  });

  test('a count beyond 2^53 is refused by its column, not rounded', async () => {
    await expect(query('SELECT toUInt64(9007199254740993) AS many')).rejects.toThrow(
      'many: 9007199254740993 is beyond 2^53',
    );
    expect(await query('SELECT toUInt64(9007199254740991) AS many')).toEqual([{ many: 9_007_199_254_740_991 }]);
  });

  test('64-bit integers hidden in a map are refused rather than given as text', async () => {
    await expect(query("SELECT map('a', toUInt64(1)) AS hidden")).rejects.toThrow('hidden: 64-bit integers inside Map');
  });

  test('parameters arrive as they are, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.string({ unit: 'binary-ascii' })),
        async (text, list) => {
          const sql = 'SELECT {text:String} AS text, {list:Array(String)} AS list';
          expect(await query(sql, { text, list })).toEqual([{ text, list }]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a parameter of many subjects is no matter of length', async () => {
    const list = Array.from({ length: 20_000 }, (_, index) => `330782-2026-${index}`);
    expect(await query('SELECT length({list:Array(String)}) AS n', { list })).toEqual([{ n: 20_000 }]);
  });

  test('a setting holds for its own statement only', async () => {
    const sql = "SELECT getSetting('max_block_size') AS size";
    const [before] = await query<{ size: number }>(sql);
    expect(await query(sql, {}, { max_block_size: 77 })).toEqual([{ size: 77 }]);
    expect(await query(sql)).toEqual([before]);
  });

  test('an outer join leaves NULL where there is no partner, and the zone is UTC', async () => {
    const sql =
      'SELECT r.x AS x, toString(toDateTime(0)) AS t FROM (SELECT 1 AS k) AS l LEFT JOIN (SELECT 2 AS k, 5 AS x) AS r USING (k)';
    expect(await query(sql)).toEqual([{ x: null, t: '1970-01-01 00:00:00' }]);
  });

  test('what was inserted is read back, text of every kind included', async () => {
    const name = await table('round', 'n UInt64, s String, b Nullable(Bool), d Decimal(76, 30), at Int64');
    const at = Date.UTC(2024, 5, 30, 15, 59, 59, 999);
    const rows = [
      { n: 1, s: '毒情 "\\\n\t\u0000\'', b: null, d: '120.123456789012345678901234567891', at },
      { n: 2, s: '', b: false, d: '0', at: 0 },
    ];
    await stores[kind].insert(name, rows);
    expect(await query(`SELECT * FROM ${name} ORDER BY n`)).toEqual(rows);
  });

  test('P08: a moment keeps its millisecond and its quarter', async () => {
    const name = await table('moment', 'at Int64');
    const at = Date.parse('2024-06-30T15:59:59.999Z');
    await stores[kind].insert(name, [{ at }]);
    const sql = `SELECT at, concat(toString(toYear(t)), 'Q', toString(toQuarter(t))) AS quarter
FROM (SELECT at, fromUnixTimestamp64Milli(at, 'Asia/Shanghai') AS t FROM ${name})`;
    expect(await query(sql)).toEqual([{ at, quarter: '2024Q2' }]);
  });

  test('the same rows with one token count once; without a token, or with another, again', async () => {
    const name = await table('tokens', 'n UInt8');
    const count = async (): Promise<unknown> => (await query(`SELECT count() AS n FROM ${name}`))[0];
    for (const token of ['a/0/1-1', 'a/0/1-1', 'a/0/2-2']) await stores[kind].insert(name, [{ n: 1 }], { token });
    expect(await count()).toEqual({ n: 2 });
    await stores[kind].insert(name, [{ n: 1 }]);
    await stores[kind].insert(name, [{ n: 1 }]);
    expect(await count()).toEqual({ n: 4 });
  });

  test('one insert may span more quarters than the engine allows by default', async () => {
    await stores[kind].command(
      `CREATE OR REPLACE TABLE ${kind}_quarters (q String) ENGINE = MergeTree PARTITION BY q ORDER BY q`,
    );
    await stores[kind].insert(
      `${kind}_quarters`,
      Array.from({ length: 240 }, (_, q) => ({ q: String(q) })),
    );
    expect(await query(`SELECT count() AS n FROM ${kind}_quarters`)).toEqual([{ n: 240 }]);
  });

  test('a large insert ends', async () => {
    const name = await table('large', 'n UInt32, s String');
    await stores[kind].insert(
      name,
      Array.from({ length: 200_000 }, (_, n) => ({ n, s: 'x'.repeat(80) })),
    );
    expect(await query(`SELECT count() AS rows, max(n) AS last FROM ${name}`)).toEqual([
      { rows: 200_000, last: 199_999 },
    ]);
  });

  test('no rows are no insert', async () => {
    await expect(stores[kind].insert('nowhere', [])).resolves.toBeUndefined();
    expect((await failure(stores[kind].insert('nowhere', [{}]))).code).toBe(60);
  });

  test('an unknown column, an absent one, and a null where none is taken are errors and store nothing', async () => {
    const name = await table('strict', 'n UInt8, s String');
    expect((await failure(stores[kind].insert(name, [{ n: 1, s: 'a', typo: 1 }]))).code).toBe(117);
    expect(
      (
        await failure(
          stores[kind].insert(name, [
            { n: 1, s: 'a' },
            { n: null, s: 'b' },
          ]),
        )
      ).transient,
    ).toBe(false);
    expect(await query(`SELECT count() AS n FROM ${name}`)).toEqual([{ n: 0 }]);
  });

  test('a table’s name cannot carry SQL', async () => {
    await expect(stores[kind].insert('t; DROP TABLE t', [{ n: 1 }])).rejects.toThrow('not an identifier');
  });

  test.each([
    ['a syntax error', 'SELECT (1', 62, false],
    ['an unknown table', 'SELECT * FROM nowhere', 60, false],
    ['a failed condition', 'SELECT throwIf(1)', 395, false],
    [
      'a timeout',
      'SELECT sum(sipHash64(number)) FROM numbers(100000000000) SETTINGS max_execution_time = 0.2',
      159,
      true,
    ],
    [
      'too little memory',
      'SELECT groupArray(number) FROM numbers(100000000) SETTINGS max_memory_usage = 1000000',
      241,
      true,
    ],
    ['too many rows for a limit', 'SELECT * FROM numbers(100) SETTINGS max_result_rows = 10', 396, false],
  ])('%s is told by class and code', async (_name, sql, code, transient) => {
    expect(await failure(query(sql))).toMatchObject({ code, transient });
    expect(await failure(stores[kind].command(sql))).toMatchObject({ code, transient });
  });

  test('a failed statement leaves nothing in the results after it, those that ran beside it included', async () => {
    const failing =
      'SELECT sum(sipHash64(number)) AS wrong FROM numbers(100000000000) SETTINGS max_execution_time = 0.1';
    const calls = Array.from({ length: 6 }, async (_, x) => {
      await failure(query(failing));
      return query<{ x: number }>('SELECT {x:UInt8} AS x', { x });
    });
    const beside = Array.from({ length: 50 }, async (_, x) => query<{ x: number }>(`SELECT ${x} AS x`));
    expect(await Promise.all(calls)).toEqual(calls.map((_, x) => [{ x }]));
    expect(await Promise.all(beside)).toEqual(beside.map((_, x) => [{ x }]));
  });

  test('text that looks like a code inside a message does not change the class', async () => {
    const call = query("SELECT throwIf(1, 'Code: 159. DB::Exception: x (TIMEOUT_EXCEEDED)')");
    expect((await failure(call)).transient).toBe(false);
  });
});

test('the transient codes are the engine’s own, by number and name', async () => {
  const codes = [...TRANSIENT_CODES.keys()];
  const rows = await stores.embedded.query<{ code: number; name: string }>(
    'SELECT code, errorCodeToName(code) AS name FROM (SELECT arrayJoin({codes:Array(Int32)}) AS code) ORDER BY code',
    { codes },
  );
  expect(new Map(rows.map(({ code, name }) => [code, name]))).toEqual(TRANSIENT_CODES);
});

describe('a server that cannot be reached', () => {
  test('refuses: transient', async () => {
    expect(await failure(openStore({ kind: 'server', url: 'http://127.0.0.1:1' }))).toMatchObject({
      code: null,
      type: 'ECONNREFUSED',
      transient: true,
    });
  });

  test('says nothing: transient after the timeout', async () => {
    const silent = createServer(() => undefined);
    const url = await listening(silent);
    expect(await failure(openStore({ kind: 'server', url, timeout: 200 }))).toMatchObject({
      type: 'ETIMEDOUT',
      transient: true,
    });
    silent.close();
  });

  test('P09: drops the connection after the body was sent; the same insert again leaves one row', async () => {
    await stores.embedded.command(
      'CREATE TABLE dropped (n UInt8) ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 100',
    );
    let drops = 1;
    const target = new URL(server.url);
    // forwards the request whole, and answers nothing the first time an insert comes
    const proxy = createHttp((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => void chunks.push(chunk));
      request.on('end', () => {
        const headers = { 'content-type': 'text/plain', authorization: String(request.headers.authorization) };
        const forwarded = fetch(`http://${target.host}${request.url}`, {
          method: 'POST',
          headers,
          body: Buffer.concat(chunks),
        });
        void answer(response, { forwarded, drop: request.url?.includes('INSERT') === true && drops-- > 0 });
      });
    });
    const url = new URL(await listening(proxy));
    Object.assign(url, { username: target.username, password: target.password });
    const store = await openStore({ kind: 'server', url: url.href });
    const put = async (): Promise<void> => store.insert('dropped', [{ n: 1 }], { token: 'cases/0/7-7' });
    expect(await failure(put())).toMatchObject({ code: null, transient: true });
    await put();
    expect(await stores.embedded.query('SELECT count() AS n FROM dropped')).toEqual([{ n: 1 }]);
    await store.close();
    proxy.close();
  });
});

test('the official client of the embedded store reads what the store wrote', async () => {
  await stores.embedded.command('CREATE TABLE by_store (n UInt8) ENGINE = MergeTree ORDER BY n');
  await stores.embedded.insert('by_store', [{ n: 3 }]);
  const found = await stores.embedded.client.query({ query: 'SELECT n FROM by_store', format: 'JSONEachRow' });
  expect(await found.json()).toEqual([{ n: 3 }]);
});

test('a closed store says so', async () => {
  const closed = await openStore({ kind: 'embedded', path: dir });
  await closed.close();
  expect((await failure(closed.query('SELECT 1'))).message).toBe('the store is closed');
});

test('a second directory in one process is refused as final, and the first goes on', async () => {
  const other = join(dir, 'other');
  expect(await failure(openStore({ kind: 'embedded', path: other }))).toMatchObject({ code: null, transient: false });
  expect(await stores.embedded.query('SELECT 1 AS x')).toEqual([{ x: 1 }]);
});

test('two stores of one directory see each other’s rows', async () => {
  const second = await openStore({ kind: 'embedded', path: dir });
  await second.command('CREATE TABLE shared (n UInt8) ENGINE = MergeTree ORDER BY n');
  await second.insert('shared', [{ n: 4 }]);
  await second.close();
  expect(await stores.server.query('SELECT n FROM shared')).toEqual([{ n: 4 }]);
});

async function answer(
  response: ServerResponse,
  { forwarded, drop }: { forwarded: Promise<Response>; drop: boolean },
): Promise<void> {
  const { status, body } = await forwarded.then(async (got) => ({ status: got.status, body: await got.text() }));
  if (drop) response.destroy();
  else response.writeHead(status).end(body);
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
