import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parsePeriod } from '@duqing/calendar';
import { BulletinService, verifyBundle, type IssueRequest } from '@duqing/bulletin';
import type { Clock } from '@duqing/runtime';
import { bulletinNotices, createReader, watermarkOf } from '@duqing/warehouse';
import { Command } from 'commander';
import { storeOptions, type StoreOptions } from '../options.ts';
import { note, print } from '../output.ts';
import { openSession, type Session } from '../session.ts';
import { langOption, momentOption, UsageError, type Lang } from '../usage.ts';
import { bulletinDeskCommands } from './bulletin-desk.ts';
import { bulletinDiffCommand } from './bulletin-diff.ts';

const EDITIONS = ['flash', 'provisional', 'final'] as const;

interface Options extends StoreOptions {
  out?: string;
  edition?: string;
  audience: string;
  lang: string;
  asOf?: string;
  sign?: string;
  narrative?: string;
}

/** `duqing bulletin`: makes and seals one edition; the bundle's files in a folder. */
export function bulletinCommand(): Command {
  const command = new Command('bulletin').description('毒情通报 · issues a quarter’s bulletin').argument('<quarter>');
  command.enablePositionalOptions().addCommand(bulletinDiffCommand().exitOverride());
  for (const own of bulletinDeskCommands()) command.addCommand(own);
  return storeOptions(command)
    .option('--out <dir>', 'folder of the bundle')
    .option('--edition <edition>', 'flash, provisional or final (default: the fullest that the cut-off allows)')
    .option('--audience <audience>', 'internal, public (small numbers kept back), or county:CODE', 'internal')
    .option('--lang <lang>', 'zh or en', 'zh')
    .option('--as-of <moment>', 'cut-off')
    .option('--narrative <file>', 'Markdown of the writer; figures as {{region/indicator/period}}')
    .option('--sign <file>', 'ed25519 private key (PEM) that signs the manifest')
    .action(run);
}

/** `duqing verify`: whether a bundle is as it was sealed; exits 1 and names what was altered. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('核验通报 · whether a bundle is as it was sealed')
    .argument('<dir>')
    .option('--key <file>', 'ed25519 public key (PEM): must be signed with it')
    .action(async (dir: string, { key }: { key?: string }) => {
      const { ok, faults } = await verifyBundle(resolve(dir), key && (await readFile(key, 'utf8')));
      for (const fault of faults) note(fault);
      if (!ok) throw new Error(`${dir}: ${faults.length === 1 ? '1 fault' : `${faults.length} faults`}`);
      print(`${dir}: ok`);
    });
}

/** 2026Q3-zh, 2026Q3-public-zh: another audience has a folder of its own. */
function folderName(quarter: string, audience: string, lang: Lang): string {
  const reader = audience === 'internal' ? [] : [audience.replaceAll(/[^\w-]/g, '-')];
  return [quarter, ...reader, lang].join('-');
}

async function run(quarter: string, options: Options): Promise<void> {
  if (parsePeriod(quarter)?.kind !== 'quarter') throw new UsageError(`quarter: such as 2026Q2, not ${quarter}`);
  const edition = EDITIONS.find((one) => one === options.edition);
  if (options.edition !== undefined && edition === undefined)
    throw new UsageError(`--edition: ${EDITIONS.join(', ')}, not ${options.edition}`);
  const lang = langOption(options.lang);
  const asOf = options.asOf === undefined ? {} : { asOf: momentOption('--as-of', options.asOf) };
  const signing = options.sign === undefined ? {} : { signKey: await readFile(options.sign, 'utf8') };
  const told = options.narrative === undefined ? {} : { narrative: await readFile(options.narrative, 'utf8') };
  const session = await openSession(options);
  try {
    const out = resolve(
      options.out ?? join(dirname(session.dataDir ?? '.'), 'bulletins', folderName(quarter, options.audience, lang)),
    );
    const request = {
      quarter,
      lang,
      out,
      audience: options.audience,
      ...asOf,
      ...signing,
      ...told,
      ...(edition && { edition }),
    };
    print((await sealBulletin(session, { request, clock: session.clock })).join('\n'));
  } finally {
    await session.close();
  }
}

/** Makes and seals one edition over an open store; gives the paths of its files. */
export async function sealBulletin(
  { store, deployment }: Session,
  { request, clock }: { request: IssueRequest; clock: Clock },
): Promise<string[]> {
  const service = new BulletinService({
    reader: createReader({ store, deployment, clock }),
    deployment,
    clock,
    revision: process.env['DUQING_REVISION'] || 'unknown',
    watermark: async () => watermarkOf(store),
    notices: async () => bulletinNotices(store),
    append: async (row) => store.insert('bulletins', [row]),
  });
  const { files } = await service.issue(request);
  return files.map((file) => join(request.out, file));
}
