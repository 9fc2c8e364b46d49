import { readFile } from 'node:fs/promises';
import type { Principal } from '@duqing/access';
import {
  createMending,
  DISCARD_REASONS,
  MendError,
  parseSet,
  parseUnset,
  type Mend,
  type Mending,
  type Outcome,
  type Selection,
} from '@duqing/mending';
import { Command } from 'commander';
import { accessOf, givenPrincipal, tokenOption, type TokenOptions } from '../acting.ts';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { openSession, type Session } from '../session.ts';
import { langOption, UsageError, type Lang } from '../usage.ts';

export interface SelectionOptions {
  code?: string;
  field?: string;
  source?: string;
}
type Common = StoreOptions & OutputOptions & TokenOptions & SelectionOptions;
interface FixOptions extends Common {
  set: string[];
  unset: string[];
  payload?: string;
  propose?: boolean;
}
interface EndOptions extends Common {
  reason?: string;
  propose?: boolean;
  approve?: boolean;
}

/** Which rejects a command is about, beside those named one by one. */
export function selectionOptions(command: Command): Command {
  return command
    .option('--code <code>', 'those with this reason')
    .option('--field <path>', 'those with this field at fault')
    .option('--source <path>', 'those of this sender');
}

export function selectionOf(places: readonly string[], { code, field, source }: SelectionOptions): Selection {
  return {
    ...(places.length > 0 && { places }),
    ...(code !== undefined && { code }),
    ...(field !== undefined && { field }),
    ...(source !== undefined && { source }),
  };
}

function make(name: string, description: string): Command {
  const command = new Command(name).description(description).argument('[places...]', 'topic/partition/offset');
  return selectionOptions(jsonOption(tokenOption(storeOptions(command))));
}

/** Of an option that may be given again and again. */
function all(value: string, before: string[]): string[] {
  return [...before, value];
}

/** `fix`, `replay` and `discard`: without `--propose` or `--approve` nothing is written. */
export function mendingCommands(): Command[] {
  return [
    make('fix', '改正并检验;--propose 提出 · mend and check; --propose to propose')
      .option('--set <path=text>', 'data.filedAt=2026-05-03, or data.revision:=2 for what is no text', all, [])
      .option('--unset <path>', 'take a field away', all, [])
      .option('--payload <file>', 'the whole mended event instead')
      .option('--propose', 'propose what the rules accept')
      .action(fix),
    make('replay', '重放已提出的改正;须另一岗位 --approve · send what was mended anew; another post approves')
      .option('--approve', 'approve and send')
      .action(replay),
    make('discard', '作废;提出者与批准者须为两个岗位 · give up; one post proposes, another approves')
      .option('--reason <code>', DISCARD_REASONS.join(', '))
      .option('--propose', 'propose')
      .option('--approve', 'approve what another post proposed')
      .action(discard),
  ];
}

export async function withMending<T>(
  options: StoreOptions & TokenOptions,
  use: (given: { mending: Mending; session: Session; by: Principal | null }) => Promise<T>,
): Promise<T> {
  const session = await openSession(options);
  try {
    const access = accessOf(session);
    const { store, deployment, clock } = session;
    const mending = createMending({ store, deployment, access, clock });
    return await use({ mending, session, by: await givenPrincipal(access, options) });
  } finally {
    await session.close();
  }
}

function merged<T extends object>(own: T, command: Command): T {
  return { ...own, ...command.optsWithGlobals<T>() };
}

/** Throws a UsageError where nothing was named: all rejects at once is never meant. */
function narrowed(places: readonly string[], options: SelectionOptions): Selection {
  const selection = selectionOf(places, options);
  if (Object.keys(selection).length === 0)
    throw new UsageError('name rejects (topic/partition/offset) or choose them by --code, --field, --source');
  return selection;
}

async function fix(places: string[], own: FixOptions, command: Command): Promise<void> {
  const options = merged(own, command);
  const selection = narrowed(places, options);
  const mend = await mendOf(options);
  const commit = options.propose === true;
  await withMending(options, async ({ mending, by }) => {
    const alike: Selection = { ...selection, ...(places.length === 0 && { states: ['open', 'proposed'] }) };
    report(await mending.fix(alike, { mend, by: needed(by, commit), commit }), { options, commit, way: '--propose' });
  });
}

