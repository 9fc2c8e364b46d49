import { evidenceWord, flagWord, formatTarget, withheldWord, type Cell, type Lang } from '@duqing/catalogue';
import { changeText, figureText, partsText, whyNot } from '@duqing/pages';
import type { Standing } from './assessment.ts';
import type { Entry } from './types.ts';

/** Id of a figure: it resolves by `explain INDICATOR --region REGION --period PERIOD`. */
export function figureId({ region, indicator, period }: Pick<Cell, 'region' | 'indicator' | 'period'>): string {
  return `${region}/${indicator}/${period}`;
}

export const HEADS = {
  zh: ['指标', '数值', '目标', '同比', '结论', '数据完整性', '说明'],
  en: ['Indicator', 'Value', 'Target', 'On the year', 'Verdict', 'Completeness', 'Remarks'],
} as const;

/** One item as a row under `HEADS`. */
export function itemRow(standing: Standing, lang: Lang): Entry[] {
  const { item, cell } = standing;
  const shown = figureText(cell, lang);
  const parts = partsText(cell);
  const evidence = cell.evidence === 'weak' ? evidenceWord('weak', lang) : '';
  return [
    { text: item.name[lang], ...(item.columns.clause && { sub: item.columns.clause }) },
    {
      text: shown,
      figure: figureId(cell),
      isNumber: true,
      ...(parts !== '' && !shown.includes(parts) && { sub: parts }),
    },
    { text: formatTarget(cell, lang), isNumber: true },
    { ...aside(changeOf(standing, lang)), isNumber: true },
    cell.withheld
      ? { text: withheldWord(lang) }
      : { text: '', verdict: cell.verdict, ...(evidence && { sub: evidence }) },
    { text: completenessText(cell, lang) },
    { text: remarks(cell, lang) },
  ];
}

/** A remark in brackets at the end goes to the second line. */
function aside(text: string): Pick<Entry, 'text' | 'sub'> {
  const [, shown = text, remark] = /^(.+?) ?[（(]([^（()）]*)[）)]$/.exec(text) ?? [];
  return remark === undefined ? { text } : { text: shown, sub: remark };
}

/** Against the same period one year before, where it is known. */
function changeOf({ cell, yearBefore }: Standing, lang: Lang): string {
  const before = cell.base ? { ...cell, ...cell.base } : yearBefore;
  return changeText({ now: cell, before }, lang);
}

/** "报表 10/11（迟报 1），数据确认 11/11"; empty where the figure needs neither. */
export function completenessText({ completeness }: Cell, lang: Lang): string {
  const { returnsExpected, returnsReceived, returnsOnTime, feedsExpected, feedsAttested } = completeness;
  const late = returnsReceived - returnsOnTime;
  const isZh = lang === 'zh';
  const lateText = late === 0 ? '' : isZh ? `（迟报 ${late}）` : ` (${late} late)`;
  const parts = [
    returnsExpected > 0 && `${isZh ? '报表' : 'returns'} ${returnsReceived}/${returnsExpected}${lateText}`,
    feedsExpected > 0 && `${isZh ? '数据确认' : 'attested'} ${feedsAttested}/${feedsExpected}`,
  ];
  return parts.filter((part) => part !== false).join(isZh ? '，' : ', ');
}

/** Reason, note, distance and flags, each once. */
function remarks(cell: Cell, lang: Lang): string {
  const flags = cell.flags.filter((flag) => flag !== 'simulated').map((flag) => flagWord(flag, lang));
  const distance = cell.verdict === 'met' || cell.verdict === 'missed' ? (cell.distance?.text[lang] ?? '') : '';
  const parts = [whyNot(cell, lang), cell.note?.[lang] ?? '', distance, ...flags].filter((part) => part !== '');
  return [...new Set(parts)].join(lang === 'zh' ? '；' : '; ');
}
