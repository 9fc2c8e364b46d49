import { ActError, assess } from '@duqing/duty';
import { shanghai } from '@duqing/calendar';
import { SIGNAL_ACTS, type SignalAct, type SignalActRow, type SignalReport, type SignalView } from '@duqing/warehouse';
import { Command } from 'commander';
import { accessOf, givenPrincipal, tokenOption, type TokenOptions } from '../acting.ts';
import { areaName } from '../names.ts';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { print, printJson } from '../output.ts';
import { withReader } from '../reading.ts';
import { langOption, momentOption, UsageError, type Lang } from '../usage.ts';

interface ListOptions extends StoreOptions, OutputOptions {
  at?: string;
}
interface ActOptions extends StoreOptions, OutputOptions, TokenOptions {
  text?: string;
}

const SAID: Record<SignalAct, { zh: string; en: string; done: { zh: string; en: string } }> = {
  confirm: { zh: '确认属实', en: 'confirm', done: { zh: '已确认', en: 'confirmed' } },
  dismiss: { zh: '排除', en: 'dismiss', done: { zh: '已排除', en: 'dismissed' } },
  'pass-on': { zh: '转报指挥员', en: 'pass on to the commander', done: { zh: '已转报', en: 'passed on' } },
};

/** `duqing signals`: weekly counts above their limits, and what analysts say of them. */
export function signalsCommand(): Command {
  const command = new Command('signals').description('周计数异常(早期预警) · early warning over weekly counts');
  const list = new Command('list').description('超过警戒限的周计数 · weekly counts above their limits');
  command.addCommand(
    jsonOption(storeOptions(list)).option('--at <moment>', 'as known at a moment').action(runList).exitOverride(),
    { isDefault: true },
  );
  for (const act of SIGNAL_ACTS) {
    const { zh, en } = SAID[act];
    const one = new Command(act).description(`${zh} · ${en}`).argument('<key>', 'key of the signal');
    command.addCommand(
      jsonOption(tokenOption(storeOptions(one)))
        .option('--text <text>', 'why; at most 500 characters, no personal data')
        .action(async (key: string, options: ActOptions) => runAct(key, { act, options }))
        .exitOverride(),
    );
  }
  return command;
}

async function runList(options: ListOptions): Promise<void> {
  const lang = langOption(options.lang);
  const at = options.at === undefined ? undefined : momentOption('--at', options.at);
  await withReader(options, async (reader, { deployment }) => {
    const report = await reader.signals(at);
    if (options.json) return printJson({ ...report, signals: report.signals.map(shown) });
    return print(reportLines(report, { lang, areaOf: areaName(deployment, lang) }).join('\n'));
  });
}

async function runAct(key: string, { act, options }: { act: SignalAct; options: ActOptions }): Promise<void> {
  const lang = langOption(options.lang);
  await withReader(options, async (reader, session) => {
    const access = accessOf(session);
    const by = await givenPrincipal(access, options);
    if (by === null) throw new UsageError('an act needs a token: DUQING_TOKEN or --token-file');
    const { store, deployment, clock } = session;
    const request = { key, act, text: options.text ?? '' };
    const row = await assess({ store, reader, access, deployment, clock }, request, by).catch((error: unknown) => {
      throw error instanceof ActError ? new Error(`${error.field}: ${error.text.zh} · ${error.text.en}`) : error;
    });
    return options.json ? printJson(actView(row)) : print(actLine(row, lang));
  });
}

function shown({ assessment, ...signal }: SignalView): object {
  return { ...signal, assessment: assessment && actView(assessment) };
}

function actView({ act_id, act, week, observed, at, post, text }: SignalActRow): object {
  return { id: act_id, act, week, observed, at: shanghai(at), by: post, text };
}

function actLine({ act, at, post, text }: SignalActRow, lang: Lang): string {
  const moment = shanghai(at).slice(0, 16).replace('T', ' ');
  return `${SAID[act].done[lang]}  ${moment}  ${post}${text === '' ? '' : `: ${text}`}`;
}

interface Words {
  lang: Lang;
  areaOf: (region: string) => string;
}

/** Two lines a signal, a third for what was said of it; then the feeds of which nothing can be said. */
export function reportLines({ week, signals, blind, feeds }: SignalReport, words: Words): string[] {
  const isZh = words.lang === 'zh';
  const head = isZh
    ? `截至${week}周，超过警戒限 ${signals.length} 项`
    : `up to week ${week}: ${signals.length} above limits`;
  const watched = isZh
    ? `已监看 ${feeds - blind.length}/${feeds} 路数据`
    : `${feeds - blind.length} of ${feeds} feeds can be watched`;
  return [
    `${head};${isZh ? '' : ' '}${watched}`,
    ...signals.flatMap((one) => signalLines(one, words)),
    ...blindLines(blind, words),
  ];
}

function signalLines(signal: SignalView, { lang, areaOf }: Words): string[] {
  const isZh = lang === 'zh';
  const { region, name, week, since, observed, complete, expected, limit, limits, key, assessment } = signal;
  const count = complete ? `${observed}` : isZh ? `至少${observed}` : `at least ${observed}`;
  const by = limits.filter(({ exceeded }) => exceeded).map(({ method }) => method);
  const figures = isZh
    ? `${count}起，预期${expected.toFixed(1)}，警戒限${limit.toFixed(1)}，自${since}周 (${by.join('、')})`
    : `${count}, expected ${expected.toFixed(1)}, limit ${limit.toFixed(1)}, since week ${since} (${by.join(', ')})`;
  return [
    `${assessment === null ? '?' : '·'} ${areaOf(region)} ${name[lang]} ${week}: ${figures}`,
    `    ${key}`,
    ...(assessment === null ? [] : [`    ${actLine(assessment, lang)}`]),
  ];
}

function blindLines(blind: SignalReport['blind'], { lang, areaOf }: Words): string[] {
  const isZh = lang === 'zh';
  const names = { cases: { zh: '案件', en: 'cases' }, seizures: { zh: '缴获', en: 'seizures' } } as const;
  return blind.map(({ region, feed, through }) => {
    const known = through ?? (isZh ? '从未确认' : 'never');
    return isZh
      ? `✕ ${areaOf(region)} ${names[feed].zh}数据确认至 ${known}，无法判断`
      : `✕ ${areaOf(region)}: ${names[feed].en} attested through ${known}; nothing can be said`;
  });
}
