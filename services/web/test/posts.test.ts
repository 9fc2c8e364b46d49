import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleOf, createAccess, type Access, type Role } from '@duqing/access';
import type { Cell } from '@duqing/catalogue';
import { createLogger, loadDeployment } from '@duqing/runtime';
import { createReader, liveDeployment, migrate, openStore, type Reader, type Store } from '@duqing/warehouse';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createWebApp, type WebApp } from '../src/index.ts';
import { cell, COUNTY, NOW } from './fixture.ts';

/** Pages by who has signed in, over a real store: what is shown, what is written, what is in the audit. */
const OTHER = '990103';
const folder = mkdtempSync(join(tmpdir(), 'duqing-posts-'));
const woken: string[] = [];
let store: Store;
let access: Access;
let app: WebApp;
let url = '';
let held: Cell[] = [];
const tokens: Record<string, string> = {};
const clock = (): number => NOW;

beforeAll(async () => {
  store = await openStore({ kind: 'embedded', path: folder });
  await migrate(store);
  const deployment = await liveDeployment(store, await loadDeployment('demo'));
  access = createAccess({ store, clock, deployment });
  const posts: [post: string, role: Role, area: string][] = [
    ['viewer', 'viewer', '990100'],
    ['analyst', 'analyst', '990100'],
    ['county', 'analyst', OTHER],
    ['intelligence', 'intelligence', '990100'],
    ['reviewer', 'reviewer', '990100'],
  ];
  for (const [post, role, area] of posts)
    tokens[post] = (await access.issueToken({ post, role, area }, consoleOf(deployment))).token;
  const real = createReader({ store, deployment, clock });
  const event = { source: '/990102/police', id: 'secret-7', subject: 's-1', revision: 1, part: 'numerator' as const };
  const reader: Reader = {
    ...real,
    cells: async (query) => (held.length > 0 ? held : real.cells(query)),
    explain: async (query) => (held[0] ? { ...held[0], events: [event] } : real.explain(query)),
  };
  const publisher = { publish: async (topic: string) => void woken.push(topic) };
  const logger = createLogger({ name: 'web', destination: { write: () => undefined } });
  app = await createWebApp({ reader, deployment, clock, logger, desk: { access, store, publisher } });
  url = await app.listen({ port: 0 });
}, 60_000);
beforeEach(async () => {
  held = [];
  woken.length = 0;
  await store.command('TRUNCATE TABLE audit');
});
afterAll(async () => {
  await app.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

interface Said {
  status: number;
  text: string;
  location: string;
}

async function ask(path: string, by?: string, fields?: Record<string, string>): Promise<Said> {
  const response = await fetch(`${url}${path}`, {
    redirect: 'manual',
    headers: by === undefined ? {} : { authorization: `Bearer ${tokens[by]}` },
    ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
  });
  return { status: response.status, text: await response.text(), location: response.headers.get('location') ?? '' };
}

async function audited(): Promise<string[]> {
  const rows = await access.auditRows(20);
  return rows.map(({ post, action, object, outcome }) => [post, action, object, outcome].join(' ')).toReversed();
}

const FEW = { indicator: 'minors-share', numerator: 2, denominator: 40 };
const TIPS = { indicator: 'intelligence-reports', numerator: 9, denominator: null };

test.each<[what: string, over: Partial<Cell>, by: string | undefined, seen: boolean]>([
  ['few persons: anyone', FEW, undefined, false],
  ['few persons: a viewer', FEW, 'viewer', false],
  ['few persons: an analyst of the city', FEW, 'analyst', true],
  ['few persons: an analyst of another county', FEW, 'county', false],
  ['few persons: intelligence', FEW, 'intelligence', true],
  ['intelligence: an analyst', TIPS, 'analyst', false],
  ['intelligence: a reviewer', TIPS, 'reviewer', false],
  ['intelligence: intelligence', TIPS, 'intelligence', true],
])('explain, %s', async (_, over, by, seen) => {
  held = [cell(over)];
  const key = `${over.indicator}/${COUNTY}/2026Q3`;
  const page = await ask(`/indicators/${over.indicator}?region=${COUNTY}&period=2026Q3`, by);
  const api = await ask(`/api/explain?indicator=${over.indicator}&region=${COUNTY}&period=2026Q3`, by);
  expect([page.status, api.status]).toEqual([200, 200]);
  for (const { text } of [page, api]) expect(text.includes('secret-7')).toBe(seen);
  const row = `${by} explain-sensitive ${key} ${seen ? 'done' : 'refused'}`;
  expect(await audited()).toEqual(by === undefined ? [] : [row, row]);
});

test('what everybody may see leaves no audit', async () => {
  held = [cell()];
  expect((await ask(`/indicators/it-solved-share?region=${COUNTY}&period=2026Q3`, 'analyst')).text).toContain(
    'secret-7',
  );
  expect(await audited()).toEqual([]);
});

test('a note is added by an analyst, shown to all on the page and in JSON, and taken back', async () => {
  const key = { indicator: 'it-solved-share', region: COUNTY, period: '2026Q3' };
  const page = `/indicators/it-solved-share?region=${COUNTY}&period=2026Q3`;
  const fields = { ...key, text: '口径待核实 <b>' };
  expect(await ask('/notes', 'viewer', fields)).toMatchObject({ status: 403 });
  expect(await ask('/notes', 'county', fields)).toMatchObject({ status: 400 });
  expect((await ask('/notes', 'analyst', { ...fields, text: '联系 13912345678' })).text).toContain('疑似个人信息');
  expect(await ask('/notes', 'analyst', fields)).toMatchObject({ status: 303, location: page });
  expect((await ask(page)).text).toContain('口径待核实 &lt;b&gt;');
  const [shown] = JSON.parse((await ask(`/api/cells?${new URLSearchParams(key).toString()}`)).text) as Cell[];
  expect(shown?.notes).toMatchObject([{ author: 'analyst', text: '口径待核实 <b>' }]);
  const id = shown?.notes?.[0]?.id ?? '';
  expect((await ask(page, 'viewer')).text).not.toContain('/withdraw');
  expect((await ask(page, 'analyst')).text).toContain(`/notes/${id}/withdraw`);
  expect(await ask(`/notes/${id}/withdraw`, 'analyst', key)).toMatchObject({ status: 303 });
  expect((await ask(page)).text).not.toContain('口径待核实');
  const done = (await audited()).filter((row) => !row.includes('explain')).toSorted();
  const cellKey = Object.values(key).join('/');
  expect(done).toEqual([
    `analyst add-note ${cellKey} done`,
    `analyst withdraw-note ${id} done`,
    `county note ${cellKey} refused`,
  ]);
});

test('pace: what each department owes and days without, as a page in both languages and as a calendar', async () => {
  const page = await ask('/pace?department=party-office&lang=en');
  expect(page.status).toBe(200);
  expect(page.text).toMatch(/<strong>0 of 1 meetings<\/strong>: <a/);
  expect(page.text).toContain('2026-12-31');
  expect(page.text).toContain('Days without');
  expect(page.text).not.toMatch(/undefined|NaN|\[object/);
  const ics = await ask(`/pace.ics?department=party-office&region=${COUNTY}`);
  expect(ics.text).toMatch(/^BEGIN:VCALENDAR\r\n[^]*DTSTART;VALUE=DATE:20261231/);
  expect((await ask('/pace?department=weather')).status).toBe(400);
});

test('configuration: looked at, proposed, not approved by its own post, approved by another; services are woken', async () => {
  const fields = {
    part: 'targets',
    'valid-from': '2026-01-01',
    source: '会议纪要',
    reason: '试行',
    sets: 'it-solved-share@county=35',
  };
  expect((await ask('/configuration/new')).status).toBe(401);
  expect((await ask('/configuration', 'viewer', fields)).status).toBe(403);
  const wrong = await ask('/configuration', 'reviewer', { ...fields, sets: 'no-such@county=3', act: 'propose' });
  expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('没有指标 no-such')]);
  expect(wrong.text).toContain('会议纪要');
  const look = await ask('/configuration', 'reviewer', { ...fields, act: 'look' });
  expect([look.status, look.text]).toEqual([200, expect.stringContaining('尚未提出')]);
  const { location } = await ask('/configuration', 'reviewer', { ...fields, act: 'propose' });
  expect(location).toMatch(/^\/configuration\/[0-9a-f]{12}$/);
  const own = await ask(`${location}/approve`, 'reviewer', { lang: 'en' });
  expect([own.status, own.text]).toEqual([400, expect.stringContaining('another post than the one that proposed it')]);
  expect((await ask(location, 'reviewer')).text).not.toContain('/approve');
  expect((await ask(`${location}/approve`, 'analyst', {})).status).toBe(403);
  const by = consoleOf({ city: '990100' });
  tokens['second'] = (await access.issueToken({ post: 'second', role: 'reviewer', area: '990100' }, by)).token;
  expect((await ask(location, 'second')).text).toContain(`${location}/approve`);
  expect(await ask(`${location}/approve`, 'second', {})).toMatchObject({ status: 303, location });
  expect(woken).toEqual(['duqing.changed']);
  expect((await ask(location)).text).toContain('已批准');
  const list = await ask('/configuration');
  expect(list.text).toContain('it-solved-share@county=35');
  expect((await ask(`/indicators/it-solved-share?region=${COUNTY}&period=2026Q3&lang=en`)).text).toMatch(/&gt; ?35/);
  const rows = (await audited()).filter((row) => row.includes('configuration')).toSorted();
  const id = location.split('/').at(-1);
  expect(rows).toEqual([
    `reviewer approve-configuration ${id} refused`,
    'reviewer propose-configuration targets done',
    'reviewer propose-configuration targets refused',
    `second approve-configuration ${id} done`,
  ]);
});
