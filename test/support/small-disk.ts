import { spawnSync } from 'node:child_process';

const MOUNTED = 'mount -t tmpfs -o size="$0" none "$1" && shift && exec "$@"';

/** Starts what follows with a disk of so many MiB in a folder, which it alone sees and which is gone when it ends. */
export function smallDisk(folder: string, mib: number): string[] {
  return ['unshare', ...rights(), 'sh', '-c', MOUNTED, `${mib}m`, folder];
}

/** Why no such disk can be had; null where it can. Linux, root or unprivileged namespaces. */
export function smallDiskMissing(): string | null {
  const [command = '', ...args] = [...smallDisk('/mnt', 1), 'true'];
  const tried = spawnSync(command, args, { encoding: 'utf8' });
  return tried.status === 0 ? null : `needs a mount of its own: ${(tried.stderr ?? tried.error?.message ?? '').trim()}`;
}

function rights(): string[] {
  return process.getuid?.() === 0 ? ['--mount'] : ['--user', '--map-root-user', '--mount'];
}
