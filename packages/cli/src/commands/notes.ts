import { shanghai } from '@duqing/calendar';
import { noteFault } from '@duqing/outlook';
import { addNote, withdrawNote, type CellNote } from '@duqing/warehouse';
import { Command } from 'commander';
import { areaName, itemName } from '../names.ts';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { print, printJson } from '../output.ts';
import { withReader } from '../reading.ts';
import { langOption, UsageError } from '../usage.ts';
import { indicatorOption, periodOption, regionOption } from './indicators.ts';

interface CellOptions extends StoreOptions, OutputOptions {
  indicator?: string;
  region?: string;
  period?: string;
}
interface AddOptions extends StoreOptions, OutputOptions {
  region: string;
  period: string;
  author: string;
}

/** An author is a post: letters, digits, hyphens. */
const POST = /^[a-z][a-z0-9-]{1,39}$/;

/** `duqing notes`: what analysts say of a cell, kept for good and carried wherever the cell is shown. */
export function notesCommand(): Command {
  const command = new Command('notes').description('单元备注 · notes of analysts on a cell');
  const add = new Command('add')
    .description('adds a note; notes are never changed')
    .argument('<indicator>')
    .argument('<text>', 'at most 500 characters, no personal data');
  const withdraw = new Command('withdraw')
    .description('takes a note back; what was said stays in the list')
    .argument('<id>');
  const list = new Command('list').description('the notes, oldest first');
  command.addCommand(
    jsonOption(storeOptions(add))
      .requiredOption('--region <code>', 'area')
      .requiredOption('--period <period>', 'period')
      .option('--author <post>', 'a post, not a person', 'analysts')
      .action(runAdd),
  );
  command.addCommand(
    jsonOption(storeOptions(withdraw))
      .option('--author <post>', 'a post, not a person', 'analysts')
      .action(runWithdraw),
  );
  command.addCommand(
    jsonOption(storeOptions(list))
      .option('--indicator <id>', 'one item')
      .option('--region <code>', 'one area')
      .option('--period <period>', 'one period')
      .action(runList),
  );
  return command;
}

async function runAdd(indicator: string, text: string, options: AddOptions): Promise<void> {
  const { region, period, author } = options;
  indicatorOption(indicator);
  periodOption(period);
  textOption(text);
  postOption(author);
  await withReader(options, async (reader, { store, deployment, clock }) => {
    regionOption(region, deployment);
    const [cell, ...more] = await reader.cells({ indicator, region, period });
    if (!cell || more.length > 0)
      throw new UsageError(`--period: ${indicator} has no one cell of ${region} that ${period} names or lies in`);
    const note = await addNote(store, { indicator, region, period: cell.period, at: clock(), author, text });
    const { note_id: noteId, at, ...rest } = note;
    return options.json ? printJson({ id: noteId, at: shanghai(at), ...rest }) : print(noteId);
  });
}

/** Throws a UsageError where a note is empty, too long, or holds what looks like a person's number. */
function textOption(text: string): void {
  const found = noteFault(text);
  if (found) throw new UsageError(`text: ${found.zh} · ${found.en}`);
}

interface WithdrawOptions extends StoreOptions, OutputOptions {
  author: string;
}

async function runWithdraw(id: string, options: WithdrawOptions): Promise<void> {
  const author = postOption(options.author);
  await withReader(options, async (reader, { store, clock }) => {
    const note = (await reader.notes()).find((one) => one.id === id);
    if (!note) throw new UsageError(`${id}: no such note`);
    if (note.withdrawn) throw new UsageError(`${id}: taken back already, by ${note.withdrawn.author}`);
    const at = clock();
    await withdrawNote(store, { note_id: id, at, author });
    return options.json ? printJson({ ...note, withdrawn: { at: shanghai(at), author } }) : print(id);
  });
}

function postOption(author: string): string {
  if (!POST.test(author)) throw new UsageError(`--author: a post such as analysts or police-analysts, not ${author}`);
  return author;
}

async function runList(options: CellOptions): Promise<void> {
  const lang = langOption(options.lang);
  const { indicator, region, period } = options;
  if (indicator !== undefined) indicatorOption(indicator);
  await withReader(options, async (reader, { deployment }) => {
    const notes = await reader.notes({
      ...(indicator !== undefined && { indicator }),
      ...(region !== undefined && { region }),
      ...(period !== undefined && { period }),
    });
    if (options.json) return printJson(notes);
    const [nameOf, areaOf] = [itemName(lang), areaName(deployment, lang)];
    return print(notes.map((note) => lineOf(note, { lang, nameOf, areaOf })).join('\n'));
  });
}

function lineOf(
  { id, at, region, period, indicator, author, text, withdrawn }: CellNote,
  { lang, nameOf, areaOf }: { lang: 'zh' | 'en'; nameOf: (id: string) => string; areaOf: (code: string) => string },
): string {
  const back = lang === 'zh' ? '已撤回' : 'taken back';
  const end = withdrawn ? `  [${back}: ${withdrawn.author} ${withdrawn.at}]` : '';
  return `${at}  ${areaOf(region)} ${period} ${nameOf(indicator)}  ${id}${end}\n  ${author}: ${text}`;
}
