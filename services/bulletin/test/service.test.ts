import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BulletinRow, Reader } from '@duqing/warehouse';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BulletinRefused, BulletinService, type IssueRequest } from '../src/index.ts';
import { deployment, NOW, QUARTER, readerOf } from './support.ts';

let out: string;
let sealed: BulletinRow[];

beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'duqing-bulletin-'));
  sealed = [];
});
afterEach(async () => rm(out, { recursive: true }));

function serviceOf(part: { reader?: Reader; append?: (row: BulletinRow) => Promise<void>; now?: number } = {}) {
  return new BulletinService({
    reader: part.reader ?? readerOf(sealed),
    deployment,
    clock: () => part.now ?? NOW,
    watermark: async () => NOW,
    notices: async () => [],
    append: part.append ?? (async (row) => void sealed.push(row)),
  });
}

async function gone(): Promise<never> {
  throw new Error('store is gone');
}

const request = (part: Partial<IssueRequest> = {}): IssueRequest => ({
  quarter: QUARTER,
  out: join(out, 'bundle'),
  lang: 'zh',
  edition: 'provisional',
  asOf: NOW,
  ...part,
});

test('an edition is a folder and one row, sealed after its cut-off', async () => {
  const { row, files } = await serviceOf().issue(request());
  expect(await readdir(row.path)).toEqual(files.toSorted());
  expect(sealed).toEqual([row]);
  expect(row.sealed_at).toBeGreaterThan(row.as_of);
  const cells = JSON.parse(row.cells) as object[];
  expect(cells.length).toBeGreaterThan(500);
  expect(cells[0]).toMatchObject({ period: expect.any(String), verdict: expect.any(String) });
});

test('the same edition once more, later: the same bundle, no second row', async () => {
  const first = await serviceOf().issue(request());
  const second = await serviceOf({ now: NOW + 86_400_000 }).issue(request({ out: join(out, 'again') }));
  expect(second.row).toEqual(first.row);
  expect(sealed).toHaveLength(1);
  for (const name of first.files)
    expect(await readFile(join(out, 'again', name))).toEqual(await readFile(join(out, 'bundle', name)));
});

test('what a writer added survives when the edition is made again, and other words are refused', async () => {
  const first = await serviceOf().issue(request({ narrative: '## summary\n形势平稳。\n' }));
  expect(first.files).toContain('narrative.md');
  await serviceOf().issue(request({ out: join(out, 'again') }));
  for (const name of first.files)
    expect(await readFile(join(out, 'again', name))).toEqual(await readFile(join(out, 'bundle', name)));
  await expect(
    serviceOf().issue(request({ out: join(out, 'other'), narrative: '## summary\n另。\n' })),
  ).rejects.toThrow(/never changes; what would be made now differs/);
});

test('a sealed edition with other content or another cut-off is refused and nothing is written', async () => {
  await serviceOf().issue(request());
  await expect(serviceOf().issue(request({ asOf: NOW - 1, out: join(out, 'other') }))).rejects.toThrow(
    /sealed as of 2026-10-26/,
  );
  sealed = sealed.map((row) => ({ ...row, bundle_id: 'another' }));
  await expect(serviceOf().issue(request({ out: join(out, 'other') }))).rejects.toThrow(BulletinRefused);
  expect(await readdir(out)).toEqual(['bundle']);
});

test('the other language is an edition of its own', async () => {
  await serviceOf().issue(request());
  await serviceOf().issue(request({ lang: 'en', out: join(out, 'en') }));
  expect(sealed.map(({ lang }) => lang)).toEqual(['zh', 'en']);
});

test.each(['cells', 'alerts', 'bulletins'] as const)(
  'a read of %s that fails leaves no file and no row',
  async (name) => {
    const reader: Reader = { ...readerOf(), [name]: async () => Promise.reject(new Error('store is gone')) };
    await expect(serviceOf({ reader }).issue(request())).rejects.toThrow('store is gone');
    expect([await readdir(out), sealed]).toEqual([[], []]);
  },
);

test('a row that cannot be kept takes the folder with it', async () => {
  await expect(serviceOf({ append: gone }).issue(request())).rejects.toThrow('store is gone');
  expect(await readdir(out)).toEqual([]);
});

test.each([
  ['everybody', /audience: everybody is none; internal, public or county:/],
  ['county:', /audience: county: is none/],
  ['county:990100', /such as county:990102/],
  ['county:330782', /audience: county:330782/],
] as const)('the audience %s is refused with the reason', async (audience, reason) => {
  await expect(serviceOf().issue(request({ audience }))).rejects.toThrow(reason);
  expect(await readdir(out)).toEqual([]);
});

test.each([
  ['2026Q4', 'provisional', /possible from 2027-01-01/],
  ['2027Q1', 'flash', /possible from 2027-01-01/],
  ['2026Q3', 'final', /possible from 2027-01-20/],
  ['2026H1', 'flash', /write it like 2026Q2/],
] as const)('%s %s is too early or no quarter', async (quarter, edition, reason) => {
  await expect(serviceOf().issue(request({ quarter, edition }))).rejects.toThrow(reason);
  expect(await readdir(out)).toEqual([]);
});
