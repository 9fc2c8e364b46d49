import {
  flagWord,
  formatRatio,
  formatTarget,
  verdictWord,
  withheldWord,
  type Cell,
  type Lang,
  type Verdict,
} from '@duqing/catalogue';
import { changeText, figureText, partsText, periodText, quarterBefore, whyNot } from '@duqing/pages';
import type { Assessment, Standing } from './assessment.ts';

/** How many items there are, and how they stand; says so where nothing at all could be judged. `of`: the area, absent = the city. */
export function overview(
  { by, counted, withheld }: Assessment,
  { quarter, lang, of = CITY }: { quarter: string; lang: Lang; of?: { zh: string; en: string } },
): string {
  const order: Verdict[] = ['met', 'missed', 'not-due', 'not-assessable', 'not-applicable'];
  const parts = order.filter((verdict) => by[verdict].length > 0 || verdict === 'met' || verdict === 'missed');
  const period = periodText(quarter, lang);
  if (by.met.length + by.missed.length + withheld.length === 0)
    return nothingJudged(counted.length, { period, lang, of });
  const kept = withheld.length === 0 ? [] : [keptText(withheld.length, lang)];
  if (lang === 'zh') {
    const judged = parts.map((verdict) => `${verdictWord(verdict, lang)} ${by[verdict].length} 项`);
    const said = [...judged, ...kept].join('，');
    return `${period}，${of.zh}有目标的指标共 ${counted.length} 项：${said}。`;
  }
  const said = [...parts.map((verdict) => `${by[verdict].length} ${verdictWord(verdict, lang)}`), ...kept].join(', ');
  return `${period}: of ${of.en} ${counted.length} ${counted.length === 1 ? 'indicator' : 'indicators'} with a target ${said}.`;
}

const CITY = { zh: '全市', en: "the city's" };

function keptText(count: number, lang: Lang): string {
  return lang === 'zh' ? `${withheldWord(lang)} ${count} 项` : `${count} ${withheldWord(lang)}`;
}

function nothingJudged(
  total: number,
  { period, lang, of }: { period: string; lang: Lang; of: { zh: string; en: string } },
): string {
  if (lang === 'zh')
    return `${period}，${of.zh}有目标的指标共 ${total} 项，目前没有一项可以评估，不能据此认为情况良好。`;
  return `${period}: none of ${of.en} ${total} indicators with a target can be assessed yet, which does not mean that all is well.`;
}

/** What was met and is missed, missed again, or turned to met, against the quarter before; nothing where nothing changed. */
export function turns({ newlyMissed, stillMissed, turnedMet }: Assessment, lang: Lang): string[] {
  const kinds = [
    { found: newlyMissed, zh: '较上季度新增不达标', en: 'Newly missed against the previous quarter' },
    { found: stillMissed, zh: '连续两个季度不达标', en: 'Missed for two quarters in a row' },
    { found: turnedMet, zh: '由不达标转为达标', en: 'Turned from missed to met' },
  ];
  return kinds.flatMap(({ found, zh, en }) => {
    if (found.length === 0) return [];
    const names = found.map(({ item }) => item.name[lang]);
    return [
      lang === 'zh'
        ? `${zh} ${found.length} 项：${names.join('、')}。`
        : `${en} (${found.length}): ${names.join('; ')}.`,
    ];
  });
}

/** Which vetoes were met with; "none" is said only where every one of them could be judged. */
export function vetoes({ vetoMissed, vetoOpen, counted, withheld }: Assessment, lang: Lang): string {
  const open = openVetoes(vetoOpen.length, { lang, isMore: vetoMissed.length > 0 });
  const kept = keptVetoes(withheld.filter(({ item }) => item.veto).length, lang);
  const happenings = vetoMissed.length > 0 ? happened(vetoMissed, lang) : '';
  const said = [happenings, open, kept].filter((text) => text !== '');
  if (said.length > 0) return said.join(GAP[lang]);
  const all = counted.filter(({ item }) => item.veto).length;
  return lang === 'zh' ? `${all} 项一票否决指标均未发生。` : `None of the ${all} veto items occurred.`;
}

const GAP = { zh: '', en: ' ' } as const;

