import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { areaName, itemName } from '../names.ts';
import { storeOptions, type StoreOptions } from '../options.ts';
import { note } from '../output.ts';
import { withReader } from '../reading.ts';
import { cellsXlsx } from '../render/cells-xlsx.ts';
import { langOption, momentOption } from '../usage.ts';
import { indicatorOption, periodOption, regionOption } from './indicators.ts';

interface Options extends StoreOptions {
  xlsx: string;
  lang: string;
  period?: string;
  region?: string;
  indicator?: string;
  asOf?: string;
}

/** `duqing export`: cells as a workbook, with what each item means on a sheet of its own. */
export function exportCommand(): Command {
  const command = new Command('export').description('导出表格 · cells with their definitions as a workbook');
  return storeOptions(command)
    .requiredOption('--xlsx <file>', 'where it is written')
    .option('--period <period>', '2026Q2, 2026H1, 2026 or creation')
    .option('--region <code>', 'one area')
    .option('--indicator <id>', 'one item')
    .option('--as-of <moment>', 'as known at a moment')
    .option('--lang <lang>', 'zh or en', 'zh')
    .action(run);
}

async function run(options: Options): Promise<void> {
  const lang = langOption(options.lang);
  const { period, region, indicator, asOf } = options;
  if (period !== undefined) periodOption(period);
  if (indicator !== undefined) indicatorOption(indicator);
  await withReader(options, async (reader, { deployment }) => {
    if (region !== undefined) regionOption(region, deployment);
    const cells = await reader.cells({
      ...(period !== undefined && { period }),
      ...(region !== undefined && { region }),
      ...(indicator !== undefined && { indicator }),
      ...(asOf !== undefined && { asOf: momentOption('--as-of', asOf) }),
    });
    const bytes = await cellsXlsx({ cells, lang, nameOf: itemName(lang), areaOf: areaName(deployment, lang) });
    await writeFile(options.xlsx, bytes);
    note(`${options.xlsx}: ${cells.length} cells`);
  });
}
