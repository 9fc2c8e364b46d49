import { Command } from 'commander';
import { areaName, itemName } from '../names.ts';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { withReader } from '../reading.ts';
import { cellsTable } from '../render/cells-table.ts';
import { langOption, momentOption, UsageError } from '../usage.ts';
import { indicatorOption, periodOption, regionOption } from './indicators.ts';

interface Options extends StoreOptions, OutputOptions {
  region: string;
  period: string;
  asOf?: string;
}

/** `duqing explain`: a cell with the records and returns that it is made of. The look itself is noted. */
export function explainCommand(): Command {
  const command = new Command('explain')
    .description('指标由哪些事件构成 · what a figure is made of')
    .argument('<indicator>');
  return jsonOption(storeOptions(command))
    .requiredOption('--region <code>', 'area')
    .requiredOption('--period <period>', 'period')
    .option('--as-of <moment>', 'as known at a moment')
    .action(run);
}

async function run(indicator: string, options: Options): Promise<void> {
  const lang = langOption(options.lang);
  indicatorOption(indicator);
  periodOption(options.period);
  await withReader(options, async (reader, { deployment }) => {
    const { region, period, asOf } = options;
    regionOption(region, deployment);
    const at = asOf === undefined ? {} : { asOf: momentOption('--as-of', asOf) };
    note(`explain: ${indicator} ${region} ${period}`);
    const explained = await reader.explain({ indicator, region, period, ...at }).catch(asUsage);
    if (options.json) return printJson(explained);
    print(cellsTable({ cells: [explained], lang, nameOf: itemName(lang), areaOf: areaName(deployment, lang) }));
    for (const text of [explained.distance?.text[lang], explained.note?.[lang]]) if (text) print(`  ${text}`);
    for (const { part, subject, revision, source, id } of explained.events)
      print(`  ${part.padEnd(12)} ${subject} r${revision}  ${source} ${id}`);
    return undefined;
  });
}

/** A period that holds several cells of the item, or an area at which it has none: the question is wrong, not the work. */
function asUsage(error: unknown): never {
  throw error instanceof RangeError ? new UsageError(error.message) : error;
}
