import { writeFile } from 'node:fs/promises';
import { createEvaluator, INDICATORS, type Evaluator } from '@duqing/catalogue';
import { dayOf, quarterOfDay } from '@duqing/calendar';
import { daysWithout, owed, SEVEN_ZEROS, type DaysWithout, type Owed } from '@duqing/indicators';
import { Setting } from '@duqing/regions';
import { currentTable, occurredDays, readHoldings, type Store } from '@duqing/warehouse';
import { Command } from 'commander';
import { areaName, itemName } from '../names.ts';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { withReader } from '../reading.ts';
import { departmentName } from '../render/department-name.ts';
import { icsOf } from '../render/ics.ts';
import { paceText } from '../render/pace-text.ts';
import { langOption, UsageError } from '../usage.ts';
import { regionOption } from './indicators.ts';

interface Options extends StoreOptions, OutputOptions {
  region?: string;
  department?: string;
  ics?: string;
}

/** `duqing pace`: what is still owed, by whom, by when; and how long each of the seven zeros has held. */
export function paceCommand(): Command {
  const command = new Command('pace').description('进度 · what is still owed, by whom, by when; days without');
  return jsonOption(storeOptions(command))
    .option('--region <code>', 'one area')
    .option('--department <id>', 'one department')
    .option('--ics <file>', 'writes a calendar (RFC 5545) as well')
    .action(run);
}

async function run(options: Options): Promise<void> {
  const lang = langOption(options.lang);
  if (options.department !== undefined) departmentOption(options.department);
  await withReader(options, async (_reader, { store, deployment }) => {
    if (options.region !== undefined) regionOption(options.region, deployment);
    const now = Date.now();
    const setting = new Setting(deployment, now);
    const found = await paceOf(store, { setting, options });
    const areaOf = areaName(deployment, lang);
    const names = { lang, nameOf: itemName(lang), areaOf, departmentOf: departmentName(lang) };
    if (options.ics !== undefined) {
      const name = `${deployment.name[lang]} 毒情监测${deployment.simulated ? '(模拟数据)' : ''}`;
      await writeFile(options.ics, icsOf({ ...names, name, at: now, id: deployment.id, owed: found.owed }));
      note(options.ics);
    }
    return options.json ? printJson(found) : print(paceText(found, names));
  });
}

/** Throws a UsageError that lists the departments there are. */
function departmentOption(text: string): void {
  const known = [...new Set(INDICATORS.map(({ columns }) => columns.department))].sort();
  if (!known.some((one) => one === text)) throw new UsageError(`--department: one of ${known.join(', ')}, not ${text}`);
}

async function paceOf(
  store: Store,
  { setting, options }: { setting: Setting; options: Options },
): Promise<{ owed: Owed[]; zeros: DaysWithout[] }> {
  const { asOf } = setting;
  const today = dayOf(asOf);
  const holdings = await readHoldings(store, { setting, indicators: INDICATORS, table: currentTable, asOf });
  const evaluator = createEvaluator({ setting, holdings });
  const { region, department } = options;
  const cellOf: Parameters<typeof owed>[0]['cellOf'] = (key) => evaluator.cell(key.indicator, key.region, key.period);
  return {
    owed: owed({ setting, today, cellOf, region, department }),
    zeros: await zerosOf(store, { setting, evaluator, region }),
  };
}

async function zerosOf(
  store: Store,
  { setting, evaluator, region }: { setting: Setting; evaluator: Evaluator; region: string | undefined },
): Promise<DaysWithout[]> {
  const days = await occurredDays(store, { setting, indicators: SEVEN_ZEROS });
  const { city, regions } = setting;
  const areas = [city, ...regions.unitsOf(city, dayOf(setting.asOf)).map(({ code }) => code)];
  const asked = areas.filter((code) => region === undefined || code === region);
  return SEVEN_ZEROS.flatMap((indicator) =>
    asked.map((code) => {
      const cells = evaluator
        .cellsOf({ indicator, region: code })
        .filter(({ period }) => period !== 'creation' && period <= quarterOfDay(dayOf(setting.asOf)));
      const within = days.filter((one) => one.indicator === indicator && regions.isWithin(one.area, code));
      return daysWithout({ indicator, region: code, cells, occurred: within.map(({ day }) => day) });
    }),
  );
}
