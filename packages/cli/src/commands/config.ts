import { alertsFound } from '@duqing/alerts';
import { readFile } from 'node:fs/promises';
import type { Principal } from '@duqing/access';
import { shanghai } from '@duqing/calendar';
import {
  ConfigError,
  createConfiguring,
  type Configuring,
  type Proposal,
  type Request,
  type Shown,
} from '@duqing/config';
import { CONFIGURATION_PARTS, type ConfigurationPart } from '@duqing/warehouse';
import { Command } from 'commander';
import { accessOf, givenPrincipal, tokenOption, type TokenOptions } from '../acting.ts';
import { areaName, itemName } from '../names.ts';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { withReader } from '../reading.ts';
import { backtestText } from '../render/backtest-text.ts';
import { proposalLine, proposalText, versionLines } from '../render/config-text.ts';
import type { Session } from '../session.ts';
import { langOption, UsageError } from '../usage.ts';

type Common = StoreOptions & OutputOptions & TokenOptions;
interface ProposeOptions extends Common {
  validFrom: string;
  source: string;
  reason: string;
  set: string[];
  value?: string;
  propose?: boolean;
}

/** `duqing config`: versions of targets, methods, categories, substances, areas, the calendar and the roster, changed by two posts while all runs. */
export function configCommand(): Command {
  const command = new Command('config').description(
    '配置的版本 · versions of the configuration; two posts change them',
  );
  const subs = [
    make('list', '各项配置的版本与提案 · versions and proposals').action(list),
    make('show', '一项提案：改动与回测 · a proposal: what it changes, and its back-test').argument('<id>').action(show),
    proposing(make('propose', '提出新版本;--propose 生效 · a new version; --propose to propose').argument('<part>')),
    make('backtest', '重新回测 · looks again at what it would change').argument('<id>').action(backtest),
    make('approve', '批准另一岗位提出的版本 · approve what another post proposed').argument('<id>').action(approve),
    make('reject', '驳回 · refuse it, or take your own back')
      .argument('<id>')
      .requiredOption('--reason <text>', 'why')
      .action(reject),
  ];
  for (const sub of subs) command.addCommand(sub.exitOverride());
  return command;
}

function make(name: string, description: string): Command {
  return jsonOption(tokenOption(storeOptions(new Command(name).description(description))));
}

/** Of an option that may be given again and again. */
function all(value: string, before: string[]): string[] {
  return [...before, value];
}

function proposing(command: Command): Command {
  return command
    .requiredOption('--valid-from <day>', 'day from which it holds')
    .requiredOption('--source <text>', 'where it is written: a document, a decision')
    .requiredOption('--reason <text>', 'why')
    .option(
      '--set <key=value>',
      'it-solved-share@county=30, minors-share@990103=无|none, tip=yes, drug-driving=drugCrime, etomidate.baseline=yes, returnsDueDays=12, 990113.validFrom=2027-01-01; none takes away',
      all,
      [],
    )
    .option('--value <file>', 'the whole value as JSON instead')
    .option('--propose', 'propose it; without it nothing is written')
    .action(propose);
}

interface Work {
  configuring: Configuring;
  session: Session;
  by: Principal | null;
}

async function withConfiguring<T>(options: Common, use: (work: Work) => Promise<T>): Promise<T> {
  return withReader(options, async (reader, session) => {
    const { store, deployment, clock } = session;
    const access = accessOf(session);
    const found = async () => alertsFound({ store, reader, deployment, now: clock() });
    const configuring = createConfiguring({ store, deployment, access, clock, alertsFound: found });
    return use({ configuring, session, by: await givenPrincipal(access, options) }).catch(asFailure);
  });
}

/** What was asked wrongly is wrong use; what may not be is work that failed. */
function asFailure(error: unknown): never {
  const isUse = error instanceof ConfigError && error.faults.every(({ field }) => field === 'id' || field === 'set');
  throw isUse ? new UsageError(error.message) : error;
}

async function list(options: Common): Promise<void> {
  const lang = langOption(options.lang);
  await withConfiguring(options, async ({ configuring }) => {
    const [versions, proposals] = [await configuring.versions(), await configuring.proposals()];
    if (options.json) return printJson({ versions, proposals: proposals.map(viewOf) });
    return print([versionLines(versions, lang), ...proposals.map((one) => proposalLine(one, lang))].join('\n'));
  });
}

async function show(id: string, options: Common): Promise<void> {
  await withConfiguring(options, async ({ configuring, session }) =>
    told(await configuring.shown(id), { options, session }),
  );
}

async function backtest(id: string, options: Common): Promise<void> {
  await withConfiguring(options, async ({ configuring, session }) =>
    told(await configuring.backtest(id), { options, session }),
  );
}

async function propose(part: string, options: ProposeOptions): Promise<void> {
  const commit = options.propose === true;
  const request = await requestOf(partOption(part), options);
  await withConfiguring(options, async ({ configuring, session, by }) => {
    if (commit && by === null) throw new UsageError('--propose needs a token: DUQING_TOKEN or --token-file');
    told(await configuring.propose(request, commit ? by : null), { options, session });
    if (!commit) note('试运行,未写入;加 --propose 生效 · dry run, nothing written; --propose does it');
  });
}

function partOption(text: string): ConfigurationPart {
  const part = CONFIGURATION_PARTS.find((one) => one === text);
  if (part === undefined) throw new UsageError(`part: one of ${CONFIGURATION_PARTS.join(', ')}, not ${text}`);
  return part;
}

async function requestOf(part: ConfigurationPart, options: ProposeOptions): Promise<Request> {
  const { validFrom, source, reason, set: sets } = options;
  const value = options.value === undefined ? {} : { value: await jsonIn(options.value) };
  return { part, validFrom, source, reason, sets, ...value };
}

async function jsonIn(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (error) {
    throw new UsageError(`--value: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Recorded first, computed then: what is cut off in between is done by whatever runs next on the store. */
async function approve(id: string, options: Common): Promise<void> {
  await withConfiguring(options, async ({ configuring, session, by }) => {
    const at = await configuring.approve(id, by);
    note(`${shanghai(at)} 起已知 · known from then on`);
    const { withPipeline } = await import('../pipeline.ts');
    const compute = withPipeline({ session, options }, async (pipeline) => pipeline.settle('replay'));
    // another process that writes computes it, or the separate services do
    await compute.catch((error: unknown) => note(error instanceof Error ? error.message : String(error)));
    told(await configuring.shown(id), { options, session });
  });
}

async function reject(id: string, options: Common & { reason: string }): Promise<void> {
  await withConfiguring(options, async ({ configuring, session, by }) => {
    await configuring.reject(id, { by, reason: options.reason });
    told(await configuring.shown(id), { options, session });
  });
}

function told(shown: Shown, { options, session }: { options: OutputOptions; session: Session }): void {
  const lang = langOption(options.lang);
  const { proposal, differences, backtest: found } = shown;
  if (options.json) return printJson({ ...viewOf(proposal), differences, backtest: found });
  const names = { lang, nameOf: itemName(lang), areaOf: areaName(session.deployment, lang) };
  return print([proposalText(shown, lang), ...(found ? [backtestText(found, names)] : [])].join('\n'));
}

function viewOf({ id, part, validFrom, source, reason, value, base, post, state, at, end }: Proposal): object {
  const times = { at: shanghai(at), end: end && { ...end, at: shanghai(end.at) } };
  return { id, part, validFrom, source, reason, value, base, post, state, ...times };
}
