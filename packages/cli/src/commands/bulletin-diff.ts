import { diffLines, heldEdition } from '@duqing/bulletin';
import type { BulletinRow } from '@duqing/warehouse';
import { Command } from 'commander';
import { storeOptions, type StoreOptions } from '../options.ts';
import { print } from '../output.ts';
import { withReader } from '../reading.ts';
import { langOption, UsageError, type Lang } from '../usage.ts';
import { regionOption } from './indicators.ts';

/** The fullest first. */
const EDITIONS = ['final', 'provisional', 'flash'] as const;
type Edition = (typeof EDITIONS)[number];

interface Options extends StoreOptions {
  edition?: string;
  against?: string;
  region?: string;
  lang: string;
}

/** `duqing bulletin diff`: what changed between two sealed editions and why. */
export function bulletinDiffCommand(): Command {
  return storeOptions(new Command('diff'))
    .description('比较两期通报 · what changed between two sealed editions, and why')
    .argument('<quarter>')
    .argument('[against]', 'another quarter; absent = the same, between --edition and --against')
    .option('--edition <edition>', 'edition of the first (default: the fullest sealed)')
    .option('--against <edition>', 'edition of the second (default: the fullest sealed)')
    .option('--region <code>', 'one area (default: every area of one quarter; the city between two)')
    .option('--lang <lang>', 'zh or en', 'zh')
    .action(run);
}

async function run(quarter: string, other: string | undefined, options: Options): Promise<void> {
  const lang = langOption(options.lang);
  const [edition, against] = [editionOption('--edition', options.edition), editionOption('--against', options.against)];
  const isSame = other === undefined || other === quarter;
  if (isSame && (!edition || !against || edition === against))
    throw new UsageError('one quarter is compared between two editions: --edition provisional --against final');
  await withReader(options, async (reader, { deployment }) => {
    if (options.region !== undefined) regionOption(options.region, deployment);
    const rows = await reader.bulletins();
    const before = await heldEdition(sealedOf(rows, { quarter, edition, lang }));
    const after = await heldEdition(sealedOf(rows, { quarter: other ?? quarter, edition: against, lang }));
    const region = options.region ?? (isSame ? undefined : deployment.city);
    print(diffLines({ before, after }, { lang, ...(region !== undefined && { region }) }).join('\n'));
  });
}

function editionOption(option: string, text: string | undefined): Edition | undefined {
  const found = EDITIONS.find((edition) => edition === text);
  if (text !== undefined && !found) throw new UsageError(`${option}: ${EDITIONS.join(', ')}, not ${text}`);
  return found;
}

/** The row of an edition, in the language asked for if there is one such. Throws a UsageError where none is sealed. */
function sealedOf(
  rows: readonly BulletinRow[],
  { quarter, edition, lang }: { quarter: string; edition: Edition | undefined; lang: Lang },
): BulletinRow {
  const own = rows.filter((row) => row.quarter === quarter && row.audience === 'internal');
  const ranked = EDITIONS.filter((one) => edition === undefined || one === edition).flatMap((one) =>
    own.filter((row) => row.edition === one).sort((a, b) => Number(b.lang === lang) - Number(a.lang === lang)),
  );
  const [found] = ranked;
  if (found) return found;
  const held = own.map((row) => row.edition).join(', ') || 'none';
  throw new UsageError(`${quarter}: no ${edition ?? 'edition'} is sealed (sealed: ${held})`);
}
