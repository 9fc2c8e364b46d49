import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { claimDataDir, DataDirBusyError } from '../src/index.ts';

const CLAIM = new URL('../src/lock/claim.ts', import.meta.url).href;
let dir: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'duqing-lock-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(dir, { recursive: true, force: true });
});

/** A process that claims the folder, says what it got, and stays until it is ended. */
async function claimant(url: string | null): Promise<{ child: ChildProcess; got: string }> {
  const code = `import { claimDataDir } from ${JSON.stringify(CLAIM)};
const claim = await claimDataDir(${JSON.stringify(dir)});
if (claim.kind === 'owner' && ${JSON.stringify(url)}) await claim.announce(${JSON.stringify(url)});
console.log(claim.kind === 'owner' ? 'owner' : claim.url);
setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, got: line.toString().trim() };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('data folder lock', () => {
  test('the first claim owns the folder, the second is its guest and gets the address', async () => {
    const claim = await claimDataDir(dir);
    expect(claim).toMatchObject({ kind: 'owner', path: join(dir, 'store') });
    if (claim.kind === 'owner') await claim.announce('http://127.0.0.1:1234');
    expect(await claimDataDir(dir)).toEqual({ kind: 'guest', url: 'http://127.0.0.1:1234' });
  });

  test('after a release the folder is free, and nothing is left in it', async () => {
    const claim = await claimDataDir(dir);
    if (claim.kind === 'owner') await claim.release();
    expect(await readdir(dir)).toEqual([]);
    expect((await claimDataDir(dir)).kind).toBe('owner');
  });

  test('a guest waits for the address of an owner that is still opening', async () => {
    const claim = await claimDataDir(dir);
    const guest = claimDataDir(dir);
    if (claim.kind === 'owner') await claim.announce('http://127.0.0.1:5');
    expect(await guest).toEqual({ kind: 'guest', url: 'http://127.0.0.1:5' });
  });

  test('an owner that gives no address is named in the error', async () => {
    await claimDataDir(dir);
    const waiting = claimDataDir(dir, { patience: 100 });
    await expect(waiting).rejects.toThrow(DataDirBusyError);
    await expect(claimDataDir(dir, { patience: 100 })).rejects.toThrow(`process ${process.pid}`);
  });

  test('a live process of another session keeps its lock', async () => {
    await claimant('http://127.0.0.1:77');
    expect(await claimDataDir(dir)).toEqual({ kind: 'guest', url: 'http://127.0.0.1:77' });
  });

  test('the lock of a killed process is taken over', async () => {
    const { child } = await claimant('http://127.0.0.1:77');
    await kill(child);
    expect((await claimDataDir(dir)).kind).toBe('owner');
  });

  test('of many processes that find a stale lock one takes it over, the others are its guests', async () => {
    const { child } = await claimant('http://127.0.0.1:77');
    await kill(child);
    const got = await Promise.all(
      Array.from({ length: 6 }, async (_, index) => claimant(`http://127.0.0.1:${100 + index}`)),
    );
    const owners = got.filter((one) => one.got === 'owner');
    expect(owners).toHaveLength(1);
    const url = `http://127.0.0.1:${100 + got.indexOf(owners[0]!)}`;
    expect(new Set(got.filter((one) => one.got !== 'owner').map((one) => one.got))).toEqual(new Set([url]));
  });

  test('a later process with the same id does not keep a dead one’s lock alive', async () => {
    const lock = { pid: process.pid, started: 'another boot/1', id: 'x', url: 'http://127.0.0.1:9' };
    await writeFile(join(dir, 'lock.json'), JSON.stringify(lock));
    expect((await claimDataDir(dir)).kind).toBe(process.platform === 'linux' ? 'owner' : 'guest');
  });

  test('a release does not remove the lock of a later owner', async () => {
    const first = await claimDataDir(dir);
    await writeFile(
      join(dir, 'lock.json'),
      JSON.stringify({ pid: process.pid, started: null, id: 'later', url: 'http://127.0.0.1:9' }),
    );
    if (first.kind === 'owner') await first.release();
    expect(await readFile(join(dir, 'lock.json'), 'utf8')).toContain('later');
  });

  test('only its owner can read the file: the address may hold a password', async () => {
    const claim = await claimDataDir(dir);
    if (claim.kind === 'owner') await claim.announce('http://duqing:secret@127.0.0.1:9');
    expect((await stat(join(dir, 'lock.json'))).mode & 0o777).toBe(0o600);
  });
});
