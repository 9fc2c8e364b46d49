import type { Balance, Reader } from '@duqing/warehouse';
import { Command } from 'commander';
import { openStandalone } from '@duqing/standalone';
import { storeOptions, type StoreOptions } from '../options.ts';
import { note } from '../output.ts';
import { replayFiles } from '../replay.ts';
import { openSession } from '../session.ts';
import { withWriter } from '../writer.ts';

/** `duqing replay`: files of events through the whole pipeline; returns when all is computed. The last line is the balance. */
export function replayCommand(): Command {
  const command = new Command('replay')
    .description('重放事件文件 · events (NDJSON) through the pipeline')
    .argument('<files...>');
  return storeOptions(command).action(run);
}

async function run(files: string[], options: StoreOptions): Promise<void> {
  const session = await openSession(options);
  try {
    await withWriter(session, async () => {
      const { store, deployment } = session;
      const standalone = openStandalone({ store, deployment, clock: Date.now, replay: true });
      await replayFiles(standalone.bus, { files, progress: (lines) => note(`${lines} lines`) });
      await standalone.settle('replay');
      await printBalance(standalone.reader);
    });
  } finally {
    await session.close();
  }
}

const CLASSES = ['received', 'accepted', 'superseded', 'duplicate', 'conflict', 'rejected', 'discarded'] as const;

/** Everything held, class by class, as one line of JSON. */
export async function printBalance(reader: Reader): Promise<void> {
  const rows = await reader.balance();
  const sum = (name: (typeof CLASSES)[number]): number =>
    rows.reduce((total: number, row: Balance) => total + row[name], 0);
  process.stdout.write(`${JSON.stringify(Object.fromEntries(CLASSES.map((name) => [name, sum(name)])))}\n`);
}
