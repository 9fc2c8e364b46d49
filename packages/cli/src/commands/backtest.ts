import { alertsFound } from '@duqing/alerts';
import {
  backtestOf,
  ChangeError,
  changedDeployment,
  changedIndicators,
  judgedBy,
  parseChange,
  type Backtest,
  type TargetChange,
} from '@duqing/outlook';
import type { Reader } from '@duqing/warehouse';
import { Command } from 'commander';
import { areaName, itemName } from '../names.ts';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { print, printJson } from '../output.ts';
import { withReader } from '../reading.ts';
import { backtestText } from '../render/backtest-text.ts';
import type { Session } from '../session.ts';
import { langOption, UsageError } from '../usage.ts';

interface Options extends StoreOptions, OutputOptions {
  change: string[];
}

/** `duqing backtest`: what another target would have said of everything that is held. Nothing is stored. */
export function backtestCommand(): Command {
  const command = new Command('backtest').description('目标回测 · what another target would have said');
  return jsonOption(storeOptions(command))
    .requiredOption('--change <target...>', "another target, such as 'it-solved-share>30' (may be repeated)")
    .action(run);
}

async function run(options: Options): Promise<void> {
  const lang = langOption(options.lang);
  const changes = options.change.map(changeOption);
  await withReader(options, async (reader, session) => {
    const found = await backtest(changes, { reader, session });
    if (options.json) return printJson(found);
    const { deployment } = session;
    return print(backtestText(found, { lang, nameOf: itemName(lang), areaOf: areaName(deployment, lang) }));
  });
}

function changeOption(text: string): TargetChange {
  try {
    return parseChange(text);
  } catch (error) {
    throw error instanceof ChangeError ? new UsageError(error.message) : error;
  }
}

/** The same facts judged twice, and the alerts that either would find now. */
async function backtest(
  changes: readonly TargetChange[],
  { reader, session }: { reader: Reader; session: Session },
): Promise<Backtest> {
  const { store, deployment, clock } = session;
  const now = clock();
  const before = await judgedBy(store, { deployment, now });
  const [indicators, other] = [changedIndicators(changes), changedDeployment(deployment, changes)];
  const after = await judgedBy(store, { deployment: other, now, indicators });
  const alertsOf = await alertsFound({ store, reader, deployment, now });
  return backtestOf({ changes, before, after, alerts: { before: alertsOf(before), after: alertsOf(after) } });
}
