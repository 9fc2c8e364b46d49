import { shanghai } from '@duqing/calendar';
import { verdictMark, verdictWord, withheldWord, type Cell } from '@duqing/catalogue';
import { figureText, momentText, partsText, periodText, visible, whyNot } from '@duqing/pages';
import { audienceLine, DRAFT, isSimulated, seen } from '../build.ts';
import { sealedFiles, type Making } from '../bundle.ts';
import { brokenNumbers } from '../checks.ts';
import type { Content } from '../content.ts';
import { letterOf } from '../letter.ts';
import { renderHtml } from '../render-html.ts';
import { figureId } from '../rows.ts';
import { EDITIONS, titleOf } from '../title.ts';
import type { Block, BulletinInput, Entry, Outline } from '../types.ts';
import { renderDocx } from '../../forms/docx.ts';
import { renderPdf } from '../../forms/pdf.ts';
import type { Corrections } from './corrections.ts';
import { reasonText, type Reason } from './reasons.ts';

/** Everything that a correction notice is made of: the same input gives the same bytes. */
export interface NoticeInput {
  /** the edition that it corrects, with what earlier notices already say */
  said: BulletinInput;
  editionId: string;
  /** from 1 */
  number: number;
  /** ms: cut-off of what it says now */
  asOf: number;
  found: Corrections;
  /** by figure */
  reasons: ReadonlyMap<string, readonly Reason[]>;
  isDraft: boolean;
}

/** The notice's files, the manifest last. Throws where a check does not hold. */
export async function makeNotice(input: NoticeInput, making: Making): Promise<ReturnType<typeof sealedFiles>> {
  const { said, number, asOf, editionId } = input;
  const outline = noticeOutline(input);
  const page = renderHtml(outline);
  const faults = brokenNumbers(page);
  if (faults.length > 0) throw new Error(`correction notice: ${faults.join(', ')}`);
  const files = new Map<string, Content>([
    ['notice.html', page],
    ['notice.pdf', renderPdf(outline, asOf)],
    ['notice.docx', await renderDocx(outline, asOf)],
    ['notice.json', noticeJson(input, outline.title)],
  ]);
  const { quarter, edition, audience, lang } = said;
  const head = {
    title: outline.title,
    kind: 'correction',
    number,
    corrects: editionId,
    quarter,
    edition,
    audience,
    lang,
    asOf: shanghai(asOf),
    simulated: isSimulated(said),
    checks: [{ name: 'no-broken-numbers', ok: true }],
  };
  return sealedFiles(files, { head, making });
}

/** The notice before any form. */
export function noticeOutline(input: NoticeInput): Outline {
  const { said, number, asOf, isDraft } = input;
  const { lang } = said;
  const isZh = lang === 'zh';
  const blocks = [...opening(input), ...sentenceBlocks(input), ...figureBlocks(input), ...closing(input)];
  const title = isZh
    ? `${titleOf(said)}更正通知（第${number}号）`
    : `Correction notice no. ${number} to: ${titleOf(said)}`;
  const moment = momentText(asOf, lang);
  return seen({
    title: title + (isDraft ? DRAFT[lang].title : ''),
    letter: letterOf({ ...said, asOf }, blocks),
    lang,
    simulated: isSimulated(said),
    isDraft,
    description: isZh
      ? `${said.city.name.zh}${periodText(said.quarter, lang)}毒情通报的更正，数据截至 ${moment}。`
      : `Correction of the drug situation bulletin of ${said.city.name.en} for ${periodText(said.quarter, lang)}, data as of ${moment}.`,
    under: [
      ...(isDraft ? [DRAFT[lang].line] : []),
      audienceLine(said),
      `${isZh ? '更正数据截至' : 'Corrected as of'} ${moment}`,
    ],
    blocks,
  });
}

function opening({ said, found, asOf }: NoticeInput): Block[] {
  const { lang, quarter, edition } = said;
  const gone = found.figures.filter(({ after }) => after.withheld).length;
  const count = found.figures.length - gone;
  const of = {
    zh: `${periodText(quarter, 'zh')}毒情通报（${EDITIONS[edition].zh}）`,
    en: titleOf({ quarter, edition, lang: 'en' }),
  };
  const text =
    lang === 'zh'
      ? `${of.zh}以 ${momentText(said.asOf, lang)} 的数据签发。根据截至 ${momentText(asOf, lang)} 收到的数据，其中 ${count} 个数字的结论须予更正${gone === 0 ? '' : `，${gone} 个数字不再公布`}，逐项列出如下。原通报不作改动，与本通知一并使用。`
      : `${of.en} was sealed with data as of ${momentText(said.asOf, lang)}. By what came in up to ${momentText(asOf, lang)}, ${count} of its ${count === 1 ? 'figures concludes' : 'figures conclude'} otherwise${gone === 0 ? '' : ` and ${gone} ${gone === 1 ? 'is' : 'are'} no longer published`}; ${count + gone === 1 ? 'it is' : 'they are'} listed below. The bulletin itself is not changed and is read together with this notice.`;
  return [
    { kind: 'heading', id: 'what', text: lang === 'zh' ? '一、更正事项' : '1. What is corrected' },
    { kind: 'paragraph', text },
  ];
}

