import { readFileSync } from 'node:fs';

/** Who holds a lock. `started` tells a process from a later one that was given the same id; null where the system does not say. */
export interface Holder {
  pid: number;
  started: string | null;
}

export function thisProcess(): Holder {
  return { pid: process.pid, started: startOf(process.pid) };
}

/** Whether that very process still runs; one of another user counts as running. */
export function isRunning({ pid, started }: Holder): boolean {
  if (!exists(pid)) return false;
  const now = startOf(pid);
  return started === null || now === null || now === started;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Boot id and start tick of a process (Linux: field 22 of /proc/PID/stat), null elsewhere or where it is gone. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot}/${afterName[19]}`;
  } catch {
    return null;
  }
}
