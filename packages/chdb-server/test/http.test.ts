import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChdbServer, type ChdbServer } from '../src/index.ts';

let dir: string;
let server: ChdbServer;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'duqing-facade-'));
  server = await startChdbServer({ path: dir, users: [{ name: 'default', password: 'open:sesame' }] });
});
afterAll(async () => {
  await server.close();
  await rm(dir, { recursive: true, force: true });
});

const KEY = { 'X-ClickHouse-Key': 'open:sesame' };

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
  text: string;
}

/** One exchange whose body is left as it was sent, unlike fetch's. */
async function send(
  query: Record<string, string>,
  options: { method?: string; path?: string; headers?: Record<string, string>; body?: string | Uint8Array } = {},
): Promise<Answer> {
  const url = new URL(options.path ?? '/', server.url);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return new Promise((resolve, reject) => {
    const call = request(url, { method: options.method ?? 'POST', headers: options.headers ?? KEY }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => void chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, text: bytes.toString('utf8') });
      });
    });
    call.on('error', reject);
    call.end(options.body ?? '');
  });
}

async function rows(table: string): Promise<string> {
  return (await send({}, { body: `SELECT n, s FROM ${table} ORDER BY n` })).text;
}

async function create(name: string): Promise<string> {
  const body = `CREATE TABLE ${name} (n UInt64, s String) ENGINE = MergeTree ORDER BY n`;
  expect((await send({}, { body })).status).toBe(200);
  return name;
}

/** One number for all rows of a table or query of (n, s). */
async function digestOf(from: string): Promise<string> {
  return (await send({}, { body: `SELECT count(), sum(cityHash64(n, ifNull(s, 'none'))) FROM ${from}` })).text;
}

const fault = (code: number, type: string): unknown =>
  expect.objectContaining({
    headers: expect.objectContaining({ 'x-clickhouse-exception-code': String(code) }),
    text: expect.stringMatching(
      new RegExp(`^Code: ${code}\\. DB::Exception: [\\s\\S]*\\(${type}\\) \\(version [\\d.]+\\)\\n$`),
    ),
  });

describe('health', () => {
  test.each(['/ping', '/replicas_status', '/'])('%s answers Ok without credentials', async (path) => {
    expect(await send({}, { method: 'GET', path, headers: {} })).toMatchObject({ status: 200, text: 'Ok.\n' });
  });
  test('an unknown path is not found', async () => {
    expect((await send({}, { method: 'GET', path: '/play' })).status).toBe(404);
  });
});

describe('a statement', () => {
  test('comes in the body', async () => {
    expect((await send({}, { body: 'SELECT 1+1' })).text).toBe('2\n');
  });
  test('comes in the address', async () => {
    expect((await send({ query: 'SELECT 2+1' }, { method: 'GET' })).text).toBe('3\n');
  });
  test('may begin in the address and go on in the body', async () => {
    expect((await send({ query: 'SELECT' }, { body: '7' })).text).toBe('7\n');
  });
  test('takes its parameters from the address', async () => {
    const query = {
      query: 'SELECT {text:String}, {list:Array(String)}',
      param_text: 'a\\tb\\\\c',
      param_list: "['x','y\\'z']",
    };
    expect((await send(query)).text).toBe("a\\tb\\\\c\t['x','y\\'z']\n");
  });
  test('takes its settings from the address', async () => {
    const answer = await send({ query: "SELECT getSetting('max_block_size')", max_block_size: '77' });
    expect(answer.text).toBe('77\n');
  });
  test('runs in the database that the address names', async () => {
    await send({}, { body: 'CREATE DATABASE IF NOT EXISTS `odd name`' });
    expect((await send({ database: 'odd name' }, { body: 'SELECT currentDatabase()' })).text).toBe('odd name\n');
    expect(await send({ database: 'none' }, { body: 'SELECT 1' })).toEqual(fault(81, 'UNKNOWN_DATABASE'));
  });
  test('of nothing is refused', async () => {
    expect(await send({}, { body: '  -- nothing\n' })).toEqual(fault(62, 'SYNTAX_ERROR'));
  });
  test('by GET may only read', async () => {
    const query = 'CREATE TABLE by_get (n UInt8) ENGINE = Memory';
    expect(await send({ query }, { method: 'GET' })).toEqual(fault(164, 'READONLY'));
  });
  test('may not read or write this machine’s files', async () => {
    const query = `SELECT 1 INTO /* */ OUTFILE '${join(dir, 'stolen')}'`;
    expect(await send({ query })).toEqual(fault(48, 'NOT_IMPLEMENTED'));
    const insert = "INSERT INTO FUNCTION null('a String') FROM INFILE '/etc/hostname' FORMAT LineAsString";
    expect(await send({ query: insert })).toEqual(fault(48, 'NOT_IMPLEMENTED'));
  });
});

