import { kindName, tryWays, type TriedWay } from '@duqing/alerts';
import {
  lettersOf,
  onDuty,
  postName,
  readActs,
  rosterOf,
  ruleShares,
  weekCounts,
  type LetterView,
  type RuleShare,
  type WeekCount,
} from '@duqing/duty';
import { Command } from 'commander';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { withReader } from '../reading.ts';
import Table from 'cli-table3';
import { BARE } from '../render/bare.ts';
import { langOption, UsageError, type Lang } from '../usage.ts';
import { letterLines, letterView } from './alerts-show.ts';

type Options = StoreOptions & OutputOptions & { weeks?: string; to?: string; failed?: boolean };

const DAY = 86_400_000;

/** What is not about one alert: budgets, the ledger of delivery, who is on duty, a test of every way. */
export function deskCommands(): Command[] {
  return [
    make('budget', '预算与属实率 · notices per role and week, and what proved true')
      .option('--weeks <n>', 'weeks back', '4')
      .action(budget),
    make('deliveries', '送达台账 · who was told, when, by which channel')
      .option('--failed', 'only what did not get there')
      .action(deliveries),
    make('duty', '值班 · who is on duty now').action(duty),
    make('test', '向每个已配置渠道发送测试 · a marked test through every configured way')
      .option('--to <role>', 'commander, analysts, engineers or department:…', 'engineers')
      .action(test),
  ];
}

function make(name: string, description: string): Command {
  return jsonOption(storeOptions(new Command(name).description(description)));
}

function merged(own: Options, command: Command): Options & { lang: Lang } {
  const options = { ...own, ...command.optsWithGlobals<Options>() };
  return { ...options, lang: langOption(options.lang) };
}

async function budget(own: Options, command: Command): Promise<void> {
  const options = merged(own, command);
  const weeks = Number(options.weeks);
  if (!Number.isInteger(weeks) || weeks < 1 || weeks > 520)
    throw new UsageError(`--weeks: 1 to 520, not ${options.weeks}`);
  await withReader(options, async (reader, { store, deployment, clock }) => {
    const now = clock();
    const letters = await lettersOf(store, { since: now - weeks * 7 * DAY });
    const counts = weekCounts(
      letters.map(({ letter }) => letter),
      rosterOf(deployment, now),
    );
    const shares = ruleShares(await reader.alerts(), { acts: await readActs(store), at: now });
    if (options.json) return printJson({ weeks: counts, rules: shares });
    return print([countTable(counts, options.lang), shareTable(shares, options.lang)].join('\n'));
  });
}

function countTable(counts: readonly WeekCount[], lang: Lang): string {
  const heads = {
    zh: ['周（起始）', '角色', '规则', '通知', '特急', '计入预算的消息', '列入汇总', '预算', ''],
    en: ['week of', 'role', 'rule', 'notices', 'critical', 'messages counted', 'in digests', 'budget', ''],
  };
  const rows = counts.map(({ week, role, rule, notices, critical, messages, digested, budget: limit, isOver }) => [
    week,
    role,
    kindName(rule)[lang],
    String(notices),
    String(critical),
    String(messages),
    String(digested),
    limit === null ? '—' : String(limit),
    isOver ? (lang === 'zh' ? '‼ 超出预算' : '‼ over budget') : '',
  ]);
  return tableOf(heads[lang], rows);
}

function shareTable(shares: readonly RuleShare[], lang: Lang): string {
  const heads = {
    zh: ['规则', '预警', '属实', '不属实', '已知', '更正撤回', '未办结', '属实率'],
    en: ['rule', 'alerts', 'true', 'false', 'known', 'recalled', 'open', 'proved true'],
  };
  const rows = shares.map((one) => [
    kindName(one.rule)[lang],
    ...[one.alerts, one.true, one.false, one.known, one.recalled, one.open].map(String),
    one.proved === null ? '—' : `${one.proved.n}/${one.proved.d}`,
  ]);
  return tableOf(heads[lang], rows);
}

async function deliveries(own: Options, command: Command): Promise<void> {
  const options = merged(own, command);
  await withReader(options, async (_reader, { store, clock }) => {
    const all = await lettersOf(store, { since: clock() - 28 * DAY });
    const shown = options.failed ? all.filter(isLost) : all;
    if (options.json) return printJson(shown.map((one) => ({ key: one.letter.key, ...letterView(one) })));
    return print(
      shown.flatMap((one) => letterLines(one, options.lang).map((line) => `${line}  ${one.letter.key}`)).join('\n'),
    );
  });
}

function isLost({ ways }: LetterView): boolean {
  return ways.some(({ delivered }) => !delivered);
}

async function duty(own: Options, command: Command): Promise<void> {
  const options = merged(own, command);
  await withReader(options, async (_reader, { deployment, clock }) => {
    const now = clock();
    const roster = rosterOf(deployment, now);
    const turns = (roster?.roles ?? []).map(({ role, escalate }) => ({ role, ...onDuty(roster, role, now), escalate }));
    if (options.json) return printJson(turns);
    if (turns.length === 0) note('此部署没有值班表 · this deployment has no roster');
    const named = (post: string | null | undefined): string => (post ? postName(roster, post)[options.lang] : '—');
    return print(
      turns
        .map(({ role, post, standIn, escalate }) => `${role}  ${named(post)} → ${named(standIn)} → ${named(escalate)}`)
        .join('\n'),
    );
  });
}

async function test(own: Options, command: Command): Promise<void> {
  const options = merged(own, command);
  const { to: role = '' } = options;
  if (!/^(commander|analysts|engineers|department:[a-z-]+)$/.test(role))
    throw new UsageError(`--to: commander, analysts, engineers or department:…, not ${role}`);
  await withReader(options, async (_reader, { store, deployment, clock }) => {
    const tried = await tryWays({ store, deployment, clock, role });
    if (options.json) printJson(tried);
    else print(tried.map((one) => triedLine(one, options.lang)).join('\n'));
    if (tried.length === 0)
      throw new UsageError(
        '没有配置任何渠道 · no way is configured: DUQING_ALERT_WEBHOOK, …_WECOM, …_DINGTALK, …_FEISHU, …_SMTP, DUQING_ALERTMANAGER_URL',
      );
    if (tried.some(({ ok }) => !ok)) process.exitCode = 1;
  });
}

function triedLine({ way, ok, tries, error }: TriedWay, lang: Lang): string {
  if (ok) return `✓ ${way}  ${lang === 'zh' ? '已送达' : 'delivered'}  ${tries}×`;
  return `✗ ${way}  ${error}  ${tries}×`;
}

function tableOf(head: string[], rows: readonly string[][]): string {
  const table = new Table({ head, chars: BARE, style: { head: [], border: [], 'padding-left': 0 } });
  table.push(...rows);
  return table.toString();
}
