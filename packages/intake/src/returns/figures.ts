import { isDay } from '@duqing/calendar';
import type { Column } from './columns.ts';
import { isBlank, type Cell } from './grid.ts';
import type { Said } from './said.ts';
import { dayOfSerial } from './xlsx/formats.ts';

/** What one row says; of a feed `through` and perhaps `count`, of a return the rest. */
export interface Figures {
  numerator?: number;
  denominator?: number;
  value?: number | boolean;
  nil?: true;
  through?: string;
  count?: number;
}

interface FigureFault {
  column: Column;
  reason: Said;
}

/** The figures of a row, none where it is blank; the first cell that cannot be one is the fault. */
export function figuresOf(
  at: (column: Column) => Cell,
  { isFeed }: { isFeed: boolean },
): { figures: Figures } | FigureFault {
  const figures: Figures = {};
  for (const column of isFeed ? (['value'] as const) : (['numerator', 'denominator', 'value'] as const)) {
    const cell = at(column);
    if (isBlank(cell)) continue;
    const figure = figureOf(cell, { yesNo: column === 'value' && !isFeed });
    if (typeof figure === 'object') return { column, reason: figure };
    Object.assign(figures, { [isFeed ? 'count' : column]: figure });
  }
  return isFeed ? withThrough(figures, at) : withNil(figures, at);
}

function withNil(figures: Figures, at: (column: Column) => Cell): { figures: Figures } | FigureFault {
  const through = at('through');
  if (!isBlank(through)) return { column: 'through', reason: NO_THROUGH };
  const nil = at('nil');
  if (isBlank(nil)) return { figures };
  const isNil = (nil.kind === 'text' && NIL.has(nil.text.toLowerCase())) || (nil.kind === 'yes-no' && nil.value);
  if (!isNil) return { column: 'nil', reason: NOT_NIL };
  return Object.keys(figures).length > 0 ? { column: 'nil', reason: NIL_AND_FIGURES } : { figures: { nil: true } };
}

/** A feed is attested through a day or not at all: a count alone says nothing. */
function withThrough(figures: Figures, at: (column: Column) => Cell): { figures: Figures } | FigureFault {
  if (!isBlank(at('nil'))) return { column: 'nil', reason: NO_NIL };
  const cell = at('through');
  if (isBlank(cell))
    return Object.keys(figures).length === 0 ? { figures } : { column: 'through', reason: NEEDS_THROUGH };
  const through = dayIn(cell);
  return through === null ? { column: 'through', reason: NOT_A_DAY } : { figures: { ...figures, through } };
}

const YES_NO = new Map([
  ['是', true],
  ['否', false],
  ['yes', true],
  ['no', false],
]);
const NIL = new Set(['是', '零报告', 'yes', 'nil']);

function figureOf(cell: Cell, { yesNo }: { yesNo: boolean }): number | boolean | Said {
  switch (cell.kind) {
    case 'number':
      return Number.isSafeInteger(cell.value) && cell.value >= 0 ? cell.value : wholeFault(cell.value);
    case 'yes-no':
      return yesNo ? cell.value : NOT_A_NUMBER;
    case 'day':
      return A_DAY;
    case 'unreadable':
      return UNREADABLE[cell.why];
    case 'text':
      return (yesNo ? YES_NO.get(cell.text.toLowerCase()) : undefined) ?? numberIn(cell.text);
  }
}

/** Digits alone: separators, percents, points and wide digits are refused, for each has been read wrongly somewhere. */
function numberIn(text: string): number | Said {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  if (/[０-９]/.test(text))
    return { zh: `“${text}”含全角数字，请改为半角`, en: `${quoted(text)} has full-width digits` };
  return /^\d{1,15}\.\d{1,9}$/.test(text) ? wholeFault(Number(text)) : NOT_A_NUMBER;
}

function wholeFault(value: number): Said {
  return {
    zh: `${value} 应为不小于 0 的整数：请填件数、人数，不填百分数和小数`,
    en: `${value}: a whole number from 0 on, a count and no percentage`,
  };
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** 2026-06-30, 2026/6/30, 2026年6月30日, a cell that is a day, or a day's serial number. */
function dayIn(cell: Cell): string | null {
  if (cell.kind === 'day') return cell.day;
  if (cell.kind === 'number') return Number.isInteger(cell.value) ? dayOfSerial(cell.value, 1900) : null;
  if (cell.kind !== 'text') return null;
  const [, year, month = '', day = ''] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(cell.text) ?? [];
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(text) ? text : null;
}

/** A year that a spreadsheet program took for a number is the same year. */
export function periodText(cell: Cell): string {
  if (cell.kind === 'number') return String(cell.value);
  return cell.kind === 'text' ? cell.text.toUpperCase() : '';
}

const NOT_A_NUMBER: Said = {
  zh: '应为数字（不加千分号、百分号和单位），是否类填 是 或 否',
  en: 'a plain number without separators, percent signs or units; 是 or 否 for yes or no',
};
const A_DAY: Said = {
  zh: '被表格软件当成了日期：请将单元格设为数字后重填',
  en: 'the spreadsheet program took it for a date: make the cell a number and fill it in again',
};
const UNREADABLE: Record<Extract<Cell, { kind: 'unreadable' }>['why'], Said> = {
  formula: {
    zh: '是公式：请复制后“选择性粘贴为数值”，以免数字随别处变化',
    en: 'it is a formula: paste it as a value, so that the figure cannot change with others',
  },
  error: { zh: '是错误值（如 #N/A、#DIV/0!）', en: 'it is an error such as #N/A or #DIV/0!' },
  merged: {
    zh: '是合并单元格：请取消合并，逐行填写',
    en: 'it is a merged cell: unmerge it and fill in each row',
  },
};
const NOT_NIL: Said = { zh: '零报告填 是，否则留空', en: '是 for a nil return, else blank' };
const NIL_AND_FIGURES: Said = { zh: '零报告的行不能再填数字', en: 'a nil return has no figures beside it' };
const NO_NIL: Said = {
  zh: '数据确认没有零报告：没有记录时“数值”填 0，并填“确认至”',
  en: 'a feed has no nil: give 0 as its count, and the day through which it is complete',
};
const NO_THROUGH: Said = { zh: '只有 feed: 开头的行才填“确认至”', en: 'only rows that attest a feed have a day' };
const NEEDS_THROUGH: Said = {
  zh: '请填数据已报全的最后一天，例如 2026-06-30',
  en: 'give the last day through which the feed is complete, such as 2026-06-30',
};
const NOT_A_DAY: Said = {
  zh: '不是日期：写作 2026-06-30',
  en: 'it is no day: write 2026-06-30',
};
