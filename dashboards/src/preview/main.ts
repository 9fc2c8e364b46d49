import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Lang } from '@duqing/catalogue';
import { claimDataDir, migrate, openStore, type Store } from '@duqing/warehouse';
import { writeSite } from './site.ts';

const USAGE = 'dashboards:preview -- [--data .duqing/demo] [--out out/boards] [--lang zh|en] [--defaults]';
const OPTIONS = {
  data: { type: 'string', default: '.duqing/demo' },
  out: { type: 'string', default: 'out/boards' },
  lang: { type: 'string' },
  defaults: { type: 'boolean', default: false },
} as const;
const BOARDS = new URL('../../generated/boards/', import.meta.url);

class UsageError extends Error {}

/** Draws the generated boards over the store of a data folder into a static site. Exit 2 at wrong use. */
async function main(): Promise<void> {
  const { data, out, langs, isShort } = readArguments();
  const held = await openHeld(data);
  try {
    const started = performance.now();
    const { pages, empty } = await writeSite({
      store: held.store,
      boards: BOARDS,
      out,
      langs,
      now: Date.now(),
      extent: isShort ? 'defaults' : 'set',
    });
    const seconds = Math.round((performance.now() - started) / 1_000);
    process.stdout.write(`${pages.length} pages in ${seconds} s: ${join(out, 'index.html')}\n`);
    for (const panel of empty) process.stdout.write(`no data: ${panel}\n`);
  } finally {
    await held.close();
  }
}

function readArguments(): { data: string; out: string; langs: Lang[]; isShort: boolean } {
  const { data, out, lang, defaults } = parsed();
  if (lang !== undefined && lang !== 'zh' && lang !== 'en') throw new UsageError(`--lang: zh or en, not ${lang}`);
  return {
    data: resolve(data),
    out: resolve(out),
    langs: lang === undefined ? ['zh', 'en'] : [lang],
    isShort: defaults,
  };
}

function parsed(): { data: string; out: string; lang?: string; defaults: boolean } {
  try {
    return parseArgs({ options: OPTIONS }).values as ReturnType<typeof parsed>;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The store of a folder, through the process that has it open where there is one. */
async function openHeld(data: string): Promise<{ store: Store; close(): Promise<void> }> {
  const found = await stat(join(data, 'store')).catch(() => null);
  if (!found) throw new UsageError(`--data: ${data} holds no store; \`npm run demo\` makes one in .duqing/demo`);
  const claim = await claimDataDir(data);
  if (claim.kind === 'guest') {
    const store = await openStore({ kind: 'server', url: claim.url });
    return { store, close: async () => store.close() };
  }
  const store = await openStore({ kind: 'embedded', path: claim.path });
  await migrate(store);
  const close = async (): Promise<void> => {
    await store.close();
    await claim.release();
  };
  return { store, close };
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  if (error instanceof UsageError) process.stderr.write(`${USAGE}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
