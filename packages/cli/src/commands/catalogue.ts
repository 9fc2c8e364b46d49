import { INDICATORS } from '@duqing/catalogue';
import { Command } from 'commander';
import { jsonOption, type OutputOptions } from '../options.ts';
import { print, printJson } from '../output.ts';
import { langOption } from '../usage.ts';

/** `duqing catalogue`: the entries, every column of the plan's table. */
export function catalogueCommand(): Command {
  return jsonOption(new Command('catalogue').description('指标目录 · the entries')).action((options: OutputOptions) => {
    const lang = langOption(options.lang);
    if (options.json) return printJson(INDICATORS.map(({ columns }) => columns));
    return print(INDICATORS.map(({ id, name }) => `${id.padEnd(32)} ${name[lang]}`).join('\n'));
  });
}
