import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { identityOf } from './identity.ts';

export interface Entry {
  name: string;
  pid: number;
  identity: string;
}

/** The runner itself and what it started, in order of start. */
export interface Running {
  runner: Entry;
  parts: Entry[];
}

/** Throws where no such process lives. */
export function entryOf(name: string, pid: number): Entry {
  const identity = identityOf(pid);
  if (identity === null) throw new Error(`${name}: process ${pid} has ended`);
  return { name, pid, identity };
}

/** True only where the pid still belongs to the process that was noted, not to another that got its number since. */
export function isAlive({ pid, identity }: Entry): boolean {
  return identityOf(pid) === identity;
}

/** Replaced as a whole: a crash leaves the old one or the new one. */
export function writePids(file: string, running: Running): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(running, null, 2));
  renameSync(`${file}.new`, file);
}

/** Null where there is none. */
export function readPids(file: string): Running | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Running;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

export function removePids(file: string): void {
  rmSync(file, { force: true });
}
