import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleOf, createAccess, type Access } from '@duqing/access';
import { createHealth, createLogger, loadDeployment } from '@duqing/runtime';
import { migrate, openStore, type Store } from '@duqing/warehouse';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fieldOf } from '../src/desk/desk.ts';
import { registerDesk } from '../src/desk/register-desk.ts';
import { ownPath } from '../src/desk/same-origin.ts';
import { json, seeOther, type Asked, type Route } from '../src/http/answer.ts';
import { deskRoutes } from '../src/http/desk-routes.ts';
import { register } from '../src/http/register.ts';
import { COUNTY, NOW, readerOf } from './fixture.ts';

const HOUR = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'duqing-desk-'));
const taken: Asked[] = [];
let now = NOW;
const clock = (): number => now;
let store: Store;
let access: Access;
let server: FastifyInstance;
const tokens: Record<'analyst' | 'viewer', string> = { analyst: '', viewer: '' };

const mend: Route = {
  path: '/mend',
  face: 'page',
  method: 'POST',
  needs: 'mend-rejects',
  handle: (asked) => {
    taken.push(asked);
    return seeOther('/rejects');
  },
};
const whoami: Route = { path: '/whoami', face: 'json', handle: ({ principal }) => json(principal?.post ?? null) };
const rejects: Route = { path: '/mend', face: 'page', needs: 'see-rejects', handle: () => json('seen') };

beforeAll(async () => {
  const deployment = await loadDeployment('demo');
  store = await openStore({ kind: 'embedded', path: folder });
  await migrate(store);
  access = createAccess({ store, clock, deployment });
  const by = consoleOf(deployment);
  for (const role of ['analyst', 'viewer'] as const)
    tokens[role] = (await access.issueToken({ post: `post-${role}`, role, area: COUNTY }, by)).token;
  const logger = createLogger({ name: 'web', destination: { write: () => undefined } });
  const desk = { access, store, publisher: null };
  const scene = { reader: readerOf(), deployment, clock, logger, health: createHealth(), desk };
  server = fastify();
  const recognise = registerDesk(server, scene);
  const routes = [...deskRoutes(scene), mend, whoami, rejects];
  register(server, { scene, routes, listeningOn: () => '127.0.0.1', recognise });
  await server.ready();
});

afterAll(async () => {
  await server.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const OWN = { host: '127.0.0.1:8650', origin: 'http://127.0.0.1:8650' };
type Given = { fields: Record<string, string>; headers?: Record<string, string>; cookie?: string };
const post = async (url: string, { fields, headers = OWN, cookie }: Given) =>
  server.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers, ...(cookie && { cookie }) },
    payload: new URLSearchParams(fields).toString(),
  });
const get = async (url: string, cookie = '') => server.inject({ url, headers: { host: OWN.host, cookie } });

function never(): never {
  throw new Error('there is none');
}

