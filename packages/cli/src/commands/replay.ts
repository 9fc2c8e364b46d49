import { access } from 'node:fs/promises';
import type { Balance, Reader } from '@duqing/warehouse';
import { Command } from 'commander';
import { storeOptions, type StoreOptions } from '../options.ts';
import { note } from '../output.ts';
import { withPipeline } from '../pipeline.ts';
import { replayFiles } from '../replay.ts';
import { openSession } from '../session.ts';
import { UsageError } from '../usage.ts';

/** `duqing replay`: files of events through the whole pipeline; returns when all is computed. The last line is the balance. */
export function replayCommand(): Command {
  const command = new Command('replay')
    .description('重放事件文件 · events (NDJSON) through the pipeline')
    .argument('<files...>');
  return storeOptions(command).action(run);
}

async function run(files: string[], options: StoreOptions): Promise<void> {
  for (const file of files) await readable(file);
  const session = await openSession(options);
  const started = Date.now();
  try {
    await withPipeline({ session, options }, async (pipeline) => {
      await replayFiles(pipeline, { files, progress: (lines) => note(`${lines} lines`) });
      await pipeline.settle('replay');
      await noteRefused(pipeline.reader, started);
      await printBalance(pipeline.reader);
    });
  } finally {
    await session.close();
  }
}

/** Throws a UsageError where a file is not there, before anything of the others is taken. */
export async function readable(file: string): Promise<void> {
  await access(file).catch((error: unknown) => {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  });
}

const MOST_REFUSED = 20;

/** Names the lines that were refused since `started` (ms), and why. */
export async function noteRefused(reader: Reader, started: number): Promise<void> {
  const refused = (await reader.rejects()).filter((row) => row.received_at >= started);
  for (const { headers, reason_zh, reason_en } of refused.slice(0, MOST_REFUSED)) {
    const origin = (JSON.parse(headers) as Record<string, string>)['duqing-origin'];
    if (origin !== undefined) note(`${origin}: ${reason_zh} · ${reason_en}`);
  }
  if (refused.length > MOST_REFUSED) note(`… and ${refused.length - MOST_REFUSED} more; duqing rejects list`);
}

const CLASSES = ['received', 'accepted', 'superseded', 'duplicate', 'conflict', 'rejected', 'discarded'] as const;

/** Everything held, class by class, as one line of JSON. */
export async function printBalance(reader: Reader): Promise<void> {
  const rows = await reader.balance();
  const sum = (name: (typeof CLASSES)[number]): number =>
    rows.reduce((total: number, row: Balance) => total + row[name], 0);
  process.stdout.write(`${JSON.stringify(Object.fromEntries(CLASSES.map((name) => [name, sum(name)])))}\n`);
}
