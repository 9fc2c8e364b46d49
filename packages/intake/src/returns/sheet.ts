import { ALL_COLUMNS, COLUMNS, FEED, isHeading, NEEDED_COLUMNS, NONE, type Column } from './columns.ts';
import { figuresOf, periodText, type Figures } from './figures.ts';
import { BLANK, csvGrid, isBlank, lettersOf, type Cell, type Grid, type GridRow } from './grid.ts';
import { SheetError, type Said } from './said.ts';
import { looksLikeOldXls, looksLikeXlsx, readXlsx } from './xlsx/read.ts';

export interface SheetFault {
  line: number;
  /** area and item as the row names them; '' where it does not */
  label: string;
  /** heading of the column at fault */
  column: string;
  /** as spreadsheet programs name it, such as L12 */
  cell: string;
  reason: Said;
}

/** One row that something was filled into. */
export interface FilledRow {
  line: number;
  /** area and item as the row names them; '' where it does not */
  label: string;
  region: string;
  /** a measure's id, or `feed:cases` */
  measure: string;
  period: string;
  figures: Figures;
  /** null where it was left blank: the one after what is held */
  revision: number | null;
}

export interface SheetReading {
  rows: FilledRow[];
  faults: SheetFault[];
  /** lines that were left blank: nothing is sent for them, which is not zero */
  blank: number[];
}

/**
 * A filled-in sheet, XLSX or CSV (UTF-8 or GB18030), whatever its file is called. A blank row is no return; zero is said by 0 or by 是
 * under 零报告. What a cell holds is never guessed. Throws a SheetError where the file cannot be read at all.
 */
export async function readSheet(bytes: Uint8Array): Promise<SheetReading> {
  if (looksLikeOldXls(bytes)) throw new SheetError(OLD_XLS);
  return readGrid(looksLikeXlsx(bytes) ? await returnsSheet(bytes) : csvGrid(bytes));
}

/** The one sheet of a workbook that has our headings and is seen. */
async function returnsSheet(bytes: Uint8Array): Promise<Grid> {
  const ours = (await readXlsx(bytes)).filter(({ grid }) => headOf(grid) !== null);
  const seen = ours.filter(({ hidden }) => !hidden);
  const [first, second] = seen;
  if (second !== undefined) throw new SheetError(twoSheets(seen.map(({ name }) => name)));
  if (first === undefined && ours.length > 0) throw new SheetError(HIDDEN);
  return first?.grid ?? [];
}

/** Reads a table whose headings stand in one of its first rows. */
export function readGrid(grid: Grid): SheetReading {
  const head = headOf(grid);
  if (head === null) return { rows: [], faults: [missingColumns(grid)], blank: [] };
  const reading: SheetReading = { rows: [], faults: [], blank: [] };
  const lines = new Map<string, number>();
  for (const row of grid.slice(head.index + 1)) {
    if (row.cells.every(isBlank)) continue;
    const found = readRow(row, head.columns);
    if (found === null) reading.blank.push(row.line);
    else if ('reason' in found) reading.faults.push(found);
    else {
      const twice = twiceFault(found, { lines, columns: head.columns });
      if (twice === null) reading.rows.push(found);
      else reading.faults.push(twice);
    }
  }
  return reading;
}

type Places = ReadonlyMap<Column, number>;

/** Rows among which the headings may stand: a title may have been put above them. */
const HEAD_WITHIN = 20;

function headOf(grid: Grid): { index: number; columns: Places } | null {
  for (const [index, { cells }] of grid.slice(0, HEAD_WITHIN).entries()) {
    const texts = cells.map(textOf);
    const columns = new Map(
      ALL_COLUMNS.map((column) => [column, texts.findIndex((text) => isHeading(column, text))] as const),
    );
    if (NEEDED_COLUMNS.every((column) => (columns.get(column) ?? -1) >= 0)) return { index, columns };
  }
  return null;
}

function textOf(cell: Cell): string {
  return cell.kind === 'text' ? cell.text : '';
}

