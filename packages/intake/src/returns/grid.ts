import { parse } from 'csv-parse/sync';
import { decodeText } from '../decode.ts';
import { SheetError } from './said.ts';

/** What a cell of a table holds, whatever file it stood in. A blank one is the text ''. */
export type Cell =
  | { kind: 'text'; text: string }
  | { kind: 'number'; value: number }
  | { kind: 'yes-no'; value: boolean }
  /** null where no day is meant that could be */
  | { kind: 'day'; day: string | null }
  | { kind: 'unreadable'; why: 'formula' | 'error' | 'merged' };

export interface GridRow {
  /** of the file, from 1 */
  line: number;
  cells: readonly Cell[];
}

export type Grid = readonly GridRow[];

export const BLANK: Cell = { kind: 'text', text: '' };

export function isBlank(cell: Cell): boolean {
  return cell.kind === 'text' && cell.text === '';
}

/** A, B … Z, AA … of a column from 0. */
export function lettersOf(column: number): string {
  const letter = String.fromCodePoint(65 + (column % 26));
  return column < 26 ? letter : lettersOf(Math.floor(column / 26) - 1) + letter;
}

const MOST_RECORD = 100_000;

/** A CSV file in UTF-8 (with or without BOM) or GB18030; throws a SheetError where it is neither, or no table. */
export function csvGrid(bytes: Uint8Array): Grid {
  try {
    const options = { bom: true, relax_column_count: true, info: true, max_record_size: MOST_RECORD } as const;
    const records = parse(decodeText(bytes, 'auto'), options) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    return records.map(({ record, info }) => ({
      line: info.lines,
      cells: record.map((text) => ({ kind: 'text', text: text.trim() })),
    }));
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    throw new SheetError(UNREADABLE, { cause: error });
  }
}

const UNREADABLE = {
  zh: '无法读取：请用模板填写，存为 XLSX 或 CSV（UTF-8 或 GB18030）',
  en: 'not readable: fill in the template and save it as XLSX or CSV (UTF-8 or GB18030)',
};

/** What the CSV parser and the decoder say of bytes that are no sheet. */
function isUnreadable(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return error instanceof RangeError || code.startsWith('CSV_');
}
