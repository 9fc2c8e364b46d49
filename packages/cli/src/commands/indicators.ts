import { INDICATORS } from '@duqing/catalogue';
import { parsePeriod } from '@duqing/calendar';
import { Setting, type Deployment } from '@duqing/regions';
import type { CellQuery } from '@duqing/warehouse';
import { Command } from 'commander';
import { areaName, itemName } from '../names.ts';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { print, printJson } from '../output.ts';
import { withReader } from '../reading.ts';
import { cellsTable } from '../render/cells-table.ts';
import { keyName } from '../render/key-names.ts';
import { langOption, momentOption, UsageError } from '../usage.ts';

interface Options extends StoreOptions, OutputOptions {
  period?: string;
  region?: string;
  indicator?: string;
  by?: string;
  asOf?: string;
}

/** `duqing indicators`: cells of a period, an area, an item, or all of them. */
export function indicatorsCommand(): Command {
  const command = new Command('indicators').description('指标单元 · cells: value, target, verdict, evidence, distance');
  return jsonOption(storeOptions(command))
    .option('--period <period>', '2026Q2, 2026H1, 2026 or creation')
    .option('--region <code>', 'one area')
    .option('--indicator <id>', 'one item')
    .option('--by <key>', 'breakdown by substance, method or channel')
    .option('--as-of <moment>', 'as known at a moment')
    .action(run);
}

async function run(options: Options): Promise<void> {
  const lang = langOption(options.lang);
  await withReader(options, async (reader, { deployment }) => {
    const cells = await reader.cells(queryOf(options, deployment));
    if (options.json) return printJson(cells);
    const names = { nameOf: itemName(lang), areaOf: areaName(deployment, lang), keyOf: keyName(deployment, lang) };
    return print(cellsTable({ cells, lang, ...names }));
  });
}

function queryOf(options: Options, deployment: Deployment): CellQuery {
  const { period, region, indicator, by, asOf } = options;
  if (period !== undefined) periodOption(period);
  if (indicator !== undefined) indicatorOption(indicator);
  if (region !== undefined) regionOption(region, deployment);
  return {
    ...(period !== undefined && { period }),
    ...(region !== undefined && { region }),
    ...(indicator !== undefined && { indicator }),
    ...(by !== undefined && { by: byOption(by) }),
    ...(asOf !== undefined && { asOf: momentOption('--as-of', asOf) }),
  };
}

function byOption(by: string): NonNullable<CellQuery['by']> {
  if (by !== 'substance' && by !== 'method' && by !== 'channel')
    throw new UsageError(`--by: substance, method or channel, not ${by}`);
  return by;
}

/** Throws a UsageError where the text is no period. */
export function periodOption(text: string): void {
  if (text !== 'creation' && !parsePeriod(text))
    throw new UsageError(`--period: 2026Q2, 2026H1, 2026 or creation, not ${text}`);
}

/** Throws a UsageError where there is no such item. */
export function indicatorOption(text: string): void {
  if (!INDICATORS.some(({ id }) => id === text)) throw new UsageError(`--indicator: unknown id ${text}`);
}

/** Throws a UsageError where the deployment has no such area. */
export function regionOption(text: string, deployment: Deployment): void {
  if (!new Setting(deployment, Date.now()).regions.get(text)) throw new UsageError(`--region: unknown code ${text}`);
}
