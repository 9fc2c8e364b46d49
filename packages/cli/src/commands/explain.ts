import { consoleOf } from '@duqing/access';
import type { Explanation } from '@duqing/warehouse';
import { Command } from 'commander';
import { accessOf } from '../acting.ts';
import { figureOf, figureText } from './explain-figure.ts';
import { areaName, itemName } from '../names.ts';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { print, printJson } from '../output.ts';
import { withReader } from '../reading.ts';
import { cellsTable } from '../render/cells-table.ts';
import type { Session } from '../session.ts';
import { langOption, momentOption, UsageError } from '../usage.ts';
import { indicatorOption, periodOption, regionOption } from './indicators.ts';

interface Options extends StoreOptions, OutputOptions {
  region?: string;
  period?: string;
  figure?: string;
  asOf?: string;
}

/** `duqing explain`: a cell with the records and returns that it is made of. The look itself is in the audit. */
export function explainCommand(): Command {
  const command = new Command('explain')
    .description('指标由哪些事件构成 · what a figure is made of')
    .argument('[indicator]');
  return jsonOption(storeOptions(command))
    .option('--region <code>', 'area')
    .option('--period <period>', 'period')
    .option(
      '--figure <id>',
      'a bulletin’s figure, AREA/INDICATOR/PERIOD: definition, what was published, and the records as of then',
    )
    .option('--as-of <moment>', 'as known at a moment')
    .action(run);
}

interface Asked {
  indicator: string;
  region: string;
  period: string;
}

async function run(named: string | undefined, options: Options): Promise<void> {
  const lang = langOption(options.lang);
  const asked = askedIn(named, options);
  const { indicator, region, period } = asked;
  indicatorOption(indicator);
  periodOption(period);
  await withReader(options, async (reader, session) => {
    const { deployment } = session;
    regionOption(region, deployment);
    const figure = options.figure === undefined ? null : await figureOf(reader, { ...asked, lang });
    const at = options.asOf === undefined ? figure?.snapshot?.at : momentOption('--as-of', options.asOf);
    const explained = await reader.explain({ ...asked, ...(at !== undefined && { asOf: at }) }).catch(asUsage);
    await noteLook(session, explained);
    if (options.json) return printJson(figure ? { ...figure, ...explained } : explained);
    if (figure) print(figureText(figure, lang));
    print(cellsTable({ cells: [explained], lang, nameOf: itemName(lang), areaOf: areaName(deployment, lang) }));
    for (const text of [explained.distance?.text[lang], explained.note?.[lang]]) if (text) print(`  ${text}`);
    for (const { part, subject, revision, source, id } of explained.events)
      print(`  ${part.padEnd(12)} ${subject} r${revision}  ${source} ${id}`);
    return undefined;
  });
}

/** An item with its area and period, or the id of a figure that holds all three. */
function askedIn(indicator: string | undefined, { figure, region, period }: Options): Asked {
  if (figure !== undefined) {
    if (indicator !== undefined || region !== undefined || period !== undefined)
      throw new UsageError('--figure names item, area and period: no others beside it');
    const [area, item, of, ...more] = figure.split('/');
    if (!area || !item || !of || more.length > 0)
      throw new UsageError(`--figure: AREA/INDICATOR/PERIOD, such as 330782/it-solved-share/2026Q2, not ${figure}`);
    return { indicator: item, region: area, period: of };
  }
  if (indicator === undefined) throw new UsageError('name an item, or a figure by --figure');
  if (region === undefined || period === undefined) throw new UsageError('--region and --period are needed');
  return { indicator, region, period };
}

/** The console is a role that may see what makes up a figure of few persons; every look is in the audit before anything is shown. */
async function noteLook(session: Session, { indicator, region, period, asOf }: Explanation): Promise<void> {
  const [by, object] = [consoleOf(session.deployment), `${indicator}/${region}/${period}`];
  const look = { by, action: 'explain', object, area: region, outcome: 'done' } as const;
  await accessOf(session).audit({ ...look, detail: `as of ${asOf}` });
}

/** A period that holds several cells of the item, or an area at which it has none: the question is wrong, not the work. */
function asUsage(error: unknown): never {
  throw error instanceof RangeError ? new UsageError(error.message) : error;
}
