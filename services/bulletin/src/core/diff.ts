import { formatTarget, INDICATORS, verdictWord, type Cell, type Lang } from '@duqing/catalogue';
import { changeText, figureText, momentText, partsText, periodText, whyNot } from '@duqing/pages';
import { figureId } from './rows.ts';
import { EDITIONS } from './title.ts';
import type { Area, Edition } from './types.ts';

/** What is held of an edition that was sealed. */
export interface HeldEdition {
  quarter: string;
  edition: Edition;
  /** ms */
  asOf: number;
  cells: readonly Cell[];
  areas: readonly Area[];
  /** hash of each item's definition; null where only the sealed row is left, which holds values and verdicts alone */
  definitions: Readonly<Record<string, string>> | null;
}

type Cause = 'definition' | 'target' | 'late' | 'attested' | 'corrected' | 'unknown';

export interface Difference {
  before: Cell;
  after: Cell;
  causes: Cause[];
}

/** Figures that both editions say and say differently. Of one quarter: the same figure; of two: the same item of the quarter's own. */
export function differences(before: HeldEdition, after: HeldEdition): Difference[] {
  const isSame = before.quarter === after.quarter;
  const keyOf = (cell: Cell): string => (isSame ? figureId(cell) : `${cell.region}/${cell.indicator}`);
  const earlier = new Map(ownCells(before, isSame).map((cell) => [keyOf(cell), cell]));
  return ownCells(after, isSame).flatMap((cell) => {
    const was = earlier.get(keyOf(cell));
    if (!was) return [];
    const causes = causesOf({ was, cell, before, after }).filter(
      (cause) => isSame || cause === 'definition' || cause === 'target',
    );
    const isChanged = was.value !== cell.value || was.verdict !== cell.verdict || partsDiffer(was, cell);
    return isChanged || causes.length > 0 ? [{ before: was, after: cell, causes }] : [];
  });
}

function ownCells({ cells, quarter }: HeldEdition, isSame: boolean): readonly Cell[] {
  return isSame ? cells : cells.filter(({ period }) => period === quarter);
}

function partsDiffer(a: Cell, b: Cell): boolean {
  return a.numerator !== b.numerator || a.denominator !== b.denominator;
}

/** Rule before data: a target or a definition that changed is told even where the value did not. */
function causesOf({
  was,
  cell,
  before,
  after,
}: {
  was: Cell;
  cell: Cell;
  before: HeldEdition;
  after: HeldEdition;
}): Cause[] {
  const isMoved = was.value !== cell.value || partsDiffer(was, cell) || was.verdict !== cell.verdict;
  if (before.definitions === null || after.definitions === null) return isMoved ? ['unknown'] : [];
  const causes: Cause[] = [];
  const { indicator } = cell;
  if (before.definitions[indicator] !== after.definitions[indicator]) causes.push('definition');
  if (JSON.stringify(was.target) !== JSON.stringify(cell.target)) causes.push('target');
  if (!isMoved) return causes;
  if (cell.completeness.returnsReceived > was.completeness.returnsReceived) causes.push('late');
  if (cell.completeness.feedsAttested > was.completeness.feedsAttested) causes.push('attested');
  if (causes.length === 0) causes.push(was.value !== cell.value || partsDiffer(was, cell) ? 'corrected' : 'unknown');
  return causes;
}

const CAUSES: Record<Cause, { zh: string; en: string }> = {
  definition: { zh: '指标定义变更', en: 'the definition changed' },
  target: { zh: '目标变更', en: 'the target changed' },
  late: { zh: '报表后到', en: 'returns came in after it' },
  attested: { zh: '数据其后确认完整', en: 'records were attested after it' },
  corrected: { zh: '数据更正', en: 'records were corrected' },
  unknown: { zh: '原因未记录', en: 'the reason is not recorded' },
};
const NAMES = new Map(INDICATORS.map(({ id, name }) => [id, name]));

/** What changed between two editions and why, in words; `region` = one area only. */
export function diffLines(
  pair: { before: HeldEdition; after: HeldEdition },
  { lang, region }: { lang: Lang; region?: string },
): string[] {
  const { before, after } = pair;
  const found = differences(before, after).filter((one) => region === undefined || one.after.region === region);
  const isSame = before.quarter === after.quarter;
  const lines = [heading(pair, lang), ...limits(pair, lang), counted(found, { lang, isSame })];
  const turns = found.filter((one) => one.before.verdict !== one.after.verdict);
  const others = found.filter((one) => one.before.verdict === one.after.verdict);
  const areas = new Map([...before.areas, ...after.areas].map(({ code, name }) => [code, name[lang]]));
  const part = (title: { zh: string; en: string }, part: readonly Difference[]): string[] =>
    part.length === 0
      ? []
      : ['', title[lang], ...part.map((one) => `  ${differenceText(one, { lang, areas, quarter: after.quarter })}`)];
  return [
    ...lines,
    ...part({ zh: '结论改变：', en: 'The verdict changed:' }, turns),
    ...part({ zh: '结论不变、数值或规则改变：', en: 'The verdict stands, figure or rule changed:' }, others),
  ];
}