function happened(missed: readonly Standing[], lang: Lang): string {
  const said = missed.map((standing) => figure(standing, lang));
  if (lang === 'zh') return `出现一票否决情形 ${missed.length} 项：${said.join('、')}。`;
  return `${missed.length} ${missed.length === 1 ? 'veto item is' : 'veto items are'} missed: ${said.join('; ')}.`;
}

/** Whether they occurred is not told either. */
function keptVetoes(count: number, lang: Lang): string {
  if (count === 0) return '';
  if (lang === 'zh') return `${count} 项一票否决指标不予公布（见数据说明）。`;
  return `${count} veto ${count === 1 ? 'item is' : 'items are'} suppressed (see the notes on the data).`;
}

function openVetoes(count: number, { lang, isMore }: { lang: Lang; isMore: boolean }): string {
  if (count === 0) return '';
  if (lang === 'zh') return `${isMore ? '另有' : '有'} ${count} 项一票否决指标尚无法判定，不能视为未发生。`;
  return `${count} ${isMore ? 'more ' : ''}veto ${count === 1 ? 'item' : 'items'} cannot be judged yet; that is not the same as none.`;
}

/** The own count with its range, always labelled as such. */
export function composite(cell: Cell | undefined, lang: Lang): string {
  if (!cell?.composite)
    return lang === 'zh' ? '内部测算不达标条数：未掌握。' : 'Failing items by our own count: not held.';
  const [least, most] = cell.composite.range;
  const target = formatTarget(cell, lang);
  const mend = cell.composite.toMend;
  if (lang === 'zh') {
    const todo = mend > 0 ? `；至少须整改 ${mend} 条` : '';
    if (least === 0 && most > 0)
      return `内部测算不达标条数尚不能确定，在 0–${most} 条之间（目标 ${target}，${verdictWord(cell.verdict, lang)}${todo}）。此为内部测算，非省级评估结果。`;
    const open = most > least ? `，计入无法评估的项目为 ${least}–${most} 条` : '';
    return `内部测算不达标 ${least} 条${open}（目标 ${target}，${verdictWord(cell.verdict, lang)}${todo}）。此为内部测算，非省级评估结果。`;
  }
  const todo = mend > 0 ? `; at least ${mend} must be mended` : '';
  if (least === 0 && most > 0)
    return `By our own count it is not known how many items fail: 0 to ${most} (target ${target}: ${verdictWord(cell.verdict, lang)}${todo}). This is our own count, not the province's assessment.`;
  const open = most > least ? `, ${least} to ${most} with what cannot be assessed` : '';
  return `By our own count ${least} ${least === 1 ? 'item fails' : 'items fail'}${open} (target ${target}: ${verdictWord(cell.verdict, lang)}${todo}). This is our own count, not the province's assessment.`;
}

/** How many verdicts rest on figures too small to be sure; nothing where all are sure. */
export function weak({ counted }: Assessment, lang: Lang): string[] {
  const judged = counted.filter(({ cell }) => cell.evidence === 'weak' && /^(met|missed)$/.test(cell.verdict)).length;
  if (judged === 0) return [];
  return [
    lang === 'zh'
      ? `其中 ${judged} 项的结论依据不足（基数小或数据不全），宜结合实际研判。`
      : `${judged} of these verdicts ${judged === 1 ? 'rests' : 'rest'} on weak evidence (small or incomplete figures).`,
  ];
}

/** "Lost-contact rate 6.2 % (5/80; target < 5 %)". */
export function figure({ item, cell }: Standing, lang: Lang): string {
  const target = formatTarget(cell, lang);
  const parts = partsText(cell);
  const shown = figureText(cell, lang);
  // a value that tells itself from its limit only as n/d carries them already
  const own = parts === '' || shown.includes(parts) ? '' : parts;
  if (lang === 'zh') return `${item.name.zh} ${shown}（${own && `${own}，`}目标 ${target}）`;
  return `${item.name.en} ${shown} (${own && `${own}; `}target ${target})`;
}

