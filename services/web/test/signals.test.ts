import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleOf, createAccess } from '@duqing/access';
import { createHealth, createLogger, loadDeployment } from '@duqing/runtime';
import { migrate, openStore, signalActs, type SignalReport, type SignalView, type Store } from '@duqing/warehouse';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerDesk } from '../src/desk/register-desk.ts';
import { register } from '../src/http/register.ts';
import { signalRoutes } from '../src/http/signal-routes.ts';
import { COUNTY, NOW, readerOf } from './fixture.ts';

const KEY = `early-warning/cases/trafficking/${COUNTY}`;
const folder = mkdtempSync(join(tmpdir(), 'duqing-web-signals-'));
const signal: SignalView = {
  key: KEY,
  measure: 'cases',
  code: 'trafficking',
  name: { zh: '贩卖、运输毒品案件', en: 'trafficking cases' },
  region: COUNTY,
  week: '2026-W29',
  from: '2026-07-13',
  to: '2026-07-19',
  since: '2026-W28',
  observed: 14,
  complete: false,
  expected: 3.43,
  limit: 6.52,
  limits: [
    { method: 'farrington', expected: 5, limit: 15.2, exceeded: false },
    { method: 'ears-c2', expected: 3.43, limit: 6.52, exceeded: true },
  ],
  simulated: true,
  backfilled: false,
  assessment: null,
  dismissed: false,
};
let report: SignalReport;
let store: Store;
let server: FastifyInstance;
const tokens: Record<string, string> = {};

const clock = () => NOW;

beforeAll(async () => {
  const deployment = await loadDeployment('demo');
  store = await openStore({ kind: 'embedded', path: folder });
  await migrate(store);
  const access = createAccess({ store, clock, deployment });
  for (const role of ['analyst', 'viewer']) {
    const request = { post: `post-${role}`, role, area: deployment.city };
    tokens[role] = (await access.issueToken(request, consoleOf(deployment))).token;
  }
  report = {
    week: '2026-W30',
    feeds: 24,
    blind: [{ region: COUNTY, feed: 'seizures', through: null }],
    signals: [signal],
  };
  const reader = readerOf({
    signals: async () => {
      const [newest] = (await signalActs(store, { at: NOW, key: KEY })).slice(-1);
      return { ...report, signals: report.signals.map((one) => ({ ...one, assessment: newest ?? null })) };
    },
  });
  const logger = createLogger({ name: 'web', destination: { write: () => undefined } });
  const desk = { access, store, publisher: null };
  const scene = { reader, deployment, clock, logger, health: createHealth(), desk };
  server = fastify();
  const recognise = registerDesk(server, scene);
  register(server, { scene, routes: signalRoutes(scene), listeningOn: () => '127.0.0.1', recognise });
  await server.ready();
});
afterAll(async () => {
  await server.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const headers = (role?: string) => ({
  host: '127.0.0.1:8650',
  ...(role !== undefined && { authorization: `Bearer ${tokens[role]}` }),
});
const get = async (url: string, role?: string) => server.inject({ url, headers: headers(role) });
const post = async (act: string, fields: Record<string, string>, role?: string) =>
  server.inject({
    method: 'POST',
    url: `/signals/${act}`,
    headers: { ...headers(role), 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ key: KEY, week: '2026-W29', observed: '14', text: '', ...fields }).toString(),
  });

test('says observed, expected, limit, since when, by which method; what cannot be judged is no all-clear', async () => {
  const { body } = await get('/signals');
  for (const text of ['至少 14', '数据未确认', '3.4', '6.5', '2026年第29周', '自2026年第28周起', '待判断'])
    expect(body).toContain(text);
  expect(body).toContain('Farrington（含季节）：未超；EARS C2：超限');
  expect(body).toContain('24 路数据中 23 路可判断');
  expect(body).toContain('从未确认');
  expect(body).not.toContain('<form class="stack"');
  expect((await get('/signals?lang=en')).body).toContain('1 above their limits, 1 to be judged');
});

test('forms only for posts that may; a refusal is told on the page, what is done goes back to it', async () => {
  expect((await get('/signals', 'viewer')).body).not.toContain('formaction');
  expect((await get('/signals', 'analyst')).body).toContain('formaction="/signals/pass-on"');
  expect((await post('dismiss', { text: 'x' }, 'viewer')).statusCode).toBe(403);
  const refused = await post('dismiss', {}, 'analyst');
  expect([refused.statusCode, refused.body]).toEqual([409, expect.stringContaining('须写明理由')]);
  expect((await post('dismiss', { text: 'x', observed: '12' }, 'analyst')).body).toContain('现为14起');
  const done = await post('dismiss', { text: '专项行动<b>' }, 'analyst');
  expect([done.statusCode, done.headers.location]).toEqual([303, '/signals']);
  const { body } = await get('/signals');
  expect(body).toContain('已排除');
  expect(body).toContain('专项行动&lt;b&gt;');
});

test('as JSON, without the token that acted', async () => {
  const { signals, blind } = (await get('/api/signals')).json<SignalReport>();
  expect(signals).toMatchObject([{ key: KEY, assessment: { act: 'dismiss', by: 'post-analyst' } }]);
  expect(JSON.stringify(signals)).not.toContain('token');
  expect(blind).toEqual(report.blind);
});
