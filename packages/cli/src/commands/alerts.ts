import { standingAt } from '@duqing/alerts';
import { createReader, watermarkOf, withStoreAsOf, type AlertView, type Reader, type Store } from '@duqing/warehouse';
import { Command } from 'commander';
import { actCommands } from './alerts-act.ts';
import { deskCommands } from './alerts-desk.ts';
import { showCommand } from './alerts-show.ts';
import { fitted } from '../render/fitted.ts';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { print, printJson } from '../output.ts';
import { withReader } from '../reading.ts';
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

/** Columns of a line; `--json` has the whole text. */
const LINE = 100;
const MARKS = { critical: '!!', warning: ' !', info: ' i' } as const;

/** One line an alert, the gravest first. */
export function alertLines(alerts: readonly AlertView[], lang: Lang): string {
  const order = Object.keys(MARKS);
  const sorted = [...alerts].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return sorted
    .map(({ severity, state, since, text }) =>
      fitted(`${MARKS[severity]} ${since.slice(0, 10)} ${state}  ${withoutMarks(text[lang])}`, LINE),
    )
    .join('\n');
}

/** The line says severity by its own mark, and that data is simulated stands above. */
function withoutMarks(text: string): string {
  return text.replace(/^(【[^】]*】)+|^[A-Z]+ (\[[^\]]*\] )?/u, '');
}
