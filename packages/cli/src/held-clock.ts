import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock, type Clock } from '@duqing/runtime';

const CLOCK_FILE = 'clock.json';

interface HeldClock {
  /** ms: where the store's clock stood … */
  from: number;
  /** … at this moment of the machine's */
  set: number;
}

/** The clock that a data folder keeps of its own, which runs on as the machine's does; the machine's where it keeps none. */
export async function heldClock(dataDir: string): Promise<Clock> {
  const held = await readFile(join(dataDir, CLOCK_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (held === null) return systemClock;
  const { from, set } = JSON.parse(held) as HeldClock;
  return () => from + Math.max(0, systemClock() - set);
}

/** From now on a folder's clock stands at `from` and runs: made-up data that ends on a fixed day is looked at as on the next one. */
export async function setHeldClock(dataDir: string, from: number): Promise<void> {
  const held: HeldClock = { from, set: systemClock() };
  await writeFile(join(dataDir, CLOCK_FILE), `${JSON.stringify(held)}\n`);
}
