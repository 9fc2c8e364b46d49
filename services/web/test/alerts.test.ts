import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleOf, createAccess } from '@duqing/access';
import { alertId, readActs } from '@duqing/duty';
import { createHealth, createLogger, loadDeployment } from '@duqing/runtime';
import { migrate, openStore, type AlertLetterRow, type AlertView, type Store } from '@duqing/warehouse';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { headOf, restOf } from '../src/core/alert-list.ts';
import { alertsRoutes } from '../src/http/alerts-routes.ts';
import { register } from '../src/http/register.ts';
import { alert, COUNTY, NOW, readerOf } from './fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'duqing-alert-pages-'));
const clock = (): number => NOW;
const REF = 'ab'.repeat(32);
const notice = {
  number: 1,
  at: '2026-10-20T09:00:00.000+08:00',
  kind: 'notice' as const,
  text: {
    zh: '【预警】松溪区（990102）2026年第三季度 目标未达：现值3/16',
    en: 'WARNING Songxi District (990102), Q3 2026, target missed: now 3 of 16',
  },
};
const standing: AlertView = alert({ notices: [notice], text: notice.text });
const PATH = `/alerts/${alertId(standing.key)}`;
const letter: AlertLetterRow = {
  ref: REF,
  recipient: 'commander',
  post: 'duty-commander',
  sort: 'notice',
  key: standing.key,
  number: 1,
  kind: standing.kind,
  severity: 'warning',
  indicator: 'it-solved-share',
  region: COUNTY,
  simulated: true,
  at: NOW - 3_600_000,
  held: 'quiet',
  release_at: NOW - 1_800_000,
  due: 0,
};
let alerts: AlertView[] = [];
let store: Store;
let server: FastifyInstance;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  const deployment = await loadDeployment('demo');
  store = await openStore({ kind: 'embedded', path: folder });
  await migrate(store);
  const access = createAccess({ store, clock, deployment });
  for (const [name, role, area] of [
    ['analyst', 'analyst', COUNTY],
    ['viewer', 'viewer', COUNTY],
    ['elsewhere', 'analyst', '990103'],
  ] as const)
    tokens[name] = (await access.issueToken({ post: `post-${name}`, role, area }, consoleOf(deployment))).token;
  const logger = createLogger({ name: 'web', destination: { write: () => undefined } });
  const transition = { transition_id: REF, key: standing.key };
  const reader = readerOf({ alerts: async () => alerts, transitions: async () => [transition as never] });
  const scene = { reader, deployment, clock, logger, health: createHealth(), desk: { access, store, publisher: null } };
  server = fastify();
  const recognise = async ({ authorization }: { authorization: string | undefined }) => {
    const token = authorization?.replace('Bearer ', '') ?? '';
    const principal = await access.verify(token);
    return principal && { principal, token };
  };
  register(server, { scene, routes: alertsRoutes(scene), listeningOn: () => '127.0.0.1', recognise });
  await server.ready();
});
afterAll(async () => {
  await server.close();
  await store.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  alerts = [standing];
  for (const table of ['alert_acks', 'alert_letters', 'alert_deliveries', 'audit'])
    await store.command(`TRUNCATE TABLE ${table}`);
});

const as = (name: string) => ({
  host: '127.0.0.1:8650',
  ...(name !== '' && { authorization: `Bearer ${tokens[name]}` }),
});
const get = async (url: string, name = '') => server.inject({ url, headers: as(name) });
const post = async (fields: Record<string, string>, name = 'analyst') =>
  server.inject({
    method: 'POST',
    url: PATH,
    headers: { ...as(name), 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ notice: '1', form: 'f-1', ...fields }).toString(),
  });

