import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Text that no other process has had, not even a later one of the same pid: when it began. Null where no such process lives.
 * Linux: boot id and start time in clock ticks (field 22 of /proc/PID/stat); elsewhere the start time that `ps` prints.
 */
export function identityOf(pid: number): string | null {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the second field is the command in brackets and may hold anything, so counting begins behind it
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[18]}`;
  } catch {
    return null;
  }
}

function fromPs(pid: number): string | null {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}
