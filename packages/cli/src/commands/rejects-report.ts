import {
  doubtfulRecords,
  flagCounts,
  isDoubt,
  morningLetters,
  reportOf,
  reportText,
  type RejectCase,
} from '@duqing/mending';
import { departmentName } from '@duqing/outlook';
import { Command } from 'commander';
import { areaName } from '../names.ts';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { print, printJson } from '../output.ts';
import type { Session } from '../session.ts';
import { langOption, UsageError, type Lang } from '../usage.ts';
import { withMending } from './rejects-mend.ts';

type Options = StoreOptions & OutputOptions;
type FlagOptions = Options & { flag?: string };

/** `duqing rejects report`: for each sending unit how many are open, why, and how long: what it is told each morning. */
export function reportCommand(): Command {
  const command = new Command('report').description('退件日报 · the morning report for each unit');
  return jsonOption(storeOptions(command))
    .option('--short', 'one line a department, as it leaves the house: no ids, no values')
    .action(report);
}

type ReportOptions = Options & { short?: boolean };

async function report(own: ReportOptions, command: Command): Promise<void> {
  const options = { ...own, ...command.optsWithGlobals<ReportOptions>() };
  const lang = langOption(options.lang);
  await withMending(options, async ({ mending, session }) => {
    const now = session.clock();
    if (options.short) return letters(await mending.list(), { session, options, now });
    const reports = reportOf(await mending.list(), now);
    if (options.json) return printJson(reports);
    return print(reportText(reports, { lang, now, areaName: areaName(session.deployment, lang) }));
  });
}

function letters(
  cases: readonly RejectCase[],
  { session, options, now }: { session: Session; options: ReportOptions; now: number },
): void {
  const { deployment } = session;
  const told = morningLetters(cases, {
    now,
    areaName: inBoth((lang) => areaName(deployment, lang)),
    departmentName: inBoth(departmentName),
    link: '/rejects',
    simulated: deployment.simulated,
  });
  if (options.json) return printJson(told);
  const lang = langOption(options.lang);
  const nothing = { zh: '没有未办结的退件', en: 'no reject is unsettled' };
  return print(told.length === 0 ? nothing[lang] : told.map(({ text }) => text[lang]).join('\n'));
}

function inBoth(nameIn: (lang: Lang) => (code: string) => string): (code: string) => { zh: string; en: string } {
  const [zh, en] = [nameIn('zh'), nameIn('en')];
  return (code) => ({ zh: zh(code), en: en(code) });
}

/** `duqing rejects flags`: what was stored but is doubtful, apart from what was refused. */
export function flagsCommand(): Command {
  const command = new Command('flags').description('存疑记录(已入库) · doubtful records, stored and counted');
  return jsonOption(storeOptions(command)).option('--flag <code>', 'the records with this doubt').action(flags);
}

async function flags(own: FlagOptions, command: Command): Promise<void> {
  const options = { ...own, ...command.optsWithGlobals<FlagOptions>() };
  const lang = langOption(options.lang);
  const { flag } = options;
  if (flag !== undefined && !isDoubt(flag)) throw new UsageError(`--flag: no doubt is called ${flag}`);
  await withMending(options, async ({ session }) => {
    if (flag !== undefined) {
      const records = await doubtfulRecords(session.store, flag);
      if (options.json) return printJson(records);
      return print(records.map(({ source, id, subject }) => `${source}  ${id}  ${subject}`).join('\n'));
    }
    const counts = await flagCounts(session.store);
    if (options.json) return printJson(counts);
    return print(
      counts.map(({ source, flag, name, records }) => `${source}  ${name[lang]} (${flag})  ${records}`).join('\n'),
    );
  });
}
