import { SIMULATED_BAND } from '@duqing/pages';
import { verdictMark, verdictWord } from '@duqing/catalogue';
import { DRAFT } from '../core/build.ts';
import type { Block, Entry, Outline } from '../core/types.ts';

/** An entry as words alone: a verdict is its mark and its word. */
export interface PrintedEntry {
  text: string;
  sub: string;
  mark: string;
  /** stands out */
  strong: boolean;
}

/** The outline with signs that text fonts lack told by signs that they have. */
export function forPaper(outline: Outline): Outline {
  return JSON.parse(JSON.stringify(outline).replaceAll(CROSS, TIMES).replaceAll('\ufffd', '□')) as Outline;
}

/** What stands at the head of every sheet; '' = nothing. */
export function bandOf({ simulated, isDraft, lang }: Outline): string {
  return [isDraft && DRAFT[lang].line, simulated && SIMULATED_BAND[lang]].filter((part) => part !== false).join(' · ');
}

const [CROSS, TIMES] = ['✗', '×'];

type Table = Extract<Block, { kind: 'table' }>;

/** The text of an entry that forms for paper show: no markup, no colour needed. */
export function printedEntry({ text, sub, verdict }: Entry, lang: Outline['lang']): PrintedEntry {
  return {
    text,
    sub: sub ?? '',
    mark:
      verdict === undefined ? '' : `${verdictMark(verdict).replace(CROSS, TIMES)}\u00a0${verdictWord(verdict, lang)}`,
    strong: verdict === 'missed',
  };
}

/** A column's width in ems of the table's size, with what lies between it and the next; `whole`: all its texts fit on one line each. */
export interface Column {
  width: number;
  whole: boolean;
}

/** Points between the margins, points of a table's text, and what lies between two columns, in ems. */
const TEXT_WIDTH = 442;
const SIZES = { small: 7.5, normal: 8.5 };
const BETWEEN = 0.65;
const [NARROWEST, WIDEST] = [2.3, 36];
/** A text up to this is not broken if it can be helped. */
const SHORT = { zh: 7, en: 5.5 };
const SUB = 4;

/** No column is narrower than its longest word; what is left goes to those with more to say. */
export function columnsOf({ heads, rows, small }: Table, lang: Outline['lang']): Column[] {
  const left = TEXT_WIDTH / SIZES[small ? 'small' : 'normal'] - BETWEEN * heads.length;
  const needs = heads.map((head, column) => needOf(head, { entries: rows.map((row) => row[column]), lang }));
  const least = needs.reduce((sum, need) => sum + need.least, 0);
  const more = needs.reduce((sum, need) => sum + need.wanted - need.least, 0) || 1;
  if (least >= left) return needs.map((need) => ({ width: (need.least * left) / least + BETWEEN, whole: false }));
  return needs.map((need) => {
    const width = need.least + ((left - least) * (need.wanted - need.least)) / more;
    return { width: width + BETWEEN, whole: width >= need.most };
  });
}

interface Need {
  least: number;
  wanted: number;
  most: number;
}

function needOf(
  head: string,
  { entries, lang }: { entries: readonly (Entry | undefined)[]; lang: Outline['lang'] },
): Need {
  const printed = entries.flatMap((entry) => (entry ? [printedEntry(entry, lang)] : []));
  const lines = printed.map(({ text, mark }) => Math.max(widthOf(text), widthOf(mark, BOLD)));
  const words = printed.map(({ text, mark, sub }) =>
    Math.max(
      widthOf(text) <= SHORT[lang] ? widthOf(text) : longestWord(text),
      longestMark(mark, lang),
      0.85 * longestWord(sub),
      Math.min(SUB, 0.85 * widthOf(sub)),
    ),
  );
  const least = Math.max(NARROWEST, longestWord(head, BOLD), ...words) + 0.2;
  const most = Math.max(0, ...lines) + 0.2;
  const mean = lines.reduce((sum, width) => sum + width, 0) / Math.max(lines.length, 1);
  return { least, most, wanted: Math.max(least, Math.min(WIDEST, Math.max(mean, 0.6 * most))) };
}

/** Columns whose figures stand at the right edge. */
export function numberColumns({ heads, rows }: Table): boolean[] {
  return heads.map((_, column) => rows.length > 0 && rows[0]?.[column]?.isNumber === true);
}

const [REGULAR, BOLD] = [0.57, 0.63];

/** Chinese signs are one em wide, others about half. */
function widthOf(text: string, latin = REGULAR): number {
  return [...text].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 1 : latin), 0);
}

/** Between Chinese signs a line may end anywhere, in others after a blank or between letters joined by a hyphen. */
function longestWord(text: string, latin = REGULAR): number {
  const words = text.match(/[^ \u2e80-\uffff]+?(?:(?<=\p{L}-)(?=\p{L})|(?=[ \u2e80-\uffff])|$)/gu) ?? [];
  return Math.max(0, ...words.map((word) => widthOf(word, latin)));
}

function longestMark(mark: string, lang: Outline['lang']): number {
  return lang === 'zh' ? widthOf(mark, BOLD) : longestWord(mark, BOLD);
}
