import { momentText, periodText } from '@duqing/pages';
import { differences, differenceText, type Difference, type HeldEdition } from '../diff.ts';
import { EDITIONS } from '../title.ts';
import type { BulletinInput, EarlierEdition } from '../types.ts';

/** Lines that an edition's revisions may take; the rest is told by its number. */
const MOST = 40;

/** What earlier editions said and is otherwise now, figure by figure with why; the house's own matter. */
export function revisions(input: BulletinInput): string[] {
  return (input.earlier ?? []).flatMap((edition) => [...revisedSince(edition, input), ...configured(edition, input)]);
}

function revisedSince(edition: EarlierEdition, input: BulletinInput): string[] {
  const { lang, city, units } = input;
  const pair = pairOf(edition, input);
  const found = differences(pair.before, pair.after).filter(isRevised);
  const areas = [city, ...units];
  const order = new Map(areas.map(({ code }, index) => [code, index]));
  const sorted = found.toSorted((a, b) => rank(a, order) - rank(b, order));
  const names = new Map(areas.map(({ code, name }) => [code, name[lang]]));
  const lines = sorted
    .slice(0, MOST)
    .map((one) => differenceText(one, { lang, areas: names, quarter: edition.quarter }));
  const more = found.length - lines.length;
  return [
    heading(edition, { found, lang }),
    ...lines,
    ...(more <= 0
      ? []
      : [lang === 'zh' ? `另有 ${more} 个数字有更正，见 bulletin diff。` : `${more} more: see bulletin diff.`]),
  ];
}

/** What was not due yet, or of a period that still ran, goes its way: that is no revision. */
function isRevised({ before, after }: Difference): boolean {
  const isOpen = before.stage === 'running' || before.verdict === 'not-due' || before.period === 'creation';
  return !isOpen && (before.value !== after.value || before.verdict !== after.verdict);
}

/** Turned verdicts first, then by area. */
function rank({ before, after }: Difference, order: ReadonlyMap<string, number>): number {
  const isTurned = before.verdict !== after.verdict;
  return (isTurned ? 0 : 10_000) + (order.get(after.region) ?? 9_999);
}

function pairOf(edition: EarlierEdition, input: BulletinInput): { before: HeldEdition; after: HeldEdition } {
  const { quarter, asOf, cells } = edition;
  // definitions are the code's: two editions are compared with them by `bulletin diff`
  const common = { quarter, edition: edition.edition, areas: [], definitions: {} };
  const now = quarter === input.quarter ? input.cells : input.previousCells;
  return { before: { ...common, asOf, cells }, after: { ...common, asOf: input.asOf, cells: now } };
}

function heading(
  { quarter, edition, asOf }: EarlierEdition,
  { found, lang }: { found: readonly Difference[]; lang: BulletinInput['lang'] },
): string {
  const turned = found.filter(({ before, after }) => before.verdict !== after.verdict).length;
  if (lang === 'zh') {
    const of = `${periodText(quarter, lang)}通报（${EDITIONS[edition].zh}，数据截至 ${momentText(asOf, lang)}）`;
    if (found.length === 0) return `${of}公布的数字没有更正。`;
    return `${of}公布后更正的数字 ${found.length} 个，其中结论改变 ${turned} 个${found.length > 0 ? '：' : '。'}`;
  }
  const of = `the bulletin of ${periodText(quarter, lang)} (${EDITIONS[edition].en}, data as of ${momentText(asOf, lang)})`;
  if (found.length === 0) return `No figure of ${of} was revised.`;
  const noun = found.length === 1 ? 'figure' : 'figures';
  return `${found.length} ${noun} of ${of} ${found.length === 1 ? 'was' : 'were'} revised since, ${turned} with another verdict:`;
}

const PARTS: Readonly<Record<string, { zh: string; en: string }>> = {
  regions: { zh: '区划', en: 'areas' },
  calendar: { zh: '日历', en: 'calendar' },
  methods: { zh: '信息化手段', en: 'IT-supported methods' },
  categories: { zh: '案件类别', en: 'categories of cases' },
  targets: { zh: '目标', en: 'targets' },
  substances: { zh: '毒品种类表', en: 'the table of substances' },
};

/** Definitions that were recorded since: they change figures without any record of a case changing. */
function configured({ quarter, changedParts }: EarlierEdition, { lang }: BulletinInput): string[] {
  const told = changedParts.filter(({ part }) => PARTS[part] !== undefined);
  if (told.length === 0) return [];
  const said = told.map(({ part, validFrom, source }) =>
    lang === 'zh'
      ? `${PARTS[part]?.zh}（自 ${validFrom} 起，依据：${source}）`
      : `${PARTS[part]?.en} (from ${validFrom}; ${source})`,
  );
  return [
    lang === 'zh'
      ? `${periodText(quarter, lang)}通报以来变更的口径：${said.join('；')}。`
      : `Definitions changed since the bulletin of ${periodText(quarter, lang)}: ${said.join('; ')}.`,
  ];
}

/** What analysts wrote of single figures ("known artefact"), each with its post and day. */
export function analystNotes({ audience, cells, lang, city, units, catalogue }: BulletinInput): string[] {
  if (audience !== 'internal') return [];
  const areas = new Map([city, ...units].map(({ code, name }) => [code, name[lang]]));
  const items = new Map(catalogue.map(({ id, name }) => [id, name[lang]]));
  return cells.flatMap(({ region, indicator, period, notes = [] }) =>
    notes.map(({ at, author, text }) => {
      const what = `${areas.get(region) ?? region} ${items.get(indicator) ?? indicator}`;
      const of = `${author}，${at.slice(0, 10)}`;
      return lang === 'zh'
        ? `分析说明：${what}（${periodText(period, lang)}）：${text}（${of}）`
        : `Analysts' note on ${what} (${periodText(period, lang)}): ${text} (${author}, ${at.slice(0, 10)})`;
    }),
  );
}
