import { dirname, join, resolve } from 'node:path';
import { EditionDesk } from '@duqing/bulletin';
import { createReader } from '@duqing/warehouse';
import { accessOf } from './acting.ts';
import type { Session } from './session.ts';

/** Drafts, reviews and seals over an open store; its folders are beside the store's. `signKey` is a PEM. */
export function editionDeskOf(
  session: Session,
  { out, signKey }: { out?: string; signKey?: string } = {},
): EditionDesk {
  const { store, deployment, dataDir } = session;
  return new EditionDesk({
    reader: createReader({ store, deployment, clock: Date.now }),
    store,
    deployment,
    access: accessOf(session),
    clock: Date.now,
    out: resolve(out ?? join(dirname(dataDir ?? '.'), 'bulletins')),
    revision: process.env['DUQING_REVISION'] || 'unknown',
    ...(signKey !== undefined && { signKey }),
  });
}
