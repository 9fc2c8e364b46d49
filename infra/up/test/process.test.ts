import { expect, test } from 'vitest';
import { startProcess } from '../src/index.ts';

const program = (source: string) => ({ name: 'child', command: process.execPath, args: ['-e', source] });
const ready = (line: string) => line === 'ready';
const lives = "setInterval(() => {}, 1000); console.log('ready');";

test('it is started when its ready line came, and tells how it ended', async () => {
  const lines: string[] = [];
  const child = await startProcess({
    ...program(`console.log('loading', process.env.GIVEN); console.error('a warning'); ${lives}`),
    env: { GIVEN: 'x1' },
    readyLine: ready,
    onLine: (line) => lines.push(line),
  });
  expect(child).toMatchObject({ name: 'child', ready: 'ready' });
  expect(child.hasEnded()).toBe(false);
  child.kill('SIGKILL');
  expect(await child.exit).toEqual({ code: null, signal: 'SIGKILL' });
  expect(child.hasEnded()).toBe(true);
  expect(lines.toSorted()).toEqual(['a warning', 'loading x1', 'ready']);
  expect(child.output().split('\n').toSorted()).toEqual(lines.toSorted());
});

test('one that ends before it is ready is an error with its status and its last lines', async () => {
  const starting = startProcess({
    ...program("console.error('no such database'); process.exitCode = 3"),
    readyLine: ready,
  });
  await expect(starting).rejects.toThrow('child ended before it was ready (status 3)\nno such database');
});

test('one that is not ready in time is an error and does not live on', async () => {
  let pid = 0;
  const starting = startProcess({
    ...program('setInterval(() => {}, 1000)'),
    readyLine: ready,
    readyWithinMs: 300,
    onSpawn: (one) => (pid = one),
  });
  await expect(starting).rejects.toThrow('child was not ready after 300 ms');
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('a command that does not exist is an error that names it', async () => {
  await expect(
    startProcess({ name: 'child', command: '/no/such/program', args: [], readyLine: ready }),
  ).rejects.toThrow('/no/such/program');
});

test('stop asks first and kills one that does not listen', async () => {
  const polite = await startProcess({
    ...program(`process.on('SIGTERM', () => process.exit(5)); ${lives}`),
    readyLine: ready,
  });
  expect(await polite.stop()).toEqual({ code: 5, signal: null });
  expect(await polite.stop()).toEqual({ code: 5, signal: null });
  const deaf = await startProcess({ ...program(`process.on('SIGTERM', () => {}); ${lives}`), readyLine: ready });
  expect(await deaf.stop({ killAfterMs: 200 })).toEqual({ code: null, signal: 'SIGKILL' });
});

test('only the last 200 lines are kept', async () => {
  const child = await startProcess({
    ...program(`for (let i = 0; i < 300; i += 1) console.log('line ' + i); ${lives}`),
    readyLine: ready,
  });
  expect(child.output().split('\n')).toHaveLength(200);
  expect(child.output()).toMatch(/^line 101\n[^]*line 299\nready$/);
  await child.stop();
});
