import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_RULE } from '@duqing/disclosure';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHere, type Order } from '../src/making/make.ts';
import { threadMaker } from '../src/making/thread.ts';
import { verifyBundle } from '../src/verify.ts';
import { inputOf } from './support.ts';

const press = threadMaker();
let folder: string;
let order: Order;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duqing-thread-'));
  const { catalogue: _catalogue, ...gathered } = await inputOf({ audience: 'public' });
  const disclosing = { rule: DEFAULT_RULE, earlier: [] };
  order = { of: { kind: 'edition', gathered, disclosing }, making: { deployment: 'demo', versions: [] } };
});
afterAll(async () => {
  await press.close();
  await rm(folder, { recursive: true });
});

function edition(part: object): Order {
  if (order.of.kind !== 'edition') throw new Error('no edition');
  return { ...order, of: { ...order.of, gathered: { ...order.of.gathered, ...part } } };
}

test('another thread makes the same bundle, byte by byte, and says what its row keeps', async () => {
  const path = join(folder, 'made');
  const made = await press.make({ ...order, out: { path } });
  const { path: _path, isNew: _isNew, ...same } = await makeHere(order);
  expect(made).toEqual({ ...same, path, isNew: true });
  expect(await verifyBundle(path)).toEqual({ ok: true, faults: [] });
});

test('orders are carried out one after the other, each with its own answer', async () => {
  const langs = ['zh', 'en', 'zh'] as const;
  const made = await Promise.all(langs.map(async (lang) => press.make(edition({ lang, cells: [], history: [] }))));
  expect(new Set(made.map(({ id }) => id)).size).toBe(2);
  expect(made[0]).toEqual(made[2]);
});

test('it is another thread that refuses, with the reason in both languages, and the next order is made', async () => {
  const refused = press.make(edition({ narrative: '## summary\n共 12 起。' }));
  const error = await refused.catch((one: unknown) => one);
  expect(error).toMatchObject({ name: 'BulletinRefused', zh: expect.stringContaining('第 2 行') });
  expect((error as Error).stack).toContain('thread-main.ts');
  expect((await press.make(edition({ cells: [], history: [] }))).id).toMatch(/^[0-9a-f]{64}$/);
});

test('a bundle that is not the expected one is not written', async () => {
  const path = join(folder, 'other');
  const made = await press.make({ ...edition({ cells: [], history: [] }), out: { path, onlyAs: '0'.repeat(64) } });
  expect(made.isNew).toBe(false);
  expect(await readdir(folder)).toEqual(['made']);
});

test('closed while it makes something, what was asked rejects; asked again it starts anew', async () => {
  const other = threadMaker();
  const made = other.make(order);
  // the order is handed over in the next turn
  await new Promise((resolve) => setImmediate(resolve));
  await other.close();
  await expect(made).rejects.toThrow('the thread that makes bulletins ended');
  expect((await other.make(edition({ cells: [], history: [] }))).files).toContain('bulletin.pdf');
  await other.close();
});
