import { dirname, join, resolve } from 'node:path';
import { DeskWork, EditionDesk, threadMaker, type ThreadMaker } from '@duqing/bulletin';
import { createReader } from '@duqing/warehouse';
import { accessOf } from './acting.ts';
import { note } from './output.ts';
import type { Session } from './session.ts';

/** Drafts, reviews and seals over an open store; its folders are beside the store's. `signKey` is a PEM. */
export function editionDeskOf(
  session: Session,
  { out, signKey, maker }: { out?: string; signKey?: string; maker?: ThreadMaker['make'] } = {},
): EditionDesk {
  const { store, deployment, dataDir, clock } = session;
  return new EditionDesk({
    reader: createReader({ store, deployment, clock }),
    store,
    deployment,
    access: accessOf(session),
    clock,
    out: resolve(out ?? join(dirname(dataDir ?? '.'), 'bulletins')),
    revision: process.env['DUQING_REVISION'] || 'unknown',
    ...(signKey !== undefined && { signKey }),
    ...(maker && { maker }),
  });
}

/** The same for pages: what takes long is made in a thread of its own, and asked after. */
export function deskWorkOf(session: Session): { work: DeskWork; close(): Promise<void> } {
  const press = threadMaker();
  const work = new DeskWork({ desk: editionDeskOf(session, { maker: press.make }), clock: session.clock, onError });
  return { work, close: press.close };
}

function onError(error: unknown, document: string): void {
  note(`${document}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}