async function signedIn(role: 'analyst' | 'viewer'): Promise<string> {
  // each from an address of its own: tries are counted by address
  const response = await server.inject({
    method: 'POST',
    url: '/sign-in',
    remoteAddress: `127.0.1.${Math.floor(Math.random() * 250) + 1}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...OWN },
    payload: new URLSearchParams({ token: tokens[role] }).toString(),
  });
  return String(response.headers['set-cookie']).split(';')[0] ?? '';
}

test('a good token opens a session: the cookie is ours alone and does not hold the token', async () => {
  const { statusCode, headers } = await post('/sign-in', { fields: { token: tokens.analyst, to: '/rejects?page=2' } });
  expect(statusCode).toBe(303);
  expect(headers.location).toBe('/rejects?page=2');
  const cookie = String(headers['set-cookie']);
  expect(cookie).toMatch(/^duqing_desk=[\w-]{43}; Max-Age=36000; Path=\/; HttpOnly; SameSite=Strict$/);
  expect(cookie).not.toContain(tokens.analyst);
  const [session] = cookie.split(';');
  expect((await get('/whoami', session)).json()).toBe('post-analyst');
  expect((await get('/desk', session)).body).toContain('post-analyst');
});

test('the post’s page asks whoever is not signed in to do so, in the language asked for', async () => {
  const desk = await get('/desk');
  expect(desk.statusCode).toBe(200);
  expect(desk.body).toContain('name="token"');
  expect((await get('/desk?lang=en')).body).toContain('<html lang="en"');
});

test('a wrong token is told nothing but that it is wrong, and opens nothing', async () => {
  const { statusCode, headers, body } = await post('/sign-in', { fields: { token: 'dq_nothing' } });
  expect(statusCode).toBe(403);
  expect(headers['set-cookie']).toBeUndefined();
  expect(body).toContain('令牌无效');
  expect(body).not.toContain('dq_nothing');
});

test('tries from one address are limited', async () => {
  const tries = Array.from({ length: 12 }, async () =>
    server.inject({
      method: 'POST',
      url: '/sign-in',
      remoteAddress: '127.0.2.1',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...OWN },
      payload: 'token=guess',
    }),
  );
  expect((await Promise.all(tries)).map(({ statusCode }) => statusCode).filter((code) => code === 429)).toHaveLength(2);
});

test.each([
  ['/rejects', '/rejects'],
  ['//evil.example/x', '/desk'],
  ['/\\evil.example', '/desk'],
  ['https://evil.example', '/desk'],
  ['', '/desk'],
])('after signing in %j leads to %s: never to another site', (asked, led) => {
  expect(ownPath(asked)).toBe(led);
});

test.each([
  ['from another site', { host: OWN.host, origin: 'http://evil.example' }],
  ['from a page without an address', { host: OWN.host, origin: 'null' }],
  ['from another site, as the browser says', { ...OWN, 'sec-fetch-site': 'cross-site' }],
  ['that says nothing of where it comes from', { host: OWN.host }],
])('a form %s does nothing, with a session or without', async (_what, headers) => {
  const cookie = await signedIn('analyst');
  const before = taken.length;
  expect((await post('/mend', { fields: { a: '1' }, headers, cookie })).statusCode).toBe(403);
  expect(taken).toHaveLength(before);
});

test('who may not is refused before the route: unknown is asked to sign in and comes back, the wrong role is told so', async () => {
  const unknown = await get('/mend');
  expect(unknown.statusCode).toBe(401);
  expect(unknown.body).toContain('name="to" value="/mend"');
  const viewer = await post('/mend', { fields: {}, cookie: await signedIn('viewer') });
  expect(viewer.statusCode).toBe(403);
  expect(viewer.body).toContain('该岗位无权');
  expect(taken.filter(({ principal }) => principal?.role === 'viewer')).toEqual([]);
});

test('a form comes whole: fields more than once, and a file', async () => {
  const cookie = await signedIn('analyst');
  const body = new FormData();
  body.append('place', 'a');
  body.append('place', 'b');
  body.append('sheet', new Blob([Uint8Array.of(0, 255, 10)]), '表.csv');
  const sent = new Request('http://127.0.0.1/', { method: 'POST', body });
  const { statusCode } = await server.inject({
    method: 'POST',
    url: '/mend',
    headers: { ...OWN, cookie, 'content-type': sent.headers.get('content-type') ?? '' },
    payload: Buffer.from(await sent.arrayBuffer()),
  });
  expect(statusCode).toBe(303);
  const { form, principal } = taken.at(-1) ?? never();
  expect(principal?.post).toBe('post-analyst');
  expect(form.fields['place']).toEqual(['a', 'b']);
  expect(fieldOf(form, 'place')).toBe('a');
  expect(form.files['sheet']).toEqual({ name: '表.csv', bytes: Buffer.from([0, 255, 10]) });
});

test('names that objects inherit are fields like others', async () => {
  const { statusCode } = await post('/mend', {
    fields: { ['__proto__']: 'x', to: 'y' },
    cookie: await signedIn('analyst'),
  });
  expect(statusCode).toBe(303);
  const { form } = taken.at(-1) ?? never();
  expect(form.fields['toString']).toBeUndefined();
  expect(fieldOf(form, 'to')).toBe('y');
});

test('a file over the limit is refused as too large, in words', async () => {
  const cookie = await signedIn('analyst');
  const body = new FormData();
  body.append('sheet', new Blob([new Uint8Array(8_000_001)]), 'a.csv');
  const sent = new Request('http://127.0.0.1/', { method: 'POST', body });
  const before = taken.length;
  const { statusCode, body: text } = await server.inject({
    method: 'POST',
    url: '/mend',
    headers: { ...OWN, cookie, 'content-type': sent.headers.get('content-type') ?? '' },
    payload: Buffer.from(await sent.arrayBuffer()),
  });
  expect(statusCode).toBe(413);
  expect(text).toContain('内容过大');
  expect(taken).toHaveLength(before);
});

test('a bearer token needs no page of ours: nothing that a browser adds by itself is trusted', async () => {
  const headers = { host: OWN.host, authorization: `Bearer ${tokens.analyst}` };
  expect((await post('/mend', { fields: { a: '1' }, headers })).statusCode).toBe(303);
});

test('signing out, the end of the working day and a revoked token each end the session', async () => {
  const one = await signedIn('analyst');
  expect((await post('/sign-out', { fields: {}, cookie: one })).statusCode).toBe(303);
  expect((await get('/whoami', one)).json()).toBeNull();
  const two = await signedIn('analyst');
  now += 10 * HOUR - 1;
  expect((await get('/whoami', two)).json()).toBe('post-analyst');
  now += 1;
  expect((await get('/whoami', two)).json()).toBeNull();
  const three = await signedIn('viewer');
  const { token_id } = (await access.tokens()).find(({ post: held }) => held === 'post-viewer') ?? never();
  await access.revokeToken(token_id, consoleOf(await loadDeployment('demo')));
  expect((await get('/whoami', three)).json()).toBeNull();
});
