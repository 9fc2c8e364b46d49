import { readFile } from 'node:fs/promises';
import type { Principal } from '@duqing/access';
import {
  BulletinRefused,
  refOf,
  type EditionDesk,
  STAGES,
  type DocumentRef,
  type DocumentState,
} from '@duqing/bulletin';
import { parsePeriod, shanghai } from '@duqing/calendar';
import { Command } from 'commander';
import { accessOf, principalOr, tokenOption, type TokenOptions } from '../acting.ts';
import { editionDeskOf } from '../edition-desk.ts';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { openSession } from '../session.ts';
import { langOption, momentOption, UsageError, type Lang } from '../usage.ts';

const EDITIONS = ['flash', 'provisional', 'final'] as const;

interface Options extends StoreOptions, OutputOptions, TokenOptions {
  out?: string;
  edition: string;
  audience: string;
  correction?: string;
  asOf?: string;
  narrative?: string;
  sign?: string;
  remark?: string;
  return?: boolean;
  yes?: boolean;
}

function make(name: string, description: string): Command {
  const command = jsonOption(tokenOption(storeOptions(new Command(name).description(description))));
  return command.option('--out <dir>', 'folder of the bundles; drafts are in its folder drafts').exitOverride();
}

function about(command: Command): Command {
  return command
    .argument('<quarter>')
    .option('--edition <edition>', EDITIONS.join(', '), 'provisional')
    .option('--audience <audience>', 'internal', 'internal')
    .option('--correction <n>', 'the correction notice of that number instead of the edition itself');
}

/** `duqing bulletin draft|review|seal|status|corrections|release`: an edition on its way, each step by a post with its token. */
export function bulletinDeskCommands(): Command[] {
  return [
    about(make('draft', '起草 · drafts an edition from one cut-off'))
      .option('--as-of <moment>', 'cut-off (default: now)')
      .option('--narrative <file>', 'Markdown of the writer; figures as {{region/indicator/period}}')
      .action(draft),
    about(make('review', '审核,或退回 · agrees to another post’s draft, or sends it back'))
      .option('--return', 'send it back; needs --remark')
      .option('--remark <text>', 'what the step should say')
      .action(review),
    about(make('seal', '签发 · seals what was reviewed; issued on its release day'))
      .option('--remark <text>', 'what the step should say')
      .option('--sign <file>', 'ed25519 private key (PEM) that signs the manifest')
      .option('--yes', 'seal the draft’s own figures though some have changed since')
      .action(seal),
    make('status', '进度 · what is drafted, reviewed, sealed, issued').action(status),
    make('corrections', '更正通知 · opens notices where a published conclusion changed').action(corrections),
    make('release', '发布 · issues what was sealed and whose release day has come').action(release),
  ];
}

interface Acting {
  desk: EditionDesk;
  by: Principal;
  lang: Lang;
}

async function withDesk(options: Options, use: (acting: Acting) => Promise<void>): Promise<void> {
  const lang = langOption(options.lang);
  const signing = options.sign === undefined ? {} : { signKey: await readFile(options.sign, 'utf8') };
  const session = await openSession(options);
  try {
    const { out } = options;
    const desk = editionDeskOf(session, { ...(out !== undefined && { out }), ...signing });
    await use({ desk, lang, by: await principalOr(accessOf(session), session, options) });
  } finally {
    await session.close();
  }
}

function refFor(quarter: string, { edition, audience, correction }: Options, lang: Lang): DocumentRef {
  if (parsePeriod(quarter)?.kind !== 'quarter') throw new UsageError(`quarter: such as 2026Q2, not ${quarter}`);
  const found = EDITIONS.find((one) => one === edition);
  if (found === undefined) throw new UsageError(`--edition: ${EDITIONS.join(', ')}, not ${edition}`);
  const ref = { quarter, edition: found, audience, lang };
  if (correction === undefined) return ref;
  if (!/^[1-9]\d{0,3}$/.test(correction)) throw new UsageError(`--correction: a number from 1, not ${correction}`);
  return { ...ref, correction: Number(correction) };
}

