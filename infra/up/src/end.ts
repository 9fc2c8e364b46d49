import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, readPids, removePids, type Entry } from './pid-file.ts';

export interface EndOptions {
  file: string;
  /** what happened, one line each */
  say(line: string): void;
  /** how long a process may take after SIGTERM before it is killed */
  patienceMs?: number;
}

/**
 * Ends what the pid file names and still lives: a living runner is asked to end its parts itself; of a dead one the parts are ended
 * here, last started first. Pids that belong to other processes by now are left alone.
 */
export async function endRunning({ file, say, patienceMs = 30_000 }: EndOptions): Promise<void> {
  const running = readPids(file);
  if (running === null) return say('nothing is running');
  for (const entry of [running.runner, ...running.parts.toReversed()]) {
    if (isAlive(entry)) await endOne(entry, { say, patienceMs });
  }
  removePids(file);
}

async function endOne(
  entry: Entry,
  { say, patienceMs }: { say: EndOptions['say']; patienceMs: number },
): Promise<void> {
  // one that was stopped (SIGSTOP) would not notice
  signal(entry, 'SIGCONT');
  signal(entry, 'SIGTERM');
  if (await isGone(entry, patienceMs)) return say(`${entry.name} (${entry.pid}) ended`);
  signal(entry, 'SIGKILL');
  await isGone(entry, patienceMs);
  say(`${entry.name} (${entry.pid}) did not end in ${patienceMs} ms and was killed`);
}

function signal({ pid }: Entry, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function isGone(entry: Entry, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (isAlive(entry)) {
    if (performance.now() > deadline) return false;
    await pause(50);
  }
  return true;
}