async function mendOf({ set, unset, payload }: FixOptions): Promise<Mend> {
  if (payload !== undefined) {
    const text = await readFile(payload, 'utf8').catch((error: unknown) => {
      throw new UsageError(`--payload: ${error instanceof Error ? error.message : String(error)}`);
    });
    return { kind: 'whole', text };
  }
  try {
    return { kind: 'edits', edits: [...set.map(parseSet), ...unset.map(parseUnset)] };
  } catch (error) {
    throw error instanceof MendError ? new UsageError(error.message) : error;
  }
}

async function replay(places: string[], own: EndOptions, command: Command): Promise<void> {
  const options = merged(own, command);
  await approve({ ...narrowed(places, options), ...waiting(places) }, { options, kind: 'replay' });
}

async function discard(places: string[], own: EndOptions, command: Command): Promise<void> {
  const options = merged(own, command);
  const selection = narrowed(places, options);
  if (options.approve) return approve({ ...selection, ...waiting(places) }, { options, kind: 'discard' });
  const reason = DISCARD_REASONS.find((code) => code === options.reason);
  if (reason === undefined) throw new UsageError(`--reason: one of ${DISCARD_REASONS.join(', ')}`);
  const commit = options.propose === true;
  return withMending(options, async ({ mending, by }) => {
    const open: Selection = { ...selection, ...(places.length === 0 && { states: ['open', 'proposed'] }) };
    report(await mending.discard(open, { reason, by: needed(by, commit), commit }), {
      options,
      commit,
      way: '--propose',
    });
  });
}

/** By a filter, only what waits for a second person. */
function waiting(places: readonly string[]): Selection {
  return places.length === 0 ? { states: ['proposed', 'approved'] } : {};
}

async function approve(
  selection: Selection,
  { options, kind }: { options: EndOptions; kind: 'replay' | 'discard' },
): Promise<void> {
  const commit = options.approve === true;
  await withMending(options, async ({ mending, by, session }) => {
    const acting = { kind, by: needed(by, commit), commit };
    if (!commit || kind === 'discard') {
      const publisher = { publish: async () => Promise.reject(new Error('nothing is sent here')) };
      return report(await mending.approve(selection, { ...acting, publisher }), { options, commit, way: '--approve' });
    }
    // the whole pipeline takes longer to load than a list of rejects to answer
    const { withPipeline } = await import('../pipeline.ts');
    return withPipeline({ session, options }, async (pipeline) => {
      const publisher = {
        publish: async (topic: string, messages: Parameters<typeof toPipeline>[1]) =>
          pipeline.publish(toPipeline(topic, messages)),
      };
      const outcomes = await mending.approve(selection, { ...acting, publisher });
      if (outcomes.some(({ ok }) => ok)) await pipeline.settle('replay');
      report(outcomes, { options, commit, way: '--approve' });
    });
  });
}

function toPipeline(
  topic: string,
  messages: { key: string | null; value: Uint8Array | string; headers?: Record<string, string> }[],
) {
  return messages.map((message) => ({ topic, message }));
}

function needed(by: Principal | null, commit: boolean): Principal | null {
  if (commit && by === null) throw new UsageError('--propose and --approve need a token: DUQING_TOKEN or --token-file');
  return by;
}

function report(
  outcomes: readonly Outcome[],
  { options, commit, way }: { options: OutputOptions; commit: boolean; way: string },
): void {
  const lang = langOption(options.lang);
  if (outcomes.length === 0) throw new UsageError('no reject matches');
  if (options.json) printJson(outcomes);
  else print(outcomes.map((outcome) => outcomeLine(outcome, lang)).join('\n'));
  if (!commit) note(`试运行,未写入;加 ${way} 生效 · dry run, nothing written; ${way} does it`);
  if (outcomes.some(({ ok }) => !ok)) process.exitCode = 1;
}

function outcomeLine({ place, ok, problem, flags }: Outcome, lang: Lang): string {
  if (!ok) return `✗ ${place}  ${problem?.[lang] ?? ''}`;
  const doubts = flags.map(({ code, field }) => `${code} ${field}`).join(', ');
  return `✓ ${place}${doubts === '' ? '' : `  ? ${doubts}`}`;
}