function missingColumns(grid: Grid): SheetFault {
  const texts = grid.slice(0, HEAD_WITHIN).flatMap(({ cells }) => cells.map(textOf));
  const missing = NEEDED_COLUMNS.filter((column) => !texts.some((text) => isHeading(column, text)));
  const names = (missing.length > 0 ? missing : NEEDED_COLUMNS).map((column) => COLUMNS[column]).join('、');
  const reason = { zh: `缺少列 ${names}，请使用下载的模板`, en: `columns are missing: ${names}; use the template` };
  return { line: grid[0]?.line ?? 1, label: '', column: names, cell: '', reason };
}

/** Null where nothing was filled in. */
function readRow({ line, cells }: GridRow, columns: Places): FilledRow | SheetFault | null {
  const at = (column: Column): Cell => {
    const cell = cells[columns.get(column) ?? -1] ?? BLANK;
    return cell.kind === 'text' && cell.text === NONE ? BLANK : cell;
  };
  const label = [at('area'), at('name')].map(codeText).join(' ').trim();
  const place = { region: codeText(at('region')), measure: codeText(at('measure')), period: periodText(at('period')) };
  const figures = figuresOf(at, { isFeed: place.measure.startsWith(FEED) });
  const fault = (column: Column, reason: Said): SheetFault => faultAt({ line, label, column, columns }, reason);
  if ('column' in figures) return fault(figures.column, figures.reason);
  if (Object.keys(figures.figures).length === 0) return null;
  const revision = revisionOf(at('revision'));
  if (revision === undefined) return fault('revision', NO_REVISION);
  for (const column of ['region', 'measure', 'period'] as const)
    if (place[column] === '') return fault(column, NO_PLACE);
  return { line, label, ...place, figures: figures.figures, revision };
}

function twiceFault(
  { line, label, region, measure, period }: FilledRow,
  { lines, columns }: { lines: Map<string, number>; columns: Places },
): SheetFault | null {
  const key = `${region}/${measure}/${period}`;
  const before = lines.get(key);
  lines.set(key, before ?? line);
  if (before === undefined) return null;
  const reason = { zh: `与第 ${before} 行重复，请只留一行`, en: `the same as line ${before}: keep one of them` };
  return faultAt({ line, label, column: 'measure', columns }, reason);
}

interface FaultPlace {
  line: number;
  label: string;
  column: Column;
  columns: Places;
}

function faultAt({ line, label, column, columns }: FaultPlace, reason: Said): SheetFault {
  const place = columns.get(column) ?? -1;
  return { line, label, column: COLUMNS[column], cell: place < 0 ? '' : `${lettersOf(place)}${line}`, reason };
}

/** A code that a spreadsheet program took for a number is the same code. */
function codeText(cell: Cell): string {
  if (cell.kind === 'number') return String(cell.value);
  return cell.kind === 'text' ? cell.text : '';
}

function revisionOf(cell: Cell): number | null | undefined {
  if (isBlank(cell)) return null;
  const text = codeText(cell);
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

const NO_REVISION = {
  zh: '版次留空，或填 1、2、3 等整数',
  en: 'leave the revision blank, or give a whole number from 1',
};
const NO_PLACE = {
  zh: '区划代码、指标编码、统计期不能为空、公式或合并单元格：请使用模板中的原行',
  en: 'area code, measure and period may not be blank, formulas or merged: use the row of the template',
};
const OLD_XLS = {
  zh: '这是旧版 .xls 或加密的文件：请用表格软件打开后另存为不加密的 XLSX',
  en: 'this is an old .xls or an encrypted file: open it and save it as XLSX without a password',
};
const HIDDEN = {
  zh: '填报表被隐藏：请取消隐藏后再上传，以免报送看不到的内容',
  en: 'the sheet of returns is hidden: show it and send it again, so that nothing unseen is sent',
};

function twoSheets(names: readonly string[]): Said {
  return {
    zh: `有多张填报表（${names.join('、')}）：请只保留一张`,
    en: `there are several sheets of returns (${names.join(', ')}): keep one`,
  };
}