describe('an identity', () => {
  test('is the request’s query id, in the answer', async () => {
    expect((await send({ query: 'SELECT 1', query_id: 'mine-1' })).headers['x-clickhouse-query-id']).toBe('mine-1');
    expect((await send({ query: 'SELECT 1' })).headers['x-clickhouse-query-id']).toMatch(/^[\da-f-]{36}$/);
  });
  test('runs once at a time', async () => {
    const query = { query: 'SELECT sleep(1)', query_id: 'twice' };
    const answers = await Promise.all([send(query), send(query)]);
    expect(answers).toContainEqual(fault(216, 'QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING'));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 500]);
  });
});

describe('formats', () => {
  test('the statement’s own goes before the default one', async () => {
    const answer = await send({ query: 'SELECT 1 AS x FORMAT JSONEachRow', default_format: 'CSV' });
    expect(answer).toMatchObject({ text: '{"x":1}\n', headers: { 'x-clickhouse-format': 'JSONEachRow' } });
    expect(answer.headers['content-type']).toContain('ndjson');
  });
  test('a format clause behind a comment and before settings is seen', async () => {
    const query = "SELECT number FROM numbers(100000) FORMAT /* 'x' */ JSON SETTINGS max_threads = 1 -- end";
    expect((JSON.parse((await send({ query })).text) as { rows: number }).rows).toBe(100_000);
  });
  test.each([
    ['JSON', (text: string) => (JSON.parse(text) as { data: unknown[] }).data.length],
    ['JSONCompactEachRowWithNamesAndTypes', (text: string) => text.trimEnd().split('\n').length - 2],
    ['TabSeparatedWithNames', (text: string) => text.trimEnd().split('\n').length - 1],
    ['CSVWithNames', (text: string) => text.trimEnd().split('\n').length - 1],
    ['TabSeparated', (text: string) => text.trimEnd().split('\n').length],
  ])('%s is one document with its header once', async (format, rows) => {
    const { text } = await send({ default_format: format }, { body: 'SELECT number AS "a\nb" FROM numbers(200000)' });
    expect(rows(format === 'CSVWithNames' ? text.replace('"a\nb"', 'ab') : text)).toBe(200_000);
  });
  test('RowBinaryWithNamesAndTypes has its header once', async () => {
    const { bytes } = await send(
      { default_format: 'RowBinaryWithNamesAndTypes' },
      { body: 'SELECT number AS n FROM numbers(200000)' },
    );
    expect(bytes.length).toBe(1 + 2 + 7 + 200_000 * 8);
    expect(bytes.readBigUInt64LE(bytes.length - 8)).toBe(199_999n);
  });
  test('totals stay behind the rows', async () => {
    const query = 'SELECT number % 2 AS k, count() FROM numbers(10) GROUP BY k WITH TOTALS ORDER BY k';
    expect((await send({ query })).text).toBe('0\t5\n1\t5\n\n0\t10\n');
  });
  test.each(['Native', 'RowBinary', 'Parquet', 'CSVWithNames', 'JSONEachRow', 'Arrow'])(
    'what %s gives, it takes',
    async (format) => {
      const table = `round_${format}`;
      await send({}, { body: `CREATE TABLE ${table} (n UInt64, s Nullable(String)) ENGINE = MergeTree ORDER BY n` });
      const given =
        "SELECT number AS n, if(number % 3 = 0, NULL, concat('毒,', toString(number), '\\n')) AS s FROM numbers(150000)";
      const out = await send({ default_format: format }, { body: given });
      const put = await send({ query: `INSERT INTO ${table} FORMAT ${format}` }, { body: out.bytes });
      expect(put).toMatchObject({ status: 200, text: '' });
      expect(await digestOf(table)).toBe(await digestOf(`(${given})`));
    },
  );
});

