import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { startChdbServer } from '@duqing/chdb-server';
import { said, type CellJson } from './support/cells.ts';
import { duqing, fileOf, GOLDEN, json, newFolder, replay, ROOT, says, start } from './support/duqing.ts';

const HOLDER = fileURLToPath(new URL('./support/holder.ts', import.meta.url));
/** Long enough to be met on its way. */
const LONG = fileOf('long.ndjson', readFileSync(GOLDEN, 'utf8').repeat(200));
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0))
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
});

/** A process that has the folder open. */
async function hold(data: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [HOLDER, data], { cwd: ROOT });
  started.push(child);
  child.stdout.setEncoding('utf8');
  await says(child, /open/);
  return child;
}

async function share(data: string, env = {}): Promise<object[]> {
  const which = ['--indicator', 'it-solved-share', '--region', '330782', '--period', '2025Q2'];
  return said(await json<CellJson[]>(['indicators', ...which, '--data', data], env));
}

const SHARE = { numerator: 1, denominator: 3, verdict: 'met' };

describe('one data folder, several commands', () => {
  it('a command goes through the process that has the folder open, reading and writing', async () => {
    const data = newFolder();
    const holder = await hold(data);
    expect(await replay([GOLDEN], data)).toMatchObject({ accepted: 28 });
    expect(await share(data)).toEqual([expect.objectContaining(SHARE)]);
    expect(holder.exitCode).toBeNull();
    const lock = JSON.parse(readFileSync(join(data, 'lock.json'), 'utf8')) as { pid: number; url: string };
    expect(lock).toMatchObject({ pid: holder.pid, url: expect.stringMatching(/^http:\/\/.*127\.0\.0\.1:\d+/) });
    holder.kill('SIGTERM');
    await once(holder, 'close');
    expect(existsSync(join(data, 'lock.json'))).toBe(false);
    expect(await share(data)).toEqual([expect.objectContaining(SHARE)]);
  });

  it('a replay whose store is held by a process that ends meanwhile goes on by itself', async () => {
    const data = newFolder();
    const holder = await hold(data);
    const { child, result } = start(['replay', LONG, '--data', data]);
    await says(child, /2000 lines/);
    holder.kill('SIGTERM');
    const { code, stdout } = await result;
    expect({ code, balance: JSON.parse(stdout) as unknown }).toMatchObject({
      code: 0,
      balance: { received: 6_200, accepted: 28, superseded: 3, duplicate: 6_169 },
    });
  });

  it('many commands at once all answer, whichever of them ends first', async () => {
    const data = newFolder();
    await replay([GOLDEN], data);
    const answers = await Promise.all(Array.from({ length: 6 }, async () => share(data)));
    for (const answer of answers) expect(answer).toEqual([expect.objectContaining(SHARE)]);
  });

  it('a second writer is told to wait: two at once would give messages the same place', async () => {
    const data = newFolder();
    await hold(data);
    const first = start(['replay', LONG, '--data', data]);
    await says(first.child, /2000 lines/);
    const second = await duqing(['replay', GOLDEN, '--data', data]);
    expect(second).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('another replay, import or server is writing'),
    });
    expect((await first.result).code).toBe(0);
  });

  it('the lock of a process that was killed is taken over', async () => {
    const data = newFolder();
    await replay([GOLDEN], data);
    const holder = await hold(data);
    holder.kill('SIGKILL');
    await once(holder, 'close');
    expect(existsSync(join(data, 'lock.json'))).toBe(true);
    expect(await share(data)).toEqual([expect.objectContaining(SHARE)]);
    expect(existsSync(join(data, 'lock.json'))).toBe(false);
  });
});

describe('where a store is', () => {
  it('DUQING_DATA names the folder, --data another one', async () => {
    const data = newFolder();
    await replay([GOLDEN], data);
    const named = await json<CellJson[]>(
      ['indicators', '--indicator', 'it-solved-share', '--region', '330782', '--period', '2025Q2'],
      { DUQING_DATA: data },
    );
    expect(named).toEqual([expect.objectContaining(SHARE)]);
    expect(await share(newFolder(), { DUQING_DATA: data })).toEqual([
      expect.objectContaining({ numerator: null, reason: 'feed-unattested' }),
    ]);
  });

  it('DUQING_CLICKHOUSE_URL chooses a server, over DUQING_DATA too; what is written there is read there', async () => {
    const server = await startChdbServer({ path: join(newFolder(), 'store') });
    try {
      const unused = newFolder();
      const env = { DUQING_CLICKHOUSE_URL: server.url, DUQING_DATA: unused };
      const { code, stdout, stderr } = await duqing(['replay', GOLDEN], env);
      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect(JSON.parse(stdout)).toMatchObject({ received: 31, accepted: 28 });
      const again = await duqing(['replay', GOLDEN], env);
      expect(JSON.parse(again.stdout)).toMatchObject({ received: 62, accepted: 28, duplicate: 31 });
      const which = ['--indicator', 'it-solved-share', '--region', '330782', '--period', '2025Q2'];
      expect(await json(['indicators', ...which], env)).toEqual([expect.objectContaining(SHARE)]);
      expect(existsSync(join(unused, 'lock.json')) || existsSync(join(unused, 'store'))).toBe(false);
    } finally {
      await server.close();
    }
  });

  it('a server that does not answer is a failure that names it, not an empty answer', async () => {
    const { code, stdout, stderr } = await duqing(['indicators', '--json'], {
      DUQING_CLICKHOUSE_URL: 'http://127.0.0.1:1',
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('127.0.0.1:1');
  });

  it('a folder keeps its deployment, wherever the command is run from and however the deployment is written', async () => {
    const data = newFolder();
    const relative = 'test/fixtures/cbp/deployment';
    expect(
      (await duqing(['indicators', '--period', '2025Q4', '--json', '--data', data, '--deployment', relative])).code,
    ).toBe(0);
    expect(
      (
        await duqing([
          'indicators',
          '--period',
          '2025Q4',
          '--json',
          '--data',
          data,
          '--deployment',
          join(ROOT, relative),
        ])
      ).code,
    ).toBe(0);
    const other = await duqing(['indicators', '--json', '--data', data, '--deployment', 'jinhua']);
    expect(other).toMatchObject({ code: 2, stderr: expect.stringMatching(/--deployment.*us-cbp|--deployment.*cbp/) });
  });

  it('brokers without the store of their services are wrong use', async () => {
    const { code, stderr } = await duqing(['replay', GOLDEN], {
      DUQING_KAFKA_BROKERS: '127.0.0.1:1',
      DUQING_DATA: newFolder(),
    });
    expect(code).toBe(2);
    expect(stderr).toContain('DUQING_CLICKHOUSE_URL');
  });
});
