import { BLANK, isBlank, type Cell, type GridRow } from '../grid.ts';
import { SheetError } from '../said.ts';
import { dayOfSerial } from './formats.ts';
import { parseXml, type Opened } from './parse.ts';

export interface Shared {
  strings: readonly string[];
  isDayStyle: (style: number) => boolean;
  epoch: 1900 | 1904;
}

/** Rows with anything in them; a return of a city has hundreds. */
const MOST_ROWS = 5_000;
const MOST_COLUMNS = 200;

/** What one sheet holds, rows with anything in them only. A cell that is part of a merged one is unreadable. */
export function sheetRows(xml: string, shared: Shared): GridRow[] {
  const reading = new SheetReading(shared);
  parseXml(xml, { open: (element) => reading.open(element), close: (name, text) => reading.close(name, text) });
  return reading.rows();
}

interface Held {
  line: number;
  cells: Cell[];
}

class SheetReading {
  readonly #shared: Shared;
  readonly #rows = new Map<number, Held>();
  #merged: string[] = [];
  #line = 0;
  #column = -1;
  #cell: { type: string; style: number; value: string | null; isFormula: boolean } | null = null;
  #isInPhonetic = false;

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  open({ name, attributes }: Opened): void {
    if (name === 'row') {
      this.#line = Number(attributes['r'] ?? this.#line + 1);
      this.#column = -1;
    }
    if (name === 'c') {
      const place = placeOf(attributes['r'] ?? '');
      this.#column = place?.column ?? this.#column + 1;
      const { t = 'n', s = '0' } = attributes;
      this.#cell = { type: t, style: Number(s), value: null, isFormula: false };
    }
    if (name === 'f' && this.#cell) this.#cell.isFormula = true;
    if (name === 'rPh') this.#isInPhonetic = true;
    if (name === 'mergeCell') this.#merged.push(attributes['ref'] ?? '');
  }

  close(name: string, text: string): void {
    if (name === 'rPh') this.#isInPhonetic = false;
    const cell = this.#cell;
    if (cell === null) return;
    if (name === 'v') cell.value = text;
    if (name === 't' && !this.#isInPhonetic) cell.value = (cell.value ?? '') + text;
    if (name !== 'c') return;
    this.#cell = null;
    const read = cell.isFormula ? FORMULA : cellOf(cell, this.#shared);
    if (!isBlank(read) && this.#column < MOST_COLUMNS) this.#put(this.#line, this.#column, read);
  }

  rows(): GridRow[] {
    for (const ref of this.#merged) this.#markMerged(ref);
    return [...this.#rows.values()].sort((a, b) => a.line - b.line);
  }

  #put(line: number, column: number, cell: Cell): void {
    const row = this.#rows.get(line) ?? { line, cells: [] };
    this.#rows.set(line, row);
    if (this.#rows.size > MOST_ROWS) throw new SheetError(TOO_LONG);
    while (row.cells.length < column) row.cells.push(BLANK);
    row.cells[column] = cell;
  }

  /** In every row that holds anything: one value beside several rows could be meant for each of them. */
  #markMerged(ref: string): void {
    const [from, to] = ref.split(':').map(placeOf);
    if (!from || !to) return;
    for (const { line } of this.#rows.values()) {
      if (line < from.line || line > to.line) continue;
      for (let { column } = from; column <= Math.min(to.column, MOST_COLUMNS - 1); column += 1)
        this.#put(line, column, MERGED);
    }
  }
}

const FORMULA: Cell = { kind: 'unreadable', why: 'formula' };
const MERGED: Cell = { kind: 'unreadable', why: 'merged' };
const ERROR: Cell = { kind: 'unreadable', why: 'error' };

function cellOf({ type, style, value }: { type: string; style: number; value: string | null }, shared: Shared): Cell {
  if (value === null) return BLANK;
  switch (type) {
    case 's':
      return { kind: 'text', text: (shared.strings[Number(value)] ?? '').trim() };
    case 'b':
      return { kind: 'yes-no', value: value.trim() === '1' };
    case 'e':
      return ERROR;
    case 'd':
      return { kind: 'text', text: value.trim().slice(0, 10) };
    case 'n':
      return numberCell(value, { style, shared });
    default:
      return { kind: 'text', text: value.trim() };
  }
}

function numberCell(text: string, { style, shared }: { style: number; shared: Shared }): Cell {
  if (text.trim() === '') return BLANK;
  const value = Number(text);
  if (!Number.isFinite(value)) return ERROR;
  // what is shown as a day is none of a figure, even where it is no day that anyone means: 3/80 becomes March 1980
  return shared.isDayStyle(style) ? { kind: 'day', day: dayOfSerial(value, shared.epoch) } : { kind: 'number', value };
}

/** B12 → line 12, column 1. */
function placeOf(ref: string): { line: number; column: number } | null {
  const [, letters, line] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(ref) ?? [];
  if (letters === undefined || line === undefined) return null;
  const column = [...letters].reduce((sum, letter) => sum * 26 + (letter.codePointAt(0) ?? 64) - 64, 0) - 1;
  return { line: Number(line), column };
}

const TOO_LONG = {
  zh: `表格超过 ${MOST_ROWS} 行：请按部门或统计期拆分`,
  en: `the sheet has more than ${MOST_ROWS} rows: send it by department or period`,
};