describe('an insert', () => {
  test.each([
    ['values in the statement', "INSERT INTO TABLE_ VALUES (1, 'a;b'), (2, 'FORMAT CSV')", ''],
    ['values behind the address', 'INSERT INTO TABLE_ VALUES', "(1, 'a;b'), (2, 'FORMAT CSV')"],
    ['columns in another order', 'INSERT INTO TABLE_ (s, n) FORMAT CSV', '"a;b",1\n"FORMAT CSV",2\n'],
    ['settings in the statement', 'INSERT INTO TABLE_ SETTINGS async_insert = 0 FORMAT TSV', '1\ta;b\n2\tFORMAT CSV'],
    [
      'data in the body after the statement',
      '',
      'INSERT INTO TABLE_ FORMAT JSONEachRow\n{"n":1,"s":"a;b"}\n{"n":2,"s":"FORMAT CSV"}',
    ],
    ['a comment with an apostrophe', "-- it's\nINSERT INTO `TABLE_` FORMAT TSV", '1\ta;b\n2\tFORMAT CSV'],
    [
      'rows of a query',
      "INSERT INTO TABLE_ SELECT number + 1, if(number = 0, 'a;b', 'FORMAT CSV') FROM numbers(2)",
      '',
    ],
  ])('takes %s', async (name, query, body) => {
    const table = await create(`insert_${name.replaceAll(' ', '_')}`);
    const put = (text: string): string => text.replaceAll('TABLE_', table);
    expect(await send(query ? { query: put(query) } : {}, { body: put(body) })).toMatchObject({
      status: 200,
      text: '',
    });
    expect(await rows(table)).toBe('1\ta;b\n2\tFORMAT CSV\n');
  });

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('takes a body in %s', async (encoding, zip) => {
    const table = await create(`zipped_${encoding}`);
    const body = zip(Buffer.from('5\tfive\n'));
    await send(
      { query: `INSERT INTO ${table} FORMAT TSV` },
      { headers: { ...KEY, 'Content-Encoding': encoding }, body },
    );
    expect(await rows(table)).toBe('5\tfive\n');
  });

  test('leaves no file behind, whether it works or fails', async () => {
    const table = await create('no_traces');
    await send({ query: `INSERT INTO ${table} FORMAT TSV` }, { body: '5\tfive\n' });
    expect(await send({ query: `INSERT INTO ${table} FORMAT TSV` }, { body: 'x\n' })).toEqual(
      fault(27, 'CANNOT_PARSE_INPUT_ASSERTION_FAILED'),
    );
    expect(await readdir(join(dir, 'spool'))).toEqual([]);
  });

  test('with data for a query’s input is refused, not lost', async () => {
    const query = "INSERT INTO no_traces SELECT n, 'x' FROM input('n UInt64') FORMAT TSV";
    expect(await send({ query }, { body: '1\n' })).toEqual(fault(48, 'NOT_IMPLEMENTED'));
  });

  test('of a body that is not what it says is refused', async () => {
    const headers = { ...KEY, 'Content-Encoding': 'gzip' };
    expect(await send({ query: 'INSERT INTO no_traces FORMAT TSV' }, { headers, body: '1\tx' })).toEqual(
      fault(354, 'ZLIB_INFLATE_FAILED'),
    );
  });
});

describe('compression', () => {
  const BODY = 'SELECT number FROM numbers(50000)';
  test.each([
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
    ['zstd', zstdDecompressSync],
  ])('the answer is in %s where it is asked for', async (encoding, unzip) => {
    const { headers, bytes } = await send(
      { enable_http_compression: '1' },
      { headers: { ...KEY, 'Accept-Encoding': encoding }, body: BODY },
    );
    expect(headers['content-encoding']).toBe(encoding);
    expect(unzip(bytes).toString().trimEnd().split('\n')).toHaveLength(50_000);
  });
  test('not asked for, it is not compressed', async () => {
    const { headers } = await send({}, { headers: { ...KEY, 'Accept-Encoding': 'gzip' }, body: BODY });
    expect(headers['content-encoding']).toBeUndefined();
  });
});

describe('what is not done is refused by name', () => {
  test.each([
    ['session_id', { session_id: 'x' }],
    ['compress=1', { compress: '1' }],
    ['decompress=1', { decompress: '1' }],
    ['role', { role: 'x' }],
  ])('%s', async (name, query) => {
    const answer = await send(query, { body: 'SELECT 1' });
    expect(answer).toEqual(fault(48, 'NOT_IMPLEMENTED'));
    expect(answer).toMatchObject({ status: 501, text: expect.stringContaining(name) as string });
  });
  test('an unknown encoding of the body', async () => {
    const headers = { ...KEY, 'Content-Encoding': 'lz4' };
    expect(await send({}, { headers, body: 'x' })).toEqual(fault(89, 'UNKNOWN_COMPRESSION_METHOD'));
  });
});

