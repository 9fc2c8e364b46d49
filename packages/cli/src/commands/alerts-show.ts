import { caseOf, minuteOf, lettersOf, readActs, type LetterView } from '@duqing/duty';
import { shanghai } from '@duqing/calendar';
import { Command } from 'commander';
import { jsonOption, storeOptions, type OutputOptions, type StoreOptions } from '../options.ts';
import { print, printJson } from '../output.ts';
import { withReader } from '../reading.ts';
import { caseLines, caseView } from '../render/alert-case.ts';
import { langOption, type Lang } from '../usage.ts';
import { alertOf } from './alerts-act.ts';

type Options = StoreOptions & OutputOptions;

/** `alerts show KEY`: one alert whole: its notices, who was told and how, and what posts did. */
export function showCommand(): Command {
  const command = new Command('show').description('一条预警的全部 · all of one alert').argument('<key>');
  return jsonOption(storeOptions(command)).action(show);
}

async function show(key: string, own: Options, command: Command): Promise<void> {
  const options = { ...own, ...command.optsWithGlobals<Options>() };
  const lang = langOption(options.lang);
  await withReader(options, async (reader, { store, clock }) => {
    const alert = await alertOf(reader, key);
    const now = caseOf(alert, { acts: await readActs(store, alert.key), at: clock() });
    const letters = await lettersOf(store, { key: alert.key });
    if (options.json) return printJson({ ...alert, ...caseView(now), delivery: letters.map(letterView) });
    const notices = alert.notices.map(
      ({ number, at, text }) => `${number}  ${at.slice(0, 16).replace('T', ' ')}  ${text[lang]}`,
    );
    return print(
      [alert.key, ...notices, ...caseLines(now, lang), ...letters.flatMap((one) => letterLines(one, lang))].join('\n'),
    );
  });
}

export function letterView({ letter, ways }: LetterView): object {
  const { sort, number, recipient, post, at, held, release_at } = letter;
  return {
    sort,
    notice: number,
    recipient,
    post: post === '' ? null : post,
    at: shanghai(at),
    held: held === '' ? null : held,
    releaseAt: shanghai(release_at),
    channels: ways.map(({ at: then, ...way }) => ({ ...way, at: shanghai(then) })),
  };
}

const HELD: Record<'quiet' | 'budget', Record<Lang, string>> = {
  quiet: { zh: '静默时段，推迟至', en: 'quiet hours, held until' },
  budget: { zh: '超出预算，列入汇总', en: 'over budget, in the digest of' },
};

export function letterLines({ letter, ways }: LetterView, lang: Lang): string[] {
  const { sort, recipient, post, at, held, release_at } = letter;
  const whom = post === '' || post === recipient ? recipient : `${recipient} (${post})`;
  const waits = held === '' ? '' : `  ${HELD[held][lang]} ${minuteOf(release_at)}`;
  const head = `✉ ${minuteOf(at)}  ${sort}  ${whom}${waits}`;
  if (ways.length === 0) return [`${head}  ${lang === 'zh' ? '尚未发出' : 'not sent yet'}`];
  return ways.map(({ channel, delivered, tries, error }) => {
    const outcome = delivered ? (lang === 'zh' ? '已送达' : 'delivered') : `✗ ${error}`;
    return `${head}  ${channel}  ${outcome}  ${tries}×`;
  });
}
