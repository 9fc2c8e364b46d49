import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { importFile, parseMapping, type Fault, type ImportResult, type Mapping } from '@duqing/intake';
import { Command } from 'commander';
import { storeOptions, type StoreOptions } from '../options.ts';
import { note } from '../output.ts';
import { withPipeline } from '../pipeline.ts';
import { messageOf } from '../replay.ts';
import { openSession } from '../session.ts';
import { UsageError } from '../usage.ts';
import { noteRefused, printBalance, readable } from './replay.ts';

interface Options extends StoreOptions {
  mapping: string;
  revision: string;
  history?: boolean;
}

/** `duqing import`: a file of others by a declarative mapping. Where a row cannot be read nothing is taken, and every fault is named. */
export function importCommand(): Command {
  const command = new Command('import')
    .description('按映射导入他方文件 · CSV or NDJSON of others by a mapping')
    .argument('<file>');
  return storeOptions(command)
    .requiredOption('--mapping <file>', 'mapping (JSON)')
    .option('--revision <n>', 'revision of the records of this file', '1')
    .option('--history', 'last years’ data: born final, marked backfilled, raises no alert')
    .action(run);
}

async function run(file: string, options: Options): Promise<void> {
  const result = await read(file, options);
  report(result);
  if (result.faults.length > 0)
    throw new Error(`${file}: ${result.faults.length} rows cannot be read; nothing was imported`);
  const session = await openSession(options);
  const started = Date.now();
  try {
    await withPipeline({ session, options }, async (pipeline) => {
      const headers = options.history ? { 'duqing-backfilled': 'true' } : {};
      const messages = result.events.map(({ text, line }) => {
        const { topic, message } = messageOf(Buffer.from(text), `${basename(file)}:${line}`);
        return { topic, message: { ...message, headers: { ...message.headers, ...headers } } };
      });
      await pipeline.publish(messages);
      await pipeline.settle(options.history ? 'history' : 'import');
      await noteRefused(pipeline.reader, started);
      await printBalance(pipeline.reader);
    });
  } finally {
    await session.close();
  }
}

async function read(file: string, options: Options): Promise<ImportResult> {
  const revision = Number(options.revision);
  if (!Number.isSafeInteger(revision) || revision < 1)
    throw new UsageError(`--revision: a whole number from 1 on, not ${options.revision}`);
  await readable(file);
  return importFile({ mapping: await mappingOf(options.mapping), bytes: await readFile(file), revision });
}

/** Throws a UsageError with every fault of the mapping. */
async function mappingOf(file: string): Promise<Mapping> {
  try {
    return parseMapping(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new UsageError(`--mapping ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function report({ events, skipped, footer, faults }: ImportResult): void {
  note(`${events.length} rows`);
  for (const [rule, count] of skipped.entries()) if (count > 0) note(`skip rule ${rule + 1}: ${count} rows left out`);
  if (footer)
    note(
      `footer at line ${footer.line}: ${footer.total}; sum of the rows ${footer.sum}; difference ${footer.difference}`,
    );
  for (const fault of faults.slice(0, 50)) note(faultLine(fault));
  if (faults.length > 50) note(`… and ${faults.length - 50} more`);
}

function faultLine({ line, column, reason }: Fault): string {
  return `line ${line}, ${column}: ${reason.zh} · ${reason.en}`;
}