describe('credentials', () => {
  const basic = `Basic ${Buffer.from('default:open:sesame').toString('base64')}`;
  test.each([
    ['Basic', { Authorization: basic }, {}],
    ['headers', { 'X-ClickHouse-User': 'default', ...KEY }, {}],
    ['the address', {}, { user: 'default', password: 'open:sesame' }],
  ])('by %s are taken', async (_name, headers, query) => {
    expect(
      (await send(query as Record<string, string>, { headers: headers as Record<string, string>, body: 'SELECT 1' }))
        .text,
    ).toBe('1\n');
  });
  test.each([
    ['none', {}],
    ['a wrong password', { 'X-ClickHouse-Key': 'open' }],
    ['an unknown user', { 'X-ClickHouse-User': 'x', ...KEY }],
    ['two ways at once', { Authorization: basic, ...KEY }],
    ['another scheme', { Authorization: 'Bearer x' }],
  ])('%s: refused', async (_name, headers) => {
    const answer = await send({}, { headers: headers as Record<string, string>, body: 'SELECT 1' });
    expect(answer).toEqual(fault(516, 'AUTHENTICATION_FAILED'));
    expect(answer.status).toBe(403);
  });
  test('a web page’s requests are refused, whatever they carry', async () => {
    const page = { ...KEY, Origin: 'http://example.org' };
    expect((await send({}, { headers: page, body: 'SELECT 1' })).status).toBe(403);
    expect((await send({}, { headers: { ...KEY, Host: 'example.org' }, body: 'SELECT 1' })).status).toBe(403);
  });
  test('beyond loopback a user without a password is refused at the start', async () => {
    await expect(startChdbServer({ path: dir, host: '0.0.0.0' })).rejects.toThrow('password');
  });
});

describe('a result that fails in the middle', () => {
  const QUERY = 'SELECT throwIf(number = 3000000) FROM numbers(6000000)';
  test.each([
    ['plain', {}, 'Code: 395. DB::Exception'],
    ['gzip', { enable_http_compression: '1' }, ''],
  ])('is cut off and says why (%s)', async (_name, query, said) => {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    const search = new URLSearchParams(query as Record<string, string>);
    socket.write(
      `POST /?${search} HTTP/1.1\r\nHost: localhost\r\nX-ClickHouse-Key: open:sesame\r\nAccept-Encoding: gzip\r\nContent-Length: ${QUERY.length}\r\n\r\n${QUERY}`,
    );
    const raw = Buffer.concat((await socket.toArray()) as Buffer[]).toString('latin1');
    expect(raw).toContain('HTTP/1.1 200');
    expect(raw.endsWith('0\r\n\r\n')).toBe(false);
    const tag = /x-clickhouse-exception-tag: (\w{16})/i.exec(raw)?.[1];
    expect(raw).toContain(said && `__exception__\r\n${tag}\n${said}`);
  });
});

test('a result of any size takes little memory', async () => {
  const before = process.memoryUsage().rss;
  let most = before;
  const url = new URL('/', server.url);
  const size = await new Promise<number>((resolve, reject) => {
    const call = request(url, { method: 'POST', headers: KEY }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        most = Math.max(most, process.memoryUsage().rss);
      });
      response.on('end', () => resolve(bytes));
      response.on('error', reject);
    });
    call.end("SELECT number, repeat('x', 100) FROM numbers(5000000)");
  });
  expect(size).toBeGreaterThan(500_000_000);
  expect(most - before).toBeLessThan(250_000_000);
});

test('a client that goes away ends its statement, and others are served', async () => {
  const { port } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  const query = 'SELECT number FROM numbers(100000000000)';
  socket.write(
    `POST /?query_id=gone HTTP/1.1\r\nHost: localhost\r\nX-ClickHouse-Key: open:sesame\r\nContent-Length: ${query.length}\r\n\r\n${query}`,
  );
  await new Promise((resolve) => void socket.once('data', resolve));
  socket.destroy();
  await expect
    .poll(async () => (await send({ query_id: 'gone' }, { body: 'SELECT 1' })).status, { timeout: 10_000 })
    .toBe(200);
});