function heading({ before, after }: { before: HeldEdition; after: HeldEdition }, lang: Lang): string {
  const said = ({ quarter, edition, asOf }: HeldEdition): string =>
    lang === 'zh'
      ? `${periodText(quarter, lang)}${EDITIONS[edition].zh}（数据截至 ${momentText(asOf, lang)}）`
      : `${periodText(quarter, lang)}, ${EDITIONS[edition].en} (data as of ${momentText(asOf, lang)})`;
  return `${said(before)} → ${said(after)}`;
}

function limits({ before, after }: { before: HeldEdition; after: HeldEdition }, lang: Lang): string[] {
  if (before.definitions !== null && after.definitions !== null) return [];
  return [
    lang === 'zh'
      ? '通报文件不在原处或已被改动：只比较签发时登记的数值和结论，原因不详。'
      : 'A bundle is not where it was or was altered: only the values and verdicts that were sealed are compared, without reasons.',
  ];
}

function counted(found: readonly Difference[], { lang, isSame }: { lang: Lang; isSame: boolean }): string {
  if (found.length === 0) return lang === 'zh' ? '没有变化。' : 'Nothing changed.';
  const kinds = (Object.keys(CAUSES) as Cause[]).flatMap((cause) => {
    const count = found.filter(({ causes }) => causes.includes(cause)).length;
    return count === 0 ? [] : [lang === 'zh' ? `${CAUSES[cause].zh} ${count}` : `${CAUSES[cause].en}: ${count}`];
  });
  const turned = found.filter(({ before, after }) => before.verdict !== after.verdict).length;
  if (lang === 'zh') {
    const why = kinds.length === 0 ? '' : `（${kinds.join('，')}）`;
    return `${isSame ? '改变的数字' : '有变化的指标'} ${found.length} 个${why}，其中结论改变 ${turned} 个。`;
  }
  const why = kinds.length === 0 ? '' : ` (${kinds.join('; ')})`;
  const noun = found.length === 1 ? 'figure' : 'figures';
  return `${found.length} ${noun} changed${why}; ${turned} with another verdict.`;
}

/** One difference in a sentence: which figure, from what to what, its verdicts, and why. */
export function differenceText(
  { before, after, causes }: Difference,
  { lang, areas, quarter }: { lang: Lang; areas: ReadonlyMap<string, string>; quarter: string },
): string {
  const name = NAMES.get(after.indicator)?.[lang] ?? after.indicator;
  const who = `${areas.get(after.region) ?? after.region} ${name}`;
  // of one quarter other periods stand beside it; between two the heading says which
  const period = before.period === after.period && after.period !== quarter ? ` ${after.period}` : '';
  const verdicts =
    before.verdict === after.verdict
      ? ''
      : `${verdictWord(before.verdict, lang)} → ${verdictWord(after.verdict, lang)}`;
  const why = causes.map((cause) => causeText(cause, { before, after, lang })).join(lang === 'zh' ? '、' : ', ');
  const parts = [moved({ before, after, lang }), verdicts, why].filter((part) => part !== '');
  return lang === 'zh' ? `${who}${period}：${parts.join('；')}。` : `${who}${period}: ${parts.join('; ')}.`;
}

function moved({ before, after, lang }: { before: Cell; after: Cell; lang: Lang }): string {
  const [was, now] = [before, after].map((cell) => {
    const why = cell.value === null ? whyNot(cell, lang) : '';
    const shown = figureText(cell, lang);
    if (why === '') return shown;
    return lang === 'zh' ? `${shown}（${why}）` : `${shown} (${why})`;
  });
  if (was === now) return partsDiffer(before, after) ? `${partsText(before)} → ${partsText(after)}` : '';
  const change = changeText({ now: after, before }, lang);
  const size = change === '—' ? '' : lang === 'zh' ? `，${change}` : `, ${change}`;
  return `${was} → ${now}${size}`;
}

/** The cause with what shows it. */
function causeText(cause: Cause, { before, after, lang }: { before: Cell; after: Cell; lang: Lang }): string {
  const word = CAUSES[cause][lang];
  const evidence = evidenceOf(cause, { before, after, lang });
  if (evidence === '') return word;
  return lang === 'zh' ? `${word}（${evidence}）` : `${word} (${evidence})`;
}

function evidenceOf(cause: Cause, { before, after, lang }: { before: Cell; after: Cell; lang: Lang }): string {
  const [was, now] = [before.completeness, after.completeness];
  switch (cause) {
    case 'target': {
      const texts = [before, after].map((cell) => formatTarget(cell, lang));
      // rounded alike: as exact as they are held
      const isAlike = texts[0] === texts[1];
      return (isAlike ? [before, after].map(({ target }) => String(target?.limit)) : texts).join(' → ');
    }
    case 'late':
      return `${was.returnsReceived}/${was.returnsExpected} → ${now.returnsReceived}/${now.returnsExpected}`;
    case 'attested':
      return `${was.feedsAttested}/${was.feedsExpected} → ${now.feedsAttested}/${now.feedsExpected}`;
    case 'corrected':
      return partsDiffer(before, after) && before.denominator !== null && after.denominator !== null
        ? `${before.numerator}/${before.denominator} → ${after.numerator}/${after.denominator}`
        : '';
    case 'definition':
    case 'unknown':
      return '';
  }
}
