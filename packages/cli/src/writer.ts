import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { claimDataDir } from '@duqing/warehouse';
import type { Session } from './session.ts';

/** Runs what gives messages their offsets: one process at a time for a data folder. Throws where another is at it. */
export async function withWriter<T>({ dataDir }: Session, use: () => Promise<T>): Promise<T> {
  if (dataDir === null) return use();
  const folder = join(dataDir, 'writer');
  await mkdir(folder, { recursive: true });
  const claim = await claimDataDir(folder);
  if (claim.kind === 'guest')
    throw new Error(`${dataDir}: another replay, import or server is writing; wait until it has ended`);
  await claim.announce('http://127.0.0.1:0');
  try {
    return await use();
  } finally {
    await claim.release();
  }
}
