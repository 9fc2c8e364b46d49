import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAccess } from '@duqing/access';
import { BulletinRefused, diffLines, heldEdition, issueBulletin, ReleaseService, verifyBundle } from '@duqing/bulletin';
import { loadDeployment } from '@duqing/runtime';
import { generateCity } from '@duqing/simulator';
import { openStandalone, type Standalone } from '@duqing/standalone';
import { migrate, openStore, type BulletinRow, type Store } from '@duqing/warehouse';
import { afterAll, beforeAll, expect, test } from 'vitest';

const deployment = await loadDeployment('demo');
const QUARTER = '2026Q3';
const CUT_OFF = Date.parse('2026-10-20T08:00:00+08:00');
let now = CUT_OFF;
const clock = () => now;
let base: string;
let store: Store;
let standalone: Standalone;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'duqing-bulletin-e2e-'));
  store = await openStore({ kind: 'embedded', path: join(base, 'store') });
  await migrate(store);
  standalone = openStandalone({ store, deployment, clock, replay: true });
  const messages = generateCity({ deployment, quarters: 5, seed: 3, until: '2026-10-19' });
  for (const [topic, group] of Map.groupBy(messages, (message) => message.topic)) {
    await standalone.bus.publish(
      topic,
      group.map(({ key, value }) => ({ key, value })),
    );
  }
  await standalone.settle('replay');
}, 120_000);
afterAll(async () => {
  await store.close();
  await rm(base, { recursive: true });
});

function issue(part: { lang?: 'zh' | 'en'; asOf?: number; out?: string } = {}) {
  const { lang = 'zh', asOf = CUT_OFF, out = join(base, 'out') } = part;
  const { reader } = standalone;
  return issueBulletin({
    reader,
    store,
    deployment,
    clock,
    lang,
    asOf,
    out,
    quarter: QUARTER,
    edition: 'provisional',
    audience: 'internal',
  });
}

const rows = async (): Promise<BulletinRow[]> => standalone.reader.bulletins();

test('the calendar issues what is due, in its languages, of one cut-off, and nothing twice', async () => {
  const service = new ReleaseService({
    reader: standalone.reader,
    store,
    deployment,
    clock,
    out: join(base, 'released'),
    langs: ['zh', 'en'],
    release: 'automatic',
    access: createAccess({ store, deployment, clock }),
  });
  now = Date.parse('2026-10-19T23:59:00+08:00');
  expect(await service.issueDue()).toEqual([]);
  now = CUT_OFF + 3_600_000;
  const folders = await service.issueDue();
  expect(folders.map((folder) => folder.split('/').at(-1))).toEqual([
    '2026Q3-provisional-internal-zh',
    '2026Q3-provisional-internal-en',
  ]);
  expect(await service.issueDue()).toEqual([]);
  expect((await rows()).map(({ as_of, sealed_at }) => [as_of, sealed_at > as_of])).toEqual([
    [CUT_OFF, true],
    [CUT_OFF, true],
  ]);
  for (const folder of folders) expect(await verifyBundle(folder)).toEqual({ ok: true, faults: [] });
}, 180_000);

test('what was issued is beside the live cells, and the quarter has its bulletin', async () => {
  const [cell] = await standalone.reader.cells({ indicator: 'cases-filed', region: deployment.city, period: QUARTER });
  expect(cell?.published).toEqual({ edition: 'provisional', value: cell?.value, verdict: cell?.verdict });
  expect(cell?.revisedSince).toBe(false);
  const query = { indicator: 'bulletin-issued', region: deployment.city, period: '2026Q4' };
  const [before] = await standalone.reader.cells({ ...query, asOf: CUT_OFF });
  const [after] = await standalone.reader.cells(query);
  expect([before?.value, after?.value, after?.verdict]).toEqual([null, 1, 'met']);
});

test('made again on another day as of the same moment: the same bytes, no new row, though it was published meanwhile', async () => {
  now = CUT_OFF + 40 * 86_400_000;
  const { folder, files } = await issue({ out: join(base, 'again') });
  for (const name of files) {
    const first = await readFile(join(base, 'released', '2026Q3-provisional-internal-zh', name));
    expect([name, (await readFile(join(folder, name))).equals(first)]).toEqual([name, true]);
  }
  expect(await rows()).toHaveLength(2);
});

test('an edition of an earlier cut-off against a later one: what came in between is told, and why', async () => {
  const flash = { reader: standalone.reader, store, deployment, clock, lang: 'zh', quarter: QUARTER } as const;
  const asOf = Date.parse('2026-10-05T08:00:00+08:00');
  await issueBulletin({ ...flash, asOf, edition: 'flash', audience: 'internal', out: join(base, 'flash') });
  const sealed = await rows();
  const held = async (edition: string) => {
    const row = sealed.find((one) => one.edition === edition && one.lang === 'zh');
    if (!row) throw new Error(`no ${edition}`);
    return heldEdition(row);
  };
  const lines = diffLines({ before: await held('flash'), after: await held('provisional') }, { lang: 'zh' });
  expect(lines[0]).toContain('快报（数据截至 2026-10-05 08:00（北京时间））');
  expect(lines.join('\n')).toMatch(/报表后到（\d+\/\d+ → \d+\/\d+）/);
  expect(lines.join('\n')).toMatch(/无法评估 → (达标|不达标)/);
  await store.command("ALTER TABLE bulletins DELETE WHERE edition = 'flash' SETTINGS mutations_sync = 2");
});

test('another cut-off is refused, and so is one beyond what is settled; neither leaves a file', async () => {
  await expect(issue({ asOf: CUT_OFF - 1 })).rejects.toThrow(BulletinRefused);
  await store.command('TRUNCATE TABLE bulletins');
  await expect(issue({ asOf: CUT_OFF + 1 })).rejects.toThrow(/beyond the watermark/);
  expect(await readdir(base)).not.toContain('out');
});

test('the figures of the bundle are those of the reader', async () => {
  const text = await readFile(join(base, 'released', '2026Q3-provisional-internal-zh', 'figures.json'), 'utf8');
  const { figures } = JSON.parse(text) as { figures: { id: string; value: unknown; verdict: string }[] };
  const cells = await standalone.reader.cells({ period: QUARTER, asOf: CUT_OFF });
  const given = new Map(figures.map(({ id, value, verdict }) => [id, [value, verdict]]));
  expect(cells.length).toBeGreaterThan(500);
  for (const { region, indicator, period, value, verdict } of cells)
    expect(given.get(`${region}/${indicator}/${period}`)).toEqual([value, verdict]);
});
