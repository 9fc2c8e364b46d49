import { randomUUID } from 'node:crypto';
import { act, ActError, caseOf, readActs, type ActRequest } from '@duqing/duty';
import { ALERT_ACTS, OUTCOMES, type AlertAct, type AlertView, type Reader } from '@duqing/warehouse';
import { Command } from 'commander';
import { accessOf, givenPrincipal, tokenOption, type TokenOptions } from '../acting.ts';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { print, printJson } from '../output.ts';
import { withReader } from '../reading.ts';
import { caseLines, caseView } from '../render/alert-case.ts';
import { langOption, UsageError } from '../usage.ts';

type Options = StoreOptions &
  OutputOptions &
  TokenOptions &
  Pick<ActRequest, 'due' | 'outcome' | 'text'> & { to?: string };

const SAID: Record<AlertAct, { name: string; description: string }> = {
  acknowledge: { name: 'ack', description: '签收 · say that it was seen' },
  assign: { name: 'assign', description: '指派给岗位 · assign to a post' },
  comment: { name: 'comment', description: '备注 · comment' },
  close: { name: 'close', description: '办结 · close with what it turned out to be' },
};

/** `alerts ack|assign|comment|close KEY`: each needs a token; KEY is an alert's key or a transition's id. */
export function actCommands(): Command[] {
  return ALERT_ACTS.map((what) => {
    const { name, description } = SAID[what];
    const command = new Command(name).description(description).argument('<key>', 'key of the alert');
    if (what === 'comment') command.argument('<text>', 'at most 500 characters, no personal data');
    return withOptions(jsonOption(tokenOption(storeOptions(command))), what).exitOverride();
  });
}

function withOptions(command: Command, what: AlertAct): Command {
  const run = async (key: string, text: string | undefined, own: Options): Promise<void> =>
    perform({ key, act: what, ...(text !== undefined && { text }) }, { own, command });
  switch (what) {
    case 'comment':
      return command.action(run);
    case 'acknowledge':
      return command
        .option('--text <text>', 'a remark')
        .action(async (key: string, own: Options) => run(key, own.text, own));
    case 'assign':
      return command
        .requiredOption('--to <post>', 'post of the roster')
        .option('--due <day>', 'YYYY-MM-DD, the day itself still counts')
        .option('--text <text>', 'a remark')
        .action(async (key: string, own: Options) => run(key, own.text, own));
    case 'close':
      return command
        .requiredOption('--outcome <outcome>', OUTCOMES.join(', '))
        .option('--text <text>', 'a remark')
        .action(async (key: string, own: Options) => run(key, own.text, own));
  }
}

async function perform(
  request: Omit<ActRequest, 'form'>,
  { own, command }: { own: Options; command: Command },
): Promise<void> {
  const options = { ...own, ...command.optsWithGlobals<Options>() };
  const lang = langOption(options.lang);
  const { to, due, outcome } = options;
  await withReader(options, async (reader, session) => {
    const { store, deployment, clock } = session;
    const access = accessOf(session);
    const by = await givenPrincipal(access, options);
    if (by === null) throw new UsageError('an act needs a token: DUQING_TOKEN or --token-file');
    const alert = await alertOf(reader, request.key);
    const asked: ActRequest = {
      ...request,
      key: alert.key,
      form: randomUUID(),
      ...(to !== undefined && { assignee: to }),
      ...(due !== undefined && { due }),
      ...(outcome !== undefined && { outcome }),
    };
    await act({ store, reader, access, deployment, clock }, asked, by).catch((error: unknown) => {
      throw error instanceof ActError ? new Error(`${error.field}: ${error.text.zh} · ${error.text.en}`) : error;
    });
    const now = caseOf(alert, { acts: await readActs(store, alert.key), at: clock() });
    return options.json ? printJson({ key: alert.key, ...caseView(now) }) : print(caseLines(now, lang).join('\n'));
  });
}

/** By its key, or by the id of a transition of it, as links and messages name it. */
export async function alertOf(reader: Reader, key: string): Promise<AlertView> {
  const alerts = await reader.alerts();
  const byId = /^[0-9a-f]{64}$/.test(key)
    ? (await reader.transitions()).find(({ transition_id }) => transition_id === key)?.key
    : undefined;
  const found = alerts.find((alert) => alert.key === (byId ?? key));
  if (found) return found;
  throw new UsageError(`${key}: no such alert; alerts --json lists the keys`);
}
