import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startChdbServer } from '@duqing/chdb-server';
import { migrate, openStore } from '@duqing/warehouse';
import { expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../services/web/src/main.ts', import.meta.url));

function start(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [MAIN], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
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

test('without its settings it names every one that is wrong and ends with 1', async () => {
  const child = start({ DUQING_CLICKHOUSE_URL: '', DUQING_HTTP_PORT: 'many' });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  expect((await once(child, 'exit'))[0]).toBe(1);
  expect(said).toContain('DUQING_CLICKHOUSE_URL');
  expect(said).toContain('DUQING_HTTP_PORT');
}, 60_000);
