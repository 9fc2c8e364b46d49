import {
  flagWord,
  formatRatio,
  formatTarget,
  formatValue,
  reasonWord,
  verdictMark,
  verdictWord,
  type BreakdownRow,
  type Cell,
  type Lang,
} from '@duqing/catalogue';
import Table from 'cli-table3';
import { BARE } from './bare.ts';
import { wrapped } from './wrapped.ts';

const HEADS = {
  zh: ['', '指标', '数值', '分子/分母', '目标', '结论', '余量'],
  en: ['', 'Indicator', 'Value', 'n/d', 'Target', 'Verdict', 'Margin'],
} as const;
/** Columns with the gap behind each: 100 in all. */
const WIDTHS = [3, 35, 12, 11, 12, 18, 9];
const WEAK = {
  zh: '* 依据不足:样本小或数据不全,结论可能变化',
  en: '* weak evidence: small numbers or missing data, the verdict may change',
};

export interface CellsTable {
  cells: readonly Cell[];
  lang: Lang;
  /** name of an item, of an area */
  nameOf: (indicator: string) => string;
  areaOf: (region: string) => string;
  /** a breakdown's key in words; absent = as it was sent */
  keyOf?: (key: string) => string;
}

/** Cells as tables of at most 100 columns, one per area and period, verdicts as a mark and a word. */
export function cellsTable({ cells, areaOf, ...naming }: CellsTable): string {
  const groups = Map.groupBy(cells, ({ region, period }) => `${areaOf(region)} ${period}`);
  return [...groups]
    .map(([title, group]) => `${heading(title, { group, lang: naming.lang })}\n${tableOf(group, naming)}`)
    .join('\n\n');
}

function heading(title: string, { group, lang }: { group: readonly Cell[]; lang: Lang }): string {
  return group.some(({ flags }) => flags.includes('simulated'))
    ? `${title}  【${flagWord('simulated', lang)}】`
    : title;
}

type Naming = Pick<CellsTable, 'lang' | 'nameOf' | 'keyOf'>;

function tableOf(cells: readonly Cell[], { lang, nameOf, keyOf = asSent }: Naming): string {
  const table = new Table({
    head: [...HEADS[lang]],
    colWidths: WIDTHS,
    style: { head: [], border: [], compact: true },
    chars: BARE,
  });
  for (const cell of cells) {
    table.push(fitting(rowOf(cell, { lang, nameOf })));
    for (const part of cell.breakdown ?? []) table.push(fitting(partRow(part, { cell, lang, keyOf })));
  }
  const lines = table.toString().split('\n');
  if (cells.some(isWeak)) lines.push(` ${WEAK[lang]}`);
  for (const { indicator, notes = [] } of cells)
    for (const { author, text } of notes) lines.push(` ※ ${nameOf(indicator)} · ${author}: ${text}`);
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** A ratio too long for its column goes on after its stroke: a number is never cut in two. */
function breakable(ratio: string): string {
  return ratio.length > (WIDTHS[3] ?? 0) - 2 ? ratio.replace('/', '/ ') : ratio;
}

function asSent(key: string): string {
  return key;
}

/** Nothing is cut off: what does not fit goes on in the next line. */
function fitting(row: readonly string[]): string[] {
  return row.map((text, index) => wrapped(text, (WIDTHS[index] ?? 0) - 2));
}

function rowOf(cell: Cell, { lang, nameOf }: Naming): string[] {
  const word = cell.reason === null ? verdictWord(cell.verdict, lang) : reasonWord(cell.reason, lang);
  return [
    verdictMark(cell.verdict),
    nameOf(cell.indicator),
    formatValue(cell, lang),
    cell.denominator === null ? '' : breakable(formatRatio(cell)),
    formatTarget(cell, lang),
    isWeak(cell) ? `${word}*` : word,
    marginOf(cell, lang),
  ];
}

/** One key of a breakdown, under its whole. */
function partRow(
  part: BreakdownRow,
  { cell, lang, keyOf }: { cell: Cell; lang: Lang; keyOf: (key: string) => string },
): string[] {
  const { key, ...figures } = part;
  const ratio = part.denominator === null ? '' : breakable(formatRatio({ ...cell, ...figures }));
  return ['', `· ${keyOf(key)}`, formatValue({ ...cell, ...figures, target: null }, lang), ratio, '', '', ''];
}

function isWeak({ evidence, verdict }: Cell): boolean {
  return evidence === 'weak' && (verdict === 'met' || verdict === 'missed');
}

/** Units to the limit where it is judged: how many are missing, or how many may still be lost; `explain` says them in words. */
function marginOf({ distance, verdict }: Cell, lang: Lang): string {
  if (!distance || verdict === 'not-assessable') return '';
  if (verdict === 'met') return distance.toBreak === null ? '' : `${lang === 'zh' ? '余' : 'by '}${distance.toBreak}`;
  return distance.toMeet === null ? '' : `${lang === 'zh' ? '差' : 'short '}${distance.toMeet}`;
}