test('one alert by its own id and by the id that messages link to; without a post it only reads', async () => {
  const { statusCode, body } = await get(PATH);
  expect(statusCode).toBe(200);
  expect((await get(`/alerts/${REF}`)).body.replaceAll(/value="[0-9a-f-]{36}/g, '')).toBe(
    body.replaceAll(/value="[0-9a-f-]{36}/g, ''),
  );
  expect(body).toContain('目标未达');
  expect(body).toContain('尚未签收');
  expect(body).not.toContain('<form');
  expect((await get('/alerts/0123456789abcdef')).statusCode).toBe(404);
  expect((await get(PATH, 'viewer')).body).not.toContain('name="act"');
  expect((await get(PATH, 'elsewhere')).body).not.toContain('name="act"');
});

test('acknowledged, assigned with a due day, closed: each seen at once, a form sent twice is one act', async () => {
  expect((await get(PATH, 'analyst')).body.match(/name="act" value="\w+"/g)).toHaveLength(4);
  const first = await post({ act: 'acknowledge' });
  expect([first.statusCode, first.headers.location]).toEqual([303, PATH]);
  await post({ act: 'acknowledge' });
  expect((await post({ act: 'assign', assignee: 'office-head', due: '2026-12-31', text: '请核实' })).statusCode).toBe(
    303,
  );
  expect((await readActs(store)).map(({ act }) => act)).toEqual(['acknowledge', 'assign']);
  const { body } = await get(PATH, 'analyst');
  for (const said of ['已签收', '→ 禁毒办主任岗', '期限 2026-12-31', '请核实', 'post-analyst'])
    expect(body).toContain(said);
  expect(body).not.toContain('value="acknowledge"');
  await post({ act: 'close', outcome: 'known', form: 'f-2', lang: 'en' });
  expect((await get(`${PATH}?lang=en`)).body).toContain('true and known before');
  expect((await get('/alerts?show=untaken')).body).toContain('没有这样的预警');
});

test('refused: the page says why, keeps what was typed, and nothing stands', async () => {
  const wrong = await post({ act: 'comment', text: '电话13800138000' });
  expect(wrong.statusCode).toBe(400);
  expect(wrong.body).toMatch(/role="alert">✕ 第3至13个字符像个人信息/);
  expect(wrong.body).toContain('电话13800138000</textarea>');
  expect((await post({ act: 'acknowledge' }, 'viewer')).statusCode).toBe(403);
  expect((await post({ act: 'acknowledge' }, 'elsewhere')).statusCode).toBe(403);
  expect((await post({ act: 'acknowledge' }, '')).statusCode).toBe(403);
  expect((await post({ act: 'fire' })).statusCode).toBe(404);
  alerts = [{ ...standing, notices: [notice, { ...notice, number: 2 }] }];
  expect((await post({ act: 'close', outcome: 'true' })).body).toContain('其间又发出了第2号通知');
  alerts = [{ ...standing, state: 'resolved', notices: [notice, { ...notice, number: 2, kind: 'recall' }] }];
  expect((await post({ act: 'acknowledge' })).body).toContain('已更正撤回，请停止据此处置');
  expect((await get(PATH, 'analyst')).body.match(/name="act" value="\w+"/g)).toEqual([
    'name="act" value="comment"',
    'name="act" value="close"',
  ]);
  expect(await readActs(store)).toEqual([]);
});

test('delivery: to whom, held until when, by which channel, how often, and why not', async () => {
  await store.insert('alert_letters', [letter]);
  const row = { transition_id: REF, at: NOW, error: '', ok: true, tries: 1 };
  await store.insert('alert_deliveries', [
    { ...row, channel: 'webhook:commander', tries: 2 },
    { ...row, channel: 'wecom:commander', ok: false, error: 'wecom: answered 400', tries: 4 },
  ]);
  const { body } = await get(PATH);
  for (const said of [
    '指挥员',
    '值班指挥岗',
    '静默时段，推迟至',
    '✓ 接口',
    '2 次',
    '✕ 企业微信 未送达',
    'wecom: answered 400',
  ])
    expect(body).toContain(said);
  const page = (await get('/alerts/duty')).body;
  for (const said of ['副指挥岗', '静默时段 22:00 至 07:00', '目标未达', 'wecom: answered 400'])
    expect(page).toContain(said);
});

test('the list by kind, by what nobody has taken up, and by what my post has', async () => {
  alerts = [standing, alert({ key: 'veto/x', kind: 'veto', state: 'resolved', notices: [notice] })];
  expect((await get('/alerts')).body.match(/<li>/g)).toHaveLength(2);
  expect((await get('/alerts?kind=veto')).body.match(/<li>/g)).toHaveLength(1);
  expect((await get('/alerts?show=open')).body.match(/<li>/g)).toHaveLength(1);
  expect((await get('/alerts?show=mine', 'analyst')).body).toContain('没有这样的预警');
  expect((await get('/alerts?show=best')).statusCode).toBe(400);
});

test.each([
  ['zh', '【模拟数据】松溪区（990102）2026年第二季度 目标未达：现值', '松溪区（990102）2026年第二季度 目标未达'],
  ['zh', '【更正第1号】【模拟数据】松溪区 目标未达：不再成立', '松溪区 目标未达'],
  [
    'en',
    'CRITICAL [simulated data 模拟数据] Songxi District (990102), Q2 2026, veto: now yes',
    'Songxi District (990102), Q2 2026, veto',
  ],
  ['en', 'RECALL no. 1 Songxi District, veto: notice no. 1 no longer holds', 'Songxi District, veto'],
  ['en', 'ENDED: NO DATA Songxi District, veto: gone', 'Songxi District, veto'],
] as const)('what an alert is about, without its marks (%s): %s', (lang, text, head) => {
  expect(headOf({ text: { zh: text, en: text } }, lang)).toBe(head);
  expect(restOf({ text: { zh: text, en: text } }, lang)).not.toContain('Songxi District');
});
