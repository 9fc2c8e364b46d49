import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startChdbServer } from '@duqing/chdb-server';
import { migrate, openStore, settleWatermark, type BulletinRow } from '@duqing/warehouse';
import { expect, test, vi } from 'vitest';
import { lastQuarter, verifyBundle } from '../src/index.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const DEMO = fileURLToPath(new URL('../../../deployments/demo', import.meta.url));

/** The demo's city with editions due as soon as a quarter is over: on any day the last one is. */
async function deploymentIn(base: string): Promise<string> {
  const folder = join(base, 'city');
  await cp(DEMO, folder, { recursive: true });
  const path = join(folder, 'calendar.json');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace(/"(returnsDueDays|provisionalDays)": \d+/g, '"$1": 0'));
  return folder;
}

test('as a process: it says that it is ready, issues what is due, and ends on SIGTERM', async () => {
  const base = await mkdtemp(join(tmpdir(), 'duqing-bulletin-main-'));
  const server = await startChdbServer({ path: join(base, 'data') });
  const store = await openStore({ kind: 'server', url: server.url });
  await migrate(store);
  await settleWatermark(store, { at: Date.now(), source: 'services' });
  const out = join(base, 'bulletins');
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      DUQING_CLICKHOUSE_URL: server.url,
      DUQING_DEPLOYMENT: await deploymentIn(base),
      DUQING_BULLETINS_DIR: out,
      DUQING_BULLETIN_TICK_SECONDS: '1',
      DUQING_BULLETIN_RELEASE: 'automatic',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const ready = JSON.parse(line) as { ready: boolean; service: string; health: string };
    expect(ready).toMatchObject({ ready: true, service: 'bulletin' });
    expect((await fetch(`${ready.health}/ready`)).status).toBe(200);
    const name = `${lastQuarter(Date.now())}-provisional-internal-zh`;
    const rows = async () => store.query<BulletinRow>('SELECT * FROM bulletins FINAL');
    await vi.waitFor(async () => expect(await rows()).toHaveLength(1), { timeout: 40_000, interval: 250 });
    expect(await verifyBundle(join(out, name))).toEqual({ ok: true, faults: [] });
    expect(await readdir(out)).toEqual([name]);
  } finally {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    await store.close();
    await server.close();
    await rm(base, { recursive: true });
  }
}, 90_000);
