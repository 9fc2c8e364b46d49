import type { RejectRow } from '@duqing/warehouse';
import { Command } from 'commander';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { print, printJson, shanghai } from '../output.ts';
import { withReader } from '../reading.ts';
import { langOption, type Lang } from '../usage.ts';

/** `duqing rejects [list]`: the messages that were refused, and why. */
export function rejectsCommand(): Command {
  return listing('rejects').addCommand(listing('list').exitOverride());
}

function listing(name: string): Command {
  return jsonOption(storeOptions(new Command(name).description('退回的消息及原因 · refused messages and why'))).action(
    run,
  );
}

async function run(own: StoreOptions & OutputOptions, command: Command): Promise<void> {
  const options = { ...own, ...command.optsWithGlobals<StoreOptions & OutputOptions>() };
  const lang = langOption(options.lang);
  await withReader(options, async (reader) => {
    const rows = await reader.rejects();
    if (options.json) return printJson(rows.map(viewOf));
    return print(rows.map((row) => lineOf(row, lang)).join('\n'));
  });
}

function viewOf(row: RejectRow): object {
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
    text: { zh: row.reason_zh, en: row.reason_en },
  };
}

/** The payload as text; as base64 where it is not UTF-8. */
function payloadOf({ payload }: RejectRow): string {
  const bytes = Buffer.from(payload, 'base64');
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : payload;
}

function lineOf({ topic, partition, offset, field, reason_zh, reason_en }: RejectRow, lang: Lang): string {
  return `${topic}/${partition}/${offset}  ${field}  ${lang === 'zh' ? reason_zh : reason_en}`;
}
