import { shanghai } from '@duqing/calendar';
import { findPersonalData } from '@duqing/events';
import { addNote, notesOf, type CellNoteRow } from '@duqing/warehouse';
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

const LONGEST = 500;
/** An author is a post: letters, digits, hyphens. */
const POST = /^[a-z][a-z0-9-]{1,39}$/;

/** `duqing notes`: what analysts say of a cell, kept for good and carried wherever the cell is shown. */
export function notesCommand(): Command {
  const command = new Command('notes').description('单元备注 · notes of analysts on a cell');
  const add = new Command('add')
    .description('adds a note; notes are never changed')
    .argument('<indicator>')
    .argument('<text>', 'at most 500 characters, no personal data');
  const list = new Command('list').description('the notes, oldest first');
  command.addCommand(
    jsonOption(storeOptions(add))
      .requiredOption('--region <code>', 'area')
      .requiredOption('--period <period>', 'period')
      .option('--author <post>', 'a post, not a person', 'analysts')
      .action(runAdd),
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
  if (!POST.test(author)) throw new UsageError(`--author: a post such as analysts or police-analysts, not ${author}`);
  await withReader(options, async (reader, { store, deployment }) => {
    regionOption(region, deployment);
    const [cell, ...more] = await reader.cells({ indicator, region, period });
    if (!cell || more.length > 0)
      throw new UsageError(`--period: ${indicator} has no one cell of ${region} that ${period} names or lies in`);
    const note = await addNote(store, { indicator, region, period: cell.period, at: Date.now(), author, text });
    return options.json ? printJson(shown(note)) : print(note.note_id);
  });
}

/** Throws a UsageError where a note is empty, too long, or holds what looks like a person's number. */
function textOption(text: string): void {
  if (text.trim() === '') throw new UsageError('text: empty');
  if ([...text].length > LONGEST) throw new UsageError(`text: more than ${LONGEST} characters`);
  const [found] = findPersonalData(text);
  if (found)
    throw new UsageError(`text: characters ${found.start + 1} to ${found.end} look like personal data (${found.kind})`);
}

async function runList(options: CellOptions): Promise<void> {
  const lang = langOption(options.lang);
  const { indicator, region, period } = options;
  if (indicator !== undefined) indicatorOption(indicator);
  await withReader(options, async (_reader, { store, deployment }) => {
    const notes = (await notesOf(store, { at: Date.now() })).filter(
      (note) =>
        (indicator === undefined || note.indicator === indicator) &&
        (region === undefined || note.region === region) &&
        (period === undefined || note.period === period),
    );
    if (options.json) return printJson(notes.map(shown));
    const [nameOf, areaOf] = [itemName(lang), areaName(deployment, lang)];
    return print(
      notes
        .map(
          (note) =>
            `${shanghai(note.at)}  ${areaOf(note.region)} ${note.period} ${nameOf(note.indicator)}\n  ${note.author}: ${note.text}`,
        )
        .join('\n'),
    );
  });
}

function shown({ note_id, at, ...note }: CellNoteRow): object {
  return { id: note_id, at: shanghai(at), ...note };
}