function sentenceBlocks({ said: { lang }, found }: NoticeInput): Block[] {
  if (found.sentences.length === 0) return [];
  const isZh = lang === 'zh';
  const none = isZh ? '（原无此句）' : '(no such sentence)';
  return [
    { kind: 'heading', id: 'summary', text: isZh ? '二、总体情况的改变' : '2. The summary' },
    {
      kind: 'table',
      caption: isZh ? '总体情况：原文和更正后' : 'Sentences of the summary, before and after',
      heads: isZh ? ['原文', '更正为'] : ['Before', 'Now'],
      rows: found.sentences.map(({ before, after }) => [
        { text: before || none },
        { text: after || (isZh ? '（删去）' : '(left out)') },
      ]),
      empty: '',
    },
  ];
}

function figureBlocks(input: NoticeInput): Block[] {
  const { said, found } = input;
  const isZh = said.lang === 'zh';
  const number = found.sentences.length === 0 ? { zh: '二', en: '2' } : { zh: '三', en: '3' };
  return [
    { kind: 'heading', id: 'figures', text: isZh ? `${number.zh}、逐项更正` : `${number.en}. Figure by figure` },
    {
      kind: 'table',
      caption: isZh ? '已公布的数字、现在的数字和改变的原因' : 'Figures as published, as they are now, and why',
      heads: isZh
        ? ['地区', '指标', '时期', '原公布', '更正为', '结论', '原因']
        : ['Area', 'Indicator', 'Period', 'Published', 'Now', 'Verdict', 'Why'],
      rows: found.figures.map((pair) => figureRow(pair, input)),
      empty: isZh ? '没有单个数字的结论改变。' : 'No single figure concludes otherwise.',
    },
  ];
}

function figureRow({ before, after }: { before: Cell; after: Cell }, { said, reasons }: NoticeInput): Entry[] {
  const { lang, city, units, catalogue } = said;
  const area = [city, ...units].find(({ code }) => code === before.region);
  const item = catalogue.find(({ id }) => id === before.indicator);
  const why = reasons.get(figureId(before)) ?? [];
  return [
    { text: area?.name[lang] ?? before.region, sub: before.region },
    { text: item?.name[lang] ?? before.indicator },
    { text: periodText(before.period, lang) },
    valueEntry(before, lang),
    { ...valueEntry(after, lang), figure: figureId(after) },
    { text: verdictText({ before, after }, lang) },
    { text: why.map((reason) => reasonText(reason, lang)).join(lang === 'zh' ? '；' : '; ') || '—' },
  ];
}

function valueEntry(cell: Cell, lang: BulletinInput['lang']): Entry {
  const shown = figureText(cell, lang);
  const parts = partsText(cell);
  const sub = cell.value === null ? whyNot(cell, lang) : shown.includes(parts) ? '' : parts;
  return { text: shown, ...(sub !== '' && { sub }) };
}

/** "✗ 不达标 → ✓ 达标"; once where it stands. */
function verdictText({ before, after }: { before: Cell; after: Cell }, lang: BulletinInput['lang']): string {
  const [was, now] = [before, after].map(({ verdict, withheld }) =>
    withheld ? withheldWord(lang) : `${verdictMark(verdict)} ${verdictWord(verdict, lang)}`,
  );
  return was === now ? `${now}` : `${was} → ${now}`;
}

function closing({ said: { lang, audience }, found }: NoticeInput): Block[] {
  const isZh = lang === 'zh';
  const word = withheldWord(lang);
  const withdrawn = found.figures.some(({ after }) => after.withheld)
    ? [
        isZh
          ? `“${word}”：为不致推知个人或企业，现在的数字和结论不公布，原公布的不得再引用；不表示零，也不表示达标或不达标。`
          : `"${word}": so that nobody can be recognised, the present number and verdict are not told, and those published before are not to be quoted any more. It means neither zero nor met nor missed.`,
      ]
    : [];
  const others =
    found.others === 0
      ? []
      : [
          isZh
            ? `另有 ${found.others} 个数字有变动而结论不变，在下一期通报的数据说明中反映。`
            : `${found.others} more ${found.others === 1 ? 'figure' : 'figures'} changed without another conclusion: told in the notes of the next bulletin.`,
        ];
  const items = [...withdrawn, ...others, ...(audience === 'public' ? [] : [EXPLAINED[lang]])];
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

const EXPLAINED = {
  zh: '每个数字的释义、目标和所依据的数据，可按“地区代码/指标/时期”查询（duqing explain --figure）。',
  en: 'What a figure means and rests on: duqing explain --figure AREA/INDICATOR/PERIOD.',
};

function noticeJson({ said, editionId, number, asOf, found, reasons }: NoticeInput, title: string): string {
  const { quarter, edition, audience, lang } = said;
  const figures = found.figures.map(({ before, after }) => ({
    id: figureId(before),
    before: shownCell(before, lang),
    after: shownCell(after, lang),
    reasons: reasons.get(figureId(before)) ?? [],
  }));
  const value = {
    title,
    number,
    corrects: { bundle: editionId, quarter, edition, audience, lang, asOf: shanghai(said.asOf) },
    asOf: shanghai(asOf),
    simulated: isSimulated(said),
    sentences: found.sentences,
    others: found.others,
    figures,
  };
  return `${JSON.stringify(value, plain, 1)}\n`;
}

/** Text without signs that are not seen, as on the page. */
function plain(_: string, value: unknown): unknown {
  return typeof value === 'string' ? visible(value) : value;
}

function shownCell(cell: Cell, lang: BulletinInput['lang']): object {
  const { numerator, denominator, value, unit, reason, withheld } = cell;
  const verdict = withheld ? null : cell.verdict;
  const shown = {
    value: figureText(cell, lang),
    verdict: withheld ? withheldWord(lang) : verdictWord(cell.verdict, lang),
  };
  return { numerator, denominator, value, unit, verdict, reason, ...(withheld && { withheld }), shown };
}
