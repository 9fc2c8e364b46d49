import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isRunning, thisProcess, type Holder } from './process.ts';

/** What a process may do with a data folder: open its engine, or ask the process that has it open. */
export type Claim =
  | {
      kind: 'owner';
      /** where the embedded engine keeps its files */
      path: string;
      /** leaves the address under which others reach the engine; guests wait for it */
      announce(url: string): Promise<void>;
      /** gives the folder up; the engine must be closed by then */
      release(): Promise<void>;
    }
  | { kind: 'guest'; url: string };

export interface ClaimOptions {
  /** ms that a guest waits for the owner's address; default 30 000 */
  patience?: number;
}

/** The folder belongs to a running process that does not say where it can be reached. */
export class DataDirBusyError extends Error {
  override readonly name = 'DataDirBusyError';
}

/** The lock file's content; it may hold a password, so only its owner may read the file. */
interface Lock extends Holder {
  id: string;
  url: string | null;
}

const POLL = 50;
const PATIENCE = 30_000;
/** ms after which a take-over that was begun counts as one whose process died in it */
const TAKEOVER_LIMIT = 10_000;

/**
 * Claims a data folder for this process, or gives the address of the process that has it. A lock whose process is gone is taken
 * over. Throws a `DataDirBusyError` where the owner has given no address in time.
 */
export async function claimDataDir(dir: string, { patience = PATIENCE }: ClaimOptions = {}): Promise<Claim> {
  await mkdir(dir, { recursive: true });
  const file = join(dir, 'lock.json');
  const lock: Lock = { ...thisProcess(), id: randomUUID(), url: null };
  const deadline = Date.now() + patience;
  for (;;) {
    if (await create(file, lock)) return owner({ dir, file, lock });
    const held = await read(file);
    if (held?.url && isRunning(held)) return { kind: 'guest', url: held.url };
    if (held && !isRunning(held)) await removeStale({ dir, file, held });
    if (Date.now() > deadline)
      throw new DataDirBusyError(`${dir}: process ${held?.pid ?? '?'} has it open and gives no address`);
    await pause(POLL);
  }
}

function owner({ dir, file, lock }: { dir: string; file: string; lock: Lock }): Claim {
  return {
    kind: 'owner',
    path: join(dir, 'store'),
    announce: async (url) => replace(file, { ...lock, url }),
    release: async () => {
      if ((await read(file))?.id === lock.id) await unlink(file);
    },
  };
}

/** Makes the lock file with its content in one step; false where there is one already. */
async function create(file: string, lock: Lock): Promise<boolean> {
  const draft = await write(file, lock);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

async function replace(file: string, lock: Lock): Promise<void> {
  await rename(await write(file, lock), file);
}

async function write(file: string, lock: Lock): Promise<string> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(lock), { mode: 0o600, flag: 'wx' });
  return draft;
}

async function read(file: string): Promise<Lock | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Lock;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Removes the lock of a dead process, one process at a time, so that a lock made meanwhile is never taken for it. */
async function removeStale({ dir, file, held }: { dir: string; file: string; held: Lock }): Promise<void> {
  const guard = join(dir, 'lock.takeover');
  if (!(await enter(guard))) return;
  try {
    if ((await read(file))?.id === held.id) await unlink(file);
  } finally {
    await rmdir(guard).catch(ignoreMissing);
  }
}

async function enter(guard: string): Promise<boolean> {
  try {
    await mkdir(guard);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    const age = await stat(guard).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > TAKEOVER_LIMIT) await rmdir(guard).catch(ignoreMissing);
    return false;
  }
}

function ignoreMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
