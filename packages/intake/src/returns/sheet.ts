import { parse } from 'csv-parse/sync';
import { decodeText } from '../decode.ts';
import type { FormRow } from './form.ts';

/** Columns of the sheet, in their order; those that a department fills in are `numerator` to `revision`. */
export const COLUMNS = {
  region: '区划代码',
  area: '区划',
  measure: '指标编码',
  name: '指标',
  period: '统计期',
  counts: '分子或数值的含义',
  outOf: '分母的含义',
  numerator: '分子',
  denominator: '分母',
  value: '数值',
  nil: '零报告',
  revision: '版次',
} as const;
type Column = keyof typeof COLUMNS;

/** The form as CSV in UTF-8 with a BOM, so that spreadsheet programs read it; cells that have no place in a row hold —. */
export function sheetOf(rows: readonly FormRow[]): string {
  const lines = [Object.values(COLUMNS), ...rows.map(lineOf)];
  return `\ufeff${lines.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`;
}

const NONE = '—';

function lineOf({ region, areaName, measure, name, period, takes, counts, outOf }: FormRow): string[] {
  const isRatio = takes === 'ratio' || takes === 'numerator';
  const cells: Record<Column, string> = {
    region,
    area: areaName,
    measure,
    name,
    period,
    counts: takes === 'flag' ? `${counts}（填 是 或 否）` : counts,
    outOf,
    numerator: isRatio ? '' : NONE,
    denominator: takes === 'ratio' ? '' : NONE,
    value: isRatio ? NONE : '',
    nil: takes === 'flag' ? NONE : '',
    revision: '1',
  };
  return (Object.keys(COLUMNS) as Column[]).map((column) => cells[column]);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export interface SheetFault {
  line: number;
  /** heading of the column at fault */
  column: string;
  reason: { zh: string; en: string };
}

interface SheetReturn {
  line: number;
  subject: string;
  /** a CloudEvent as JSON text, not yet validated */
  text: string;
}

export interface SheetReading {
  returns: SheetReturn[];
  faults: SheetFault[];
  /** lines that were left blank: nothing is sent for them, which is not zero */
  blank: number[];
}

type Cells = Record<Column, string>;

/**
 * A filled-in sheet (CSV in UTF-8 or GB18030) as returns of `source`, made at `time` (RFC 3339). A blank row is no return; zero is
 * said by 0 or by 是 under 零报告. What a cell holds is never guessed.
 */
export function readSheet(bytes: Uint8Array, { source, time }: { source: string; time: string }): SheetReading {
  const reading: SheetReading = { returns: [], faults: [], blank: [] };
  const { rows, missing } = rowsOf(bytes);
  if (missing.length > 0) {
    const names = missing.map((column) => COLUMNS[column]).join('、');
    const reason = { zh: `缺少列 ${names}，请使用下载的模板`, en: `columns are missing: ${names}; use the template` };
    return { ...reading, faults: [{ line: 1, column: names, reason }] };
  }
  for (const { line, cells } of rows) {
    const figures = figuresOf(cells);
    if ('column' in figures) reading.faults.push({ line, ...figures });
    else if (Object.keys(figures).length === 0) reading.blank.push(line);
    else reading.returns.push({ line, ...eventOf(cells, { figures, source, time }) });
  }
  return reading;
}

function rowsOf(bytes: Uint8Array): { rows: { line: number; cells: Cells }[]; missing: Column[] } {
  const records = parse(decodeText(bytes, 'auto'), { bom: true, relax_column_count: true, info: true }) as unknown as {
    record: string[];
    info: { lines: number };
  }[];
  const [head, ...body] = records;
  const headings = head?.record.map((text) => text.trim()) ?? [];
  const columns = Object.keys(COLUMNS) as Column[];
  const needed = columns.filter((column) => !['area', 'name', 'counts', 'outOf'].includes(column));
  const missing = needed.filter((column) => !headings.includes(COLUMNS[column]));
  const rows = body
    .filter(({ record }) => record.some((text) => text.trim() !== ''))
    .map(({ record, info }) => ({
      line: info.lines,
      cells: Object.fromEntries(
        columns.map((column) => [column, cellText(record[headings.indexOf(COLUMNS[column])])]),
      ) as Cells,
    }));
  return { rows, missing };
}

function cellText(text: string | undefined): string {
  const trimmed = text?.trim() ?? '';
  return trimmed === NONE ? '' : trimmed;
}

type Figures = Partial<Record<'numerator' | 'denominator', number> & { value: number | boolean; nil: true }>;

/** What the row says; nothing where it is blank. */
function figuresOf(cells: Cells): Figures | Omit<SheetFault, 'line'> {
  const figures: Figures = {};
  for (const column of ['numerator', 'denominator', 'value'] as const) {
    const text = cells[column];
    if (text === '') continue;
    const figure = column === 'value' && YES_NO.has(text) ? YES_NO.get(text) : numberOf(text);
    if (figure === undefined) return fault(column, NOT_A_NUMBER);
    Object.assign(figures, { [column]: figure });
  }
  if (cells.nil === '') return figures;
  if (!NIL.has(cells.nil)) return fault('nil', NOT_NIL);
  return Object.keys(figures).length > 0 ? fault('nil', NIL_AND_FIGURES) : { nil: true };
}

const YES_NO = new Map([
  ['是', true],
  ['否', false],
]);
const NIL = new Set(['是', '零报告']);

/** Digits with at most one point: separators, percents and wide digits are refused, for each has been read wrongly somewhere. */
function numberOf(text: string): number | undefined {
  return /^\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
}

function fault(column: Column, reason: SheetFault['reason']): Omit<SheetFault, 'line'> {
  return { column: COLUMNS[column], reason };
}

const NOT_A_NUMBER = {
  zh: '应为数字（不加千分号、百分号），是否类填 是 或 否',
  en: 'a plain number without separators or percent signs; 是 or 否 for yes or no',
};
const NOT_NIL = { zh: '零报告填 是，否则留空', en: '是 for a nil return, else blank' };
const NIL_AND_FIGURES = { zh: '零报告的行不能再填数字', en: 'a nil return has no figures beside it' };

function eventOf(
  { region, measure, period, revision }: Cells,
  { figures, source, time }: { figures: Figures; source: string; time: string },
): Omit<SheetReturn, 'line'> {
  const subject = `${region}/${measure}/${period}`;
  const number = /^\d{1,9}$/.test(revision) ? Number(revision) : revision;
  const event = {
    specversion: '1.0',
    id: `sheet:${subject}:${revision}`,
    source,
    type: 'duqing.return.submitted.v1',
    subject,
    time,
    datacontenttype: 'application/json',
    data: { revision: number, region, measure, period, ...figures },
  };
  return { subject, text: JSON.stringify(event) };
}
