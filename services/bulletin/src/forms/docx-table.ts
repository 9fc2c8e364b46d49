import {
  AlignmentType,
  BorderStyle,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { Block, Entry, Outline } from '../core/types.ts';
import { FACES, run } from './docx-styles.ts';
import { columnsOf, numberColumns, printedEntry } from './printed.ts';

/** Twips between the margins. */
const WIDTH = 8_844;
const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const THICK = { style: BorderStyle.SINGLE, size: 8, color: '000000' };
const THIN = { style: BorderStyle.SINGLE, size: 2, color: '808080' };

/** A real table: its first row repeats on every page, no row is broken over two. */
export function docxTable(block: Extract<Block, { kind: 'table' }>, lang: Outline['lang']): Table {
  const columns = columnsOf(block, lang);
  const whole = columns.reduce((sum, { width }) => sum + width, 0);
  const columnWidths = columns.map(({ width }) => Math.floor((WIDTH * width) / whole));
  const numbers = numberColumns(block);
  const cell = (column: number, runs: TextRun[]): TableCell =>
    new TableCell({
      width: { size: columnWidths[column] ?? 0, type: WidthType.DXA },
      margins: { left: 50, right: 50, top: 20, bottom: 20 },
      children: [
        new Paragraph({
          style: 'TableText',
          alignment: numbers[column] ? AlignmentType.RIGHT : AlignmentType.LEFT,
          children: runs,
        }),
      ],
    });
  const head = block.heads.map((text, column) => cell(column, [run('TableHead', text)]));
  return new Table({
    width: { size: columnWidths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    columnWidths,
    layout: TableLayoutType.FIXED,
    borders: { top: THICK, bottom: THICK, left: NONE, right: NONE, insideHorizontal: THIN, insideVertical: NONE },
    rows: [
      new TableRow({ tableHeader: true, cantSplit: true, children: head }),
      ...block.rows.map(
        (row) =>
          new TableRow({
            cantSplit: true,
            children: row.map((entry, column) => cell(column, entryRuns(entry, lang))),
          }),
      ),
    ],
  });
}

function entryRuns(entry: Entry, lang: Outline['lang']): TextRun[] {
  const { text, mark, sub, strong } = printedEntry(entry, lang);
  const font = FACES.page;
  const runs = [
    text !== '' && new TextRun({ text, font }),
    mark !== '' &&
      new TextRun({ text: text === '' ? mark : ` ${mark}`, font: strong ? FACES.heading : font, bold: strong }),
    sub !== '' && new TextRun({ text: sub, font, size: 15, color: '3C3C3C', ...(text + mark !== '' && { break: 1 }) }),
  ];
  return runs.filter((one) => one !== false);
}
