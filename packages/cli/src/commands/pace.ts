import { writeFile } from 'node:fs/promises';
import { INDICATORS } from '@duqing/catalogue';
import { departmentName, icsOf, paceOf } from '@duqing/outlook';
import { Setting } from '@duqing/regions';
import { Command } from 'commander';
import { areaName, itemName } from '../names.ts';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { withReader } from '../reading.ts';
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
  await withReader(options, async (_reader, { store, deployment, clock }) => {
    if (options.region !== undefined) regionOption(options.region, deployment);
    const now = clock();
    const setting = new Setting(deployment, now);
    const found = await paceOf(store, { setting, region: options.region, department: options.department });
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