/** A charted item in one sentence: value, change, how it stands to its limit, and for how long. */
export function trend(standing: Standing, { lang, history }: { lang: Lang; history: readonly Cell[] }): string {
  const { item, cell, before, yearBefore } = standing;
  const name = item.name[lang];
  if (cell.withheld) return lang === 'zh' ? `${name}：${withheldWord(lang)}。` : `${name}: ${withheldWord(lang)}.`;
  if (cell.value === null) {
    const why = whyNot(cell, lang) || cell.note?.[lang] || '';
    return lang === 'zh' ? `${name}：—（${why}）。` : `${name}: — (${why}).`;
  }
  const shown = figureText(cell, lang);
  const ratio = partsText(cell) === '' || shown.includes(formatRatio(cell)) ? '' : formatRatio(cell);
  const clauses = [
    against({ now: cell, before }, { lang, ...PREVIOUS }),
    against({ now: cell, before: yearBefore }, { lang, ...YEAR }),
    relation(cell, lang),
    lasting({ cell, history, lang }),
    unsure(cell, lang),
  ].filter((text) => text !== '');
  if (lang === 'zh') return `${[`${name} ${shown}${ratio && `（${ratio}）`}`, ...clauses].join('，')}。`;
  return `${[`${name} ${shown}${ratio && ` (${ratio})`}`, ...clauses].join(', ')}.`;
}

interface Against {
  zh: string;
  en: string;
}
const PREVIOUS: Against = { zh: '较上季度', en: 'the previous quarter' };
const YEAR: Against = { zh: '同比', en: 'the year before' };

function against(pair: { now: Cell; before: Cell | undefined }, { lang, zh, en }: { lang: Lang } & Against): string {
  const change = changeText(pair, lang);
  if (change === '—') return '';
  if (lang === 'zh') return `${zh}${change}`;
  return `${change} ${pair.now.value === pair.before?.value ? 'from' : 'on'} ${en}`;
}

/** A figure that stands but cannot be judged says why. */
function unsure(cell: Cell, lang: Lang): string {
  if (cell.verdict !== 'not-assessable' && !cell.flags.includes('unattested')) return '';
  const why = whyNot(cell, lang) || flagWord('unattested', lang);
  if (cell.verdict !== 'not-assessable') return why;
  const word = verdictWord(cell.verdict, lang);
  return lang === 'zh' ? `${word}（${why}）` : `${word} (${why})`;
}

/** Where a value lies to its limit: on it is not above it. */
function relation({ value, target, verdict, ...cell }: Cell, lang: Lang): string {
  if (!target || typeof target.limit !== 'number' || typeof value !== 'number') return '';
  const limit = formatTarget({ ...cell, value, target, verdict }, lang);
  const place =
    value === target.limit
      ? { zh: '恰与限值相等', en: 'exactly at the limit' }
      : value > target.limit
        ? { zh: '高于限值', en: 'above the limit' }
        : { zh: '低于限值', en: 'below the limit' };
  const word = verdictWord(verdict, lang);
  return lang === 'zh' ? `${place.zh}（目标 ${limit}，${word}）` : `${place.en} (target ${limit}: ${word})`;
}

/** "连续两个季度达标", "有数据以来首次达标"; only over quarters that follow each other and are all judged. */
function lasting({ cell, history, lang }: { cell: Cell; history: readonly Cell[]; lang: Lang }): string {
  if (cell.verdict !== 'met' && cell.verdict !== 'missed') return '';
  const earlier = new Map(history.map(({ period, verdict }) => [period, verdict]));
  const run = runLength(cell, earlier);
  const word = verdictWord(cell.verdict, lang);
  if (run > 1) return lang === 'zh' ? `连续${count(run)}个季度${word}` : `${word} for ${run} quarters in a row`;
  const opposite = cell.verdict === 'met' ? 'missed' : 'met';
  const before = [...earlier].filter(([period]) => period < cell.period);
  const isFirst = before.length > 0 && before.every(([, verdict]) => verdict === opposite);
  if (!isFirst) return '';
  return lang === 'zh' ? `有数据以来首次${word}` : `${word} for the first time on record`;
}

/** Quarters in a row, this one included, with the same verdict; a quarter that is not held ends the row. */
function runLength({ period, verdict }: Cell, earlier: ReadonlyMap<string, Verdict>): number {
  let run = 1;
  while (earlier.get(quarterBefore(period, run)) === verdict) run += 1;
  return run;
}

const NUMERALS = ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十'];

function count(number: number): string {
  return NUMERALS[number] ?? String(number);
}
