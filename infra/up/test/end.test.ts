import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endRunning } from '../src/end.ts';
import { identityOf } from '../src/identity.ts';
import { startProcess, type RunningProcess } from '../src/index.ts';
import { entryOf, writePids } from '../src/pid-file.ts';
import { Stack } from '../src/stack.ts';

let folder = '';
let file = '';
const started: RunningProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'duqing-up-'));
  file = join(folder, 'pids.json');
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop({ killAfterMs: 500 })));
  rmSync(folder, { recursive: true });
});

async function child(source = ''): Promise<RunningProcess> {
  const args = ['-e', `${source}; setInterval(() => {}, 1000); console.log('ready')`];
  const running = await startProcess({
    name: 'child',
    command: process.execPath,
    args,
    readyLine: (line) => line === 'ready',
  });
  started.push(running);
  return running;
}

async function ended(options: { patienceMs?: number } = {}): Promise<string[]> {
  const said: string[] = [];
  await endRunning({ file, say: (line) => said.push(line), ...options });
  return said;
}

test('an identity is the same while a process lives, another for another process, none when it has ended', async () => {
  const one = await child();
  const identity = identityOf(one.pid);
  expect(identity).not.toBeNull();
  expect(identityOf(one.pid)).toBe(identity);
  expect(identityOf(process.pid)).not.toBe(identity);
  await one.stop();
  expect(identityOf(one.pid)).toBeNull();
});

test('what a dead runner left is ended, last started first; a deaf one is killed', async () => {
  const [runner, first, second] = [await child(), await child("process.on('SIGTERM', () => {})"), await child()];
  writePids(file, {
    runner: entryOf('up', runner.pid),
    parts: [entryOf('first', first.pid), entryOf('second', second.pid)],
  });
  await runner.stop();
  expect(await ended({ patienceMs: 300 })).toEqual([
    `second (${second.pid}) ended`,
    `first (${first.pid}) did not end in 300 ms and was killed`,
  ]);
  expect([await first.exit, await second.exit]).toEqual([
    { code: null, signal: 'SIGKILL' },
    { code: null, signal: 'SIGTERM' },
  ]);
  expect(existsSync(file)).toBe(false);
  expect(await ended()).toEqual(['nothing is running']);
});

test('a pid that belongs to another process by now is left alone', async () => {
  const stranger = await child();
  const parts = [{ name: 'kafka', pid: stranger.pid, identity: 'an earlier process of this pid' }];
  writePids(file, { runner: { name: 'up', pid: stranger.pid, identity: 'likewise' }, parts });
  expect(await ended()).toEqual([]);
  expect(stranger.hasEnded()).toBe(false);
});

test('a stack stops in reverse, also past a part that cannot, and then keeps its file', async () => {
  const stack = new Stack(file);
  const order: string[] = [];
  const never = new Promise<string>(() => undefined);
  for (const name of ['a', 'b', 'c']) {
    const { pid } = await child();
    stack.spawned(name, pid);
    const stop = async () => {
      order.push(name);
      if (name === 'b') throw new Error('stuck');
    };
    stack.add({ name, pid, ended: never, stop });
  }
  expect(() => new Stack(file)).toThrow(/^still running: up \(\d+\), a .*`npm run down` ends it$/);
  expect(await stack.stop()).toEqual(['b: stuck']);
  expect(order).toEqual(['c', 'b', 'a']);
  expect(existsSync(file)).toBe(true);
});

test('a part that ends by itself fails the stack; one not ready yet is killed when the stack stops, one that comes later at once', async () => {
  const [unready, late] = [await child(), await child()];
  const stack = new Stack(file);
  stack.add({ name: 'web', pid: process.pid, ended: Promise.resolve('status 1'), stop: async () => undefined });
  expect(await stack.failure).toBe('web ended by itself: status 1');
  stack.spawned('slow', unready.pid);
  expect(await stack.stop()).toEqual([]);
  stack.spawned('late', late.pid);
  expect([(await unready.exit).signal, (await late.exit).signal]).toEqual(['SIGKILL', 'SIGKILL']);
  expect(existsSync(file)).toBe(false);
});
