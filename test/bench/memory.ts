import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (how: object) => void;
/** With the pages given back to the machine, so that what is taken again is counted. */
const ALL = { type: 'major', execution: 'sync', flavor: 'last-resort' };

/** MiB that the process holds of the machine's memory once what it no longer needs is collected. */
export function heldMiB(): number {
  collect(ALL);
  return statusMiB('VmRSS');
}

/** MiB that the process held at most during some work, beside what it held before. */
export async function grownBy(work: () => unknown): Promise<number> {
  const before = heldMiB();
  // from here on the kernel counts the most anew
  writeFileSync('/proc/self/clear_refs', '5');
  await work();
  return statusMiB('VmHWM') - before;
}

function statusMiB(name: string): number {
  const [, kilobytes = '0'] =
    new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
