import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kafkaAvailable } from '@duqing/infra-kafka';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { identityOf } from '../src/identity.ts';
import { startProcess, type RunningProcess } from '../src/index.ts';
import type { Running } from '../src/pid-file.ts';

const missing = kafkaAvailable();
const suite = missing !== null && process.env.CI === undefined ? describe.skip : describe;
const readyLine = (line: string) => line.startsWith('{"ready":true');
const source = (name: string) => fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url));

suite(missing === null ? 'npm run up' : `npm run up (skipped: ${missing})`, () => {
  let folder = '';
  let down: RunningProcess | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'duqing-up-'));
  });
  afterEach(async () => {
    await (
      await run('down')
    ).exit;
    rmSync(folder, { recursive: true });
  });

  /** Kafka and the engine alone: the services have a test of their own. */
  async function run(name: 'up' | 'down'): Promise<RunningProcess> {
    const env = {
      DUQING_UP_DIR: folder,
      DUQING_UP_SERVICES: 'none',
      DUQING_KAFKA_BROKERS: undefined,
      DUQING_CLICKHOUSE_URL: undefined,
    };
    // `down` ends by itself: the shell says ready for it
    const script = name === 'up' ? 'exec "$0" "$1"' : 'echo \'{"ready":true}\'; exec "$0" "$1"';
    return startProcess({
      name,
      command: 'sh',
      args: ['-c', script, process.execPath, source(name)],
      env,
      readyLine,
      ownGroup: true,
    });
  }

  const pids = () => {
    const { runner, parts } = JSON.parse(readFileSync(join(folder, 'pids.json'), 'utf8')) as Running;
    return { runner: runner.pid, parts: parts.map(({ name, pid }) => ({ name, pid })) };
  };

  test(
    'says ready when Kafka and the engine answer, refuses a second one, and ends cleanly at Ctrl-C',
    { timeout: 120_000 },
    async () => {
      const up = await run('up');
      const { brokers, clickhouse, health } = JSON.parse(up.ready) as {
        brokers: string[];
        clickhouse: string;
        health: object;
      };
      expect(brokers).toHaveLength(1);
      expect(health).toEqual({});
      expect(await (await fetch(`${clickhouse}/ping`)).text()).toBe('Ok.\n');
      const before = pids();
      expect(before.runner).toBe(up.pid);
      expect(before.parts.map(({ name }) => name)).toEqual(['kafka', 'chdb-server']);
      await expect(run('up')).rejects.toThrow(/still running: up \(\d+\), kafka \(\d+\), chdb-server \(\d+\)/);
      process.kill(-up.pid, 'SIGINT');
      process.kill(-up.pid, 'SIGINT');
      expect(await up.exit).toEqual({ code: 0, signal: null });
      expect(before.parts.map(({ pid }) => identityOf(pid))).toEqual([null, null]);
      expect(existsSync(join(folder, 'pids.json'))).toBe(false);
    },
  );

  test('what a crash of the runner leaves is ended by `down`', { timeout: 120_000 }, async () => {
    const up = await run('up');
    const { parts } = pids();
    up.kill('SIGKILL');
    await up.exit;
    expect(parts.map(({ pid }) => identityOf(pid))).not.toContain(null);
    down = await run('down');
    expect(await down.exit).toEqual({ code: 0, signal: null });
    expect(down.output()).toMatch(/chdb-server \(\d+\) ended\nkafka \(\d+\) ended$/);
    expect(parts.map(({ pid }) => identityOf(pid))).toEqual([null, null]);
  });
});
