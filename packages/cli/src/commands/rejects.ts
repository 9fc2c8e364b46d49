import { shanghai } from '@duqing/calendar';
import { placeText, type RejectCase, type RejectState } from '@duqing/mending';
import type { RejectRow } from '@duqing/warehouse';
import { Command } from 'commander';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { print, printJson } from '../output.ts';
import { langOption, UsageError, type Lang } from '../usage.ts';
import { mendingCommands, selectionOf, selectionOptions, withMending, type SelectionOptions } from './rejects-mend.ts';
import { flagsCommand, reportCommand } from './rejects-report.ts';

type Options = StoreOptions & OutputOptions & SelectionOptions & { state?: string };

/** `duqing rejects [list]`: the messages that were refused, and why; its subcommands mend them. */
export function rejectsCommand(): Command {
  const command = listing('rejects').addCommand(listing('list').exitOverride());
  for (const sub of [showCommand(), ...mendingCommands(), reportCommand(), flagsCommand()])
    command.addCommand(sub.exitOverride());
  return command;
}

function listing(name: string): Command {
  const command = new Command(name).description('退回的消息及原因 · refused messages and why');
  return selectionOptions(jsonOption(storeOptions(command)))
    .option('--state <state>', STATES.join(', '))
    .action(list);
}

const STATES: RejectState[] = ['open', 'proposed', 'approved', 'mended', 'discarded'];

async function list(own: Options, command: Command): Promise<void> {
  const options = { ...own, ...command.optsWithGlobals<Options>() };
  const lang = langOption(options.lang);
  const state = STATES.find((one) => one === options.state);
  if (options.state !== undefined && state === undefined)
    throw new UsageError(`--state: one of ${STATES.join(', ')}, not ${options.state}`);
  await withMending(options, async ({ mending }) => {
    const cases = await mending.cases({ ...selectionOf([], options), ...(state && { states: [state] }) });
    if (options.json) return printJson(cases.map(viewOf));
    return print(cases.map((one) => lineOf(one, lang)).join('\n'));
  });
}

function showCommand(): Command {
  const command = new Command('show').description('一条退件的全部 · all of one reject').argument('<place>');
  return jsonOption(storeOptions(command)).action(show);
}

async function show(place: string, own: Options, command: Command): Promise<void> {
  const options = { ...own, ...command.optsWithGlobals<Options>() };
  const lang = langOption(options.lang);
  await withMending(options, async ({ mending }) => {
    const [one] = await mending.cases({ places: [place] });
    if (one === undefined) throw new UsageError(`${place}: no such reject; places are topic/partition/offset`);
    if (options.json) return printJson({ ...viewOf(one), proposal: proposalOf(one) });
    return print([lineOf(one, lang), payloadOf(one.row), ...proposalLines(one)].join('\n'));
  });
}

function proposalOf({ proposal }: RejectCase): object | null {
  if (proposal === null) return null;
  const { kind, post, at, reason, payload } = proposal;
  return {
    kind,
    post,
    at: shanghai(at),
    reason: reason === '' ? null : reason,
    payload: payload === '' ? null : payload,
  };
}

function proposalLines({ proposal }: RejectCase): string[] {
  if (proposal === null) return [];
  const { kind, post, at, reason, payload } = proposal;
  return [[kind, post, shanghai(at), reason, payload].filter((part) => part !== '').join('  ')];
}

function viewOf({ row, state }: RejectCase): object {
  const { topic, partition, offset, source, id, code, field, received_at } = row;
  return {
    topic,
    partition,
    offset,
    source: source === '' ? null : source,
    id: id === '' ? null : id,
    reason: code,
    field,
    receivedAt: shanghai(received_at),
    payload: payloadOf(row),
    origin: originOf(row),
    state,
    text: { zh: row.reason_zh, en: row.reason_en },
  };
}

/** File and line (or an earlier reject) that the message came from; null where it came from a sender. */
function originOf({ headers }: RejectRow): string | null {
  return (JSON.parse(headers) as Record<string, string>)['duqing-origin'] ?? null;
}

/** The payload as text; as base64 where it is not UTF-8. */
function payloadOf({ payload }: RejectRow): string {
  const bytes = Buffer.from(payload, 'base64');
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : payload;
}

const STATE_NAMES: Record<RejectState, { zh: string; en: string }> = {
  open: { zh: '未处理', en: 'open' },
  proposed: { zh: '待复核', en: 'waiting for approval' },
  approved: { zh: '已复核', en: 'approved' },
  mended: { zh: '已改正', en: 'mended' },
  discarded: { zh: '已作废', en: 'discarded' },
};

function lineOf({ row, state }: RejectCase, lang: Lang): string {
  const { field, reason_zh, reason_en } = row;
  return `${placeText(row)}  [${STATE_NAMES[state][lang]}]  ${field}  ${lang === 'zh' ? reason_zh : reason_en}`;
}