/** The parent command has options of the same names. */
function merged(own: Options, command: Command): Options {
  return { ...command.optsWithGlobals<Options>(), ...own };
}

async function draft(quarter: string, own: Options, command: Command): Promise<void> {
  const options = merged(own, command);
  await withDesk(options, async ({ desk, by, lang }) => {
    const asOf = own.asOf === undefined ? {} : { asOf: momentOption('--as-of', own.asOf) };
    const told = own.narrative === undefined ? {} : { narrative: await readFile(own.narrative, 'utf8') };
    report(await desk.draft(refFor(quarter, options, lang), { by, ...asOf, ...told }), options);
  });
}

async function review(quarter: string, own: Options, command: Command): Promise<void> {
  const options = merged(own, command);
  await withDesk(options, async ({ desk, by, lang }) => {
    const ref = refFor(quarter, options, lang);
    for (const line of await desk.changeLines(ref, lang)) note(line);
    const { remark = '' } = own;
    report(await (own.return ? desk.sendBack(ref, { by, remark }) : desk.review(ref, { by, remark })), options);
  });
}

async function seal(quarter: string, own: Options, command: Command): Promise<void> {
  const options = merged(own, command);
  await withDesk(options, async ({ desk, by, lang }) => {
    const ref = refFor(quarter, options, lang);
    const lines = await desk.changeLines(ref, lang);
    for (const line of lines) note(line);
    if (lines.length > 0 && !own.yes)
      throw new BulletinRefused(
        '起草后有数字变动；重新起草，或加 --yes 按草稿的截止时刻签发 · figures changed since the draft: draft anew, or --yes seals it as of its own cut-off',
      );
    const { remark } = own;
    report(await desk.seal(ref, { by, ...(remark !== undefined && { remark }) }), options);
  });
}

async function status(own: Options, command: Command): Promise<void> {
  const options = merged(own, command);
  await withDesk(options, async ({ desk }) => listed(await desk.states(), options));
}

async function corrections(own: Options, command: Command): Promise<void> {
  const options = merged(own, command);
  await withDesk(options, async ({ desk }) => {
    await desk.correct();
    const notices = (await desk.states()).filter(({ document }) => refOf(document).correction !== undefined);
    listed(notices, options);
  });
}

async function release(own: Options, command: Command): Promise<void> {
  const options = merged(own, command);
  await withDesk(options, async ({ desk }) => {
    const issued = new Set(await desk.releaseSigned());
    listed(
      (await desk.states()).filter(({ document }) => issued.has(document)),
      options,
    );
  });
}

function listed(states: readonly DocumentState[], options: Options): void {
  if (options.json) printJson(states.map(viewOf));
  else if (states.length === 0) print(options.lang === 'en' ? 'None.' : '没有。');
  else print(states.map((state) => lineOf(state, langOption(options.lang))).join('\n'));
}

function report(state: DocumentState, options: Options): void {
  if (options.json) return printJson(viewOf(state));
  print(lineOf(state, langOption(options.lang)));
  return print(pathOf(state) ?? '');
}

/** Where its files are: those issued, else the draft's. */
function pathOf({ steps, draft: held }: DocumentState): string | null {
  return steps.findLast(({ step }) => step === 'issued')?.path ?? held?.path ?? null;
}

function viewOf(state: DocumentState): object {
  const { document, stage, draft: held, writers, reviewer, signer, steps } = state;
  return {
    document,
    stage,
    asOf: held && shanghai(held.as_of),
    draft: held?.content_id ?? null,
    path: pathOf(state),
    posts: { written: writers, reviewed: reviewer, sealed: signer },
    steps: steps.map(({ step, at, post, remark }) => ({ step, at: shanghai(at), post, remark })),
  };
}

function lineOf({ document, stage, draft: held, writers, reviewer, signer }: DocumentState, lang: Lang): string {
  const asOf = held ? shanghai(held.as_of).slice(0, 16).replace('T', ' ') : '';
  const posts = [writers.join(' '), reviewer, signer].filter((post) => post !== null && post !== '').join(' → ');
  return [document, STAGES[stage][lang], asOf, posts].filter((part) => part !== '').join('  ');
}
