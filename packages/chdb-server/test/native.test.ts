import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChdbServer, type ChdbServer } from '../src/index.ts';
import { versioned } from '../src/native.ts';
import { shapeOf } from '../src/native-types.ts';

let dir: string;
let server: ChdbServer;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'duqing-native-'));
  server = await startChdbServer({ path: dir });
});
afterAll(async () => {
  await server.close();
  await rm(dir, { recursive: true, force: true });
});

async function native(sql: string, version?: number): Promise<Buffer> {
  const url = new URL(server.url);
  url.searchParams.set('default_format', 'Native');
  if (version !== undefined) url.searchParams.set('client_protocol_version', String(version));
  const answer = await fetch(url, { method: 'POST', body: sql });
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (!answer.ok) throw new Error(bytes.toString('utf8'));
  return bytes;
}

test('before each block stands its info, behind each type that its values lie as usual', async () => {
  const [info, header] = [Buffer.from([1, 0, 2, 255, 255, 255, 255, 0]), Buffer.from([1, 1])];
  const [name, value] = [Buffer.from('\x01n\x05UInt8'), Buffer.from([7])];
  const sql = 'SELECT toUInt8(7) AS n';
  expect(await native(sql)).toEqual(Buffer.concat([header, name, value]));
  expect(await native(sql, 54_460)).toEqual(Buffer.concat([info, header, name, Buffer.from([0]), value]));
  expect(await native(sql, 54_453)).toEqual(Buffer.concat([info, header, name, value]));
});

test('what is added is a block of 8 bytes and one byte a column, whatever the types and however many the blocks', async () => {
  const columns = [
    "toDecimal32(1, 2), toDecimal64(1, 2), toDecimal128(1, 2), toDecimal256(1, 2), toUUID('61f0c404-5cb3-11e7-907b-a6006ad3dba0'), toIPv4('127.0.0.1'), toIPv6('::1')",
    "today(), toDate32('2020-01-01'), toDateTime(1), toDateTime64(1, 3, 'Asia/Shanghai'), true, toInt256(1), toFixedString('ab', 3), INTERVAL 1 DAY",
    "CAST('a', 'Enum8(\\'a\\' = 1, \\'b)\\' = 2)'), if(number % 2 = 0, NULL, repeat('毒', number % 200)), NULL, CAST(number % 2, 'Nullable(Float64)')",
    "toLowCardinality(toString(number % 300)), CAST(NULL, 'LowCardinality(Nullable(String))'), [toLowCardinality('x')]",
    "CAST([], 'Array(LowCardinality(String))'), range(number % 5), [[toString(number)], []], map('k', number), map('k', [number])",
    "CAST((1, 'a'), 'Tuple(n UInt8, `a b` String)'), (number, [toLowCardinality('y')], 'z')",
  ];
  const names = columns.join(', ');
  const sql = `SELECT ${names} FROM numbers(1000) SETTINGS max_block_size = 300`;
  const count = 29;
  const [plain, told] = [await native(sql), await native(sql, 54_460)];
  const blocks = (told.length - plain.length) / (8 + count);
  expect(blocks).toBe(4);
  expect(told.equals(versioned(plain, 54_460))).toBe(true);
});

test('nothing, and a result without rows', async () => {
  expect(versioned(Buffer.alloc(0), 54_460)).toHaveLength(0);
  const plain = await native("SELECT 'a' AS s, 1 AS n WHERE 0");
  expect((await native("SELECT 'a' AS s, 1 AS n WHERE 0", 54_460)).length - plain.length).toBe(
    plain.length === 0 ? 0 : 10,
  );
});

test('a type whose end is not known is refused by name, and a block that is cut off is a fault', async () => {
  await expect(native("SELECT CAST('{}', 'JSON')", 54_460)).rejects.toThrow(/NOT_IMPLEMENTED/);
  expect(() => versioned(Buffer.from('\x01\x01\x01n\x06UInt64\x01', 'latin1'), 54_460)).toThrow('cut off');
  await expect(native('SELECT 1', -1)).rejects.toThrow('client_protocol_version');
});

test.each([
  ['Tuple(a Tuple(b String, c Nullable(UInt8)), `d, e` Array(String))', 2],
  ["Tuple(Enum8('a,b' = 1), Map(String, Array(UInt8)))", 2],
])('%s has %i elements', (type, elements) => {
  const shape = shapeOf(type);
  expect(shape.kind === 'tuple' && shape.of.length).toBe(elements);
});
