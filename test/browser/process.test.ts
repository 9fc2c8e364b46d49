import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startChdbServer } from '@duqing/chdb-server';
import { consoleOf, createAccess } from '@duqing/access';
import { lastQuarter } from '@duqing/bulletin';
import { loadDeployment } from '@duqing/runtime';
import { migrate, openStore, settleWatermark } from '@duqing/warehouse';
import { expect, test, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('../../services/web/src/main.ts', import.meta.url));

const BULLETIN = fileURLToPath(new URL('../../services/bulletin/src/main.ts', import.meta.url));

function start(env: Record<string, string>, main = MAIN): ChildProcess {
  return spawn(process.execPath, [main], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

test('the process says where it is, answers from a server, and ends with 0 when it is told to', async () => {
  const path = mkdtempSync(join(tmpdir(), 'duqing-web-process-'));
  const store = await openStore({ kind: 'embedded', path });
  await migrate(store);
  const server = await startChdbServer({ path, users: 'generated' });
  const child = start({ DUQING_CLICKHOUSE_URL: server.url, DUQING_DEPLOYMENT: 'demo', DUQING_LOG_LEVEL: 'silent' });
  try {
    const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
    const said = JSON.parse(line) as { ready: boolean; service: string; health: string };
    expect(said).toMatchObject({ ready: true, service: 'web' });
    expect((await fetch(`${said.health}/ready`)).status).toBe(200);
    const page = await (await fetch(new URL('/', said.health))).text();
    expect(page).toContain('尚未收到任何数据');
    expect(page).toContain('模拟数据');
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
    await server.close();
    await store.close();
    rmSync(path, { recursive: true, force: true });
  }
}, 120_000);

async function readyLine(child: ChildProcess): Promise<Record<string, string>> {
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  return JSON.parse(line) as Record<string, string>;
}

test('bulletins are drafted, reviewed and sealed in the pages of one process by another one', async () => {
  const base = mkdtempSync(join(tmpdir(), 'duqing-web-desk-'));
  const deployment = await loadDeployment('demo');
  const store = await openStore({ kind: 'embedded', path: join(base, 'data') });
  await migrate(store);
  await settleWatermark(store, { at: Date.now(), source: 'services' });
  const access = createAccess({ store, deployment, clock: Date.now });
  const tokens: Record<string, string> = {};
  for (const [post, role] of Object.entries({ writer: 'analyst', chief: 'reviewer', viewer: 'viewer' }))
    tokens[post] = (
      await access.issueToken({ post: `post-${post}`, role, area: deployment.city }, consoleOf(deployment))
    ).token;
  const server = await startChdbServer({ path: join(base, 'data'), users: 'generated' });
  const common = { DUQING_CLICKHOUSE_URL: server.url, DUQING_DEPLOYMENT: 'demo', DUQING_LOG_LEVEL: 'silent' };
  const bulletin = start(
    {
      ...common,
      DUQING_BULLETIN_DESK_PORT: '0',
      DUQING_BULLETINS_DIR: join(base, 'out'),
      DUQING_BULLETIN_TICK_SECONDS: '3600',
    },
    BULLETIN,
  );
  const { desk = '' } = await readyLine(bulletin);
  const web = start({ ...common, DUQING_BULLETIN_DESK_URL: desk });
  try {
    const url = (await readyLine(web))['health']?.replace(/\/health$/, '') ?? '';
    const ask = async (path: string, post: string, fields?: Record<string, string>) => {
      const form = fields && { method: 'POST', body: new URLSearchParams(fields) };
      const response = await fetch(url + path, {
        ...form,
        headers: { authorization: `Bearer ${tokens[post]}` },
        redirect: 'manual',
      });
      return { status: response.status, text: await response.text() };
    };
    const quarter = lastQuarter(Date.now());
    const page = `/bulletins/desk/${quarter}~flash~internal~zh`;
    const says = async (words: string) =>
      vi.waitFor(async () => expect((await ask(page, 'chief')).text).toContain(words), {
        timeout: 60_000,
        interval: 250,
      });
    expect((await ask('/bulletins/desk', 'viewer')).status).toBe(403);
    expect((await ask('/bulletins/desk', 'writer', { quarter, edition: 'flash', of: 'zh' })).status).toBe(303);
    await says('待审核');
    expect((await ask(`${page}/bulletin.html`, 'chief')).text).toContain('草稿：尚未审核签发');
    const own = await ask(`${page}/review`, 'writer', {});
    expect([own.status, own.text.includes('须由另一岗位审核')]).toEqual([409, true]);
    expect((await ask(`${page}/review`, 'chief', {})).status).toBe(303);
    expect((await ask(`${page}/seal`, 'chief', {})).status).toBe(303);
    await says('已发布，不再改动');
    expect((await ask('/bulletins', 'viewer')).text).toContain('快报');
    // asked with another's token, or none, the desk's own process refuses too
    const call = async (headers: Record<string, string>, body = '{"call":"states"}') =>
      (await fetch(`${desk}/desk`, { method: 'POST', headers, body })).status;
    expect([await call({}), await call({ authorization: 'Bearer dq_none' })]).toEqual([401, 401]);
    expect(await call({ authorization: `Bearer ${tokens['viewer']}` })).toBe(403);
    expect(await call({ authorization: `Bearer ${tokens['chief']}` }, '{"call":"drop"}')).toBe(400);
    const ended = once(bulletin, 'exit');
    bulletin.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    const away = await ask('/bulletins/desk', 'writer');
    expect([away.status, away.text.includes('通报服务暂时连接不上')]).toEqual([503, true]);
    expect((await ask('/bulletins', 'viewer')).status).toBe(200);
  } finally {
    for (const child of [web, bulletin]) child.kill('SIGKILL');
    await server.close();
    await store.close();
    rmSync(base, { recursive: true, force: true });
  }
}, 180_000);

test('without its settings it names every one that is wrong and ends with 1', async () => {
  const child = start({ DUQING_CLICKHOUSE_URL: '', DUQING_HTTP_PORT: 'many' });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  expect((await once(child, 'exit'))[0]).toBe(1);
  expect(said).toContain('DUQING_CLICKHOUSE_URL');
  expect(said).toContain('DUQING_HTTP_PORT');
}, 60_000);
