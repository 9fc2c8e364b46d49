import { join } from 'node:path';
import type { Lang } from '@duqing/catalogue';
import type { Deployment } from '@duqing/regions';
import type { Clock } from '@duqing/runtime';
import { bulletinNotices, watermarkOf, type Reader, type Store } from '@duqing/warehouse';
import { BulletinService } from './bulletin.service.ts';
import type { Edition } from './core/types.ts';
import type { Maker } from './making/make.ts';

export interface BulletinRequest {
  reader: Reader;
  store: Store;
  deployment: Deployment;
  quarter: string;
  edition: Edition;
  /** internal, public, or county:CODE */
  audience: string;
  lang: Lang;
  /** ms: the cut-off; not beyond what is settled */
  asOf: number;
  clock: Clock;
  /** folder in which the bundle's own folder is made */
  out: string;
  /** which code makes it; absent = unknown */
  revision?: string;
  /** PEM of the ed25519 private key that signs it; absent = not signed */
  signKey?: string;
  /** who keeps back, renders and writes; absent = this thread */
  maker?: Maker;
}

/**
 * Makes and seals one edition: its folder with all its files, or an error and no folder. Throws a BulletinRefused where the request
 * cannot be met; the same edition once more is the same bundle or refused.
 */
export async function issueBulletin(request: BulletinRequest): Promise<{ folder: string; files: string[] }> {
  const { reader, store, deployment, clock, quarter, edition, audience, lang, asOf, out, revision, signKey, maker } =
    request;
  const service = new BulletinService({
    reader,
    deployment,
    clock,
    ...(revision !== undefined && { revision }),
    ...(maker && { maker }),
    watermark: async () => watermarkOf(store),
    notices: async () => bulletinNotices(store),
    append: async (row) => store.insert('bulletins', [row]),
  });
  const folder = join(out, folderName(request));
  const signing = signKey === undefined ? {} : { signKey };
  const { files } = await service.issue({ quarter, edition, audience, lang, asOf, out: folder, ...signing });
  return { folder, files };
}

/** 2026Q3-provisional-internal-zh. */
function folderName({
  quarter,
  edition,
  audience,
  lang,
}: Pick<BulletinRequest, 'quarter' | 'edition' | 'audience' | 'lang'>): string {
  return [quarter, edition, audience.replaceAll(/[^\w-]/g, '-'), lang].join('-');
}
