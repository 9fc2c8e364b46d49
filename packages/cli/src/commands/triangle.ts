import { writeFile } from 'node:fs/promises';
import { dayOf, isDay, parsePeriod, shanghai } from '@duqing/calendar';
import { monthEnds, triangleOf, type Triangle } from '@duqing/indicators';
import { firstQuarterHeld, watermarkOf, type Reader, type Store } from '@duqing/warehouse';
import { Command } from 'commander';
import { areaName, itemName } from '../names.ts';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { withReader } from '../reading.ts';
import { triangleCsv, triangleTable } from '../render/triangle-text.ts';
import { triangleSvg } from '../render/triangle-svg.ts';
import { langOption, momentOption, UsageError } from '../usage.ts';
import { indicatorOption, regionOption } from './indicators.ts';

interface Options extends StoreOptions, OutputOptions {
  region: string;
  from?: string;
  at?: string[];
  csv?: boolean;
  svg?: string;
}

/** `duqing triangle`: what was known of each period at the end of each month, or at given moments. */
export function triangleCommand(): Command {
  const command = new Command('triangle')
    .description('修订三角 · how the figures of an item were revised: period × as-of')
    .argument('<indicator>');
  return jsonOption(storeOptions(command))
    .requiredOption('--region <code>', 'area')
    .option('--from <day>', 'first month (any day of it); default: where the data begins')
    .option('--at <moment...>', 'moments instead of the ends of months')
    .option('--csv', 'comma-separated values on stdout')
    .option('--svg <file>', 'writes a picture as well')
    .action(run);
}

async function run(indicator: string, options: Options): Promise<void> {
  const lang = langOption(options.lang);
  indicatorOption(indicator);
  await withReader(options, async (reader, { store, deployment }) => {
    regionOption(options.region, deployment);
    const moments = await momentsOf(store, options);
    const triangle = await read(reader, { indicator, region: options.region, moments });
    const names = { lang, nameOf: itemName(lang), areaOf: areaName(deployment, lang), simulated: deployment.simulated };
    if (options.svg !== undefined) {
      await writeFile(options.svg, triangleSvg(triangle, names));
      note(options.svg);
    }
    if (options.json) return printJson({ ...triangle, asOf: triangle.asOf.map(shanghai) });
    return print(options.csv ? triangleCsv(triangle) : triangleTable(triangle, names));
  });
}

/** One shadow of the facts for each moment, whatever the number of periods. */
async function read(
  reader: Reader,
  { indicator, region, moments }: { indicator: string; region: string; moments: readonly number[] },
): Promise<Triangle> {
  const columns = [];
  for (const asOf of moments) columns.push({ asOf, cells: await reader.cells({ indicator, region, asOf }) });
  return triangleOf({ indicator, region }, columns);
}

async function momentsOf(store: Store, { at, from }: Options): Promise<number[]> {
  if (at !== undefined) return at.map((text) => momentOption('--at', text));
  if (from !== undefined && !isDay(from)) throw new UsageError(`--from: not a calendar day: ${from}`);
  const settled = await watermarkOf(store);
  const first = await firstQuarterHeld(store);
  if (settled === null || first === null) throw new Error('nothing is settled yet: no as-of can be read');
  return monthEnds(from ?? parsePeriod(first)?.start ?? dayOf(settled), settled);
}
