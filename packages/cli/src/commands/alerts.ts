import { standingAt } from '@duqing/alerts';
import { createReader, watermarkOf, withStoreAsOf, type AlertView, type Reader, type Store } from '@duqing/warehouse';
import { Command } from 'commander';
import { actCommands } from './alerts-act.ts';
import { deskCommands } from './alerts-desk.ts';
import { showCommand } from './alerts-show.ts';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { withReader } from '../reading.ts';
import { wrapped } from '../render/wrapped.ts';
import type { Session } from '../session.ts';
import { langOption, momentOption, type Lang } from '../usage.ts';

interface Options extends StoreOptions, OutputOptions {
  at?: string;
}

/** `duqing alerts`: every alert that is not normal, as known now or at a moment; its subcommands act on one. */
export function alertsCommand(): Command {
  const command = new Command('alerts').description('预警状态 · states of alerts');
  jsonOption(storeOptions(command)).option('--at <moment>', 'as known at a moment').action(run);
  for (const sub of [showCommand(), ...actCommands(), ...deskCommands()]) command.addCommand(sub.exitOverride());
  return command;
}

async function run(own: Options, command: Command): Promise<void> {
  const options = { ...own, ...command.optsWithGlobals<Options>() };
  const lang = langOption(options.lang);
  const at = options.at === undefined ? undefined : momentOption('--at', options.at);
  await withReader(options, async (reader, session) => {
    const alerts = at === undefined ? await reader.alerts() : await alertsAt(session, { at, reader });
    if (options.json) return printJson(alerts);
    note(TOLD[lang]);
    return print(alertLines(alerts, lang));
  });
}

/** What was known then: evaluated again over the facts of that moment; beyond the watermark only the ledger of alerts speaks. */
async function alertsAt(
  { store, deployment }: Session,
  { at, reader }: { at: number; reader: Reader },
): Promise<AlertView[]> {
  const settled = await watermarkOf(store);
  if (settled === null || at > settled) return reader.alerts(at);
  const use = async (then: Store): Promise<AlertView[]> => {
    const over = createReader({ store: then, deployment, clock: () => at });
    return standingAt({ store: then, reader: over, deployment, now: at });
  };
  return withStoreAsOf(store, { asOf: at, use });
}

const TOLD: Record<Lang, string> = {
  zh: '各条所述为发出时的情况,现值见 duqing indicators',
  en: 'each says what held when it was told; for the figures of now see duqing indicators',
};
const MARKS = { critical: '!!', warning: ' !', info: ' i' } as const;
const STATES: Record<AlertView['state'], Record<Lang, string>> = {
  normal: { zh: '正常', en: 'normal' },
  pending: { zh: '待确认', en: 'pending' },
  firing: { zh: '预警中', en: 'firing' },
  recovering: { zh: '恢复中', en: 'recovering' },
  resolved: { zh: '已结束', en: 'ended' },
};
/** Columns of the terminal, and of them before what is said. */
const [LINE, HEAD] = [100, 3];

/** What is the matter with each, whole, the gravest first; `--json` has consequences and actions too. */
export function alertLines(alerts: readonly AlertView[], lang: Lang): string {
  const order = Object.keys(MARKS);
  return [...alerts]
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
    .map(({ severity, state, since, short }) => {
      const said = wrapped(`${since.slice(0, 10)} ${STATES[state][lang]}  ${short[lang]}`, LINE - HEAD);
      return `${MARKS[severity]} ${said.replaceAll('\n', `\n${' '.repeat(HEAD)}`)}`;
    })
    .join('\n');
}
