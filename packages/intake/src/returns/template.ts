import writeXlsxFile, { type Row, type Sheet } from 'write-excel-file/node';
import { ALL_COLUMNS, headingOf, NONE, type Column } from './columns.ts';
import type { FormRow } from './form.ts';

/** A row with what was already sent for it, in words; '' = nothing yet. */
export interface TemplateRow extends FormRow {
  sent: string;
}

/** The form as CSV in UTF-8 with a BOM, so that spreadsheet programs read it; cells that have no place in a row hold —. */
export function csvTemplate(rows: readonly TemplateRow[]): string {
  const lines = [ALL_COLUMNS.map(headingOf), ...rows.map((row) => ALL_COLUMNS.map((column) => textsOf(row)[column]))];
  return `\ufeff${lines.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`;
}

/** The form as a workbook, its cells to fill in marked by colour and frame, with a page of instructions. */
export async function xlsxTemplate(rows: readonly TemplateRow[]): Promise<Buffer> {
  const head: Row = ALL_COLUMNS.map((column) => ({
    value: headingOf(column),
    type: String,
    fontWeight: 'bold' as const,
    backgroundColor: '#DCE4EF',
    wrap: true,
    alignVertical: 'center' as const,
  }));
  const sheets: Sheet<never>[] = [
    {
      data: [head, ...rows.map(xlsxRow)],
      sheet: '填报 Returns',
      stickyRowsCount: 1,
      columns: ALL_COLUMNS.map((column) => ({ width: WIDTHS[column] })),
    },
    { data: INSTRUCTIONS.map((line) => [text(line)]), sheet: '填表说明 How to', columns: [{ width: 110 }] },
  ];
  return writeXlsxFile(sheets).toBuffer();
}

const FILLED_IN: readonly Column[] = ['numerator', 'denominator', 'value', 'nil', 'through', 'revision'];

const WIDTHS: Record<Column, number> = {
  region: 10,
  area: 12,
  measure: 20,
  name: 30,
  period: 10,
  counts: 38,
  outOf: 32,
  unit: 7,
  due: 12,
  sent: 18,
  numerator: 12,
  denominator: 12,
  value: 12,
  nil: 9,
  through: 13,
  revision: 8,
};

const INSTRUCTIONS = [
  '1. 只填黄色单元格；“—”表示该行没有这一项，不用填。其余各列请勿改动，整行不报的留空即可。',
  '2. 空白不等于零：留空的行不会报送。确实为零的，填 0，或在“零报告”列填“是”（该行其他数字留空）。',
  '3. 比率类填“分子”和“分母”；计数类填“数值”；是否类在“数值”列填“是”或“否”。',
  '4. 数字直接填写，不加千分号、百分号和单位，不要用公式，不要合并单元格。',
  '5. “版次”留空即可，系统自动取下一版；更正已报数字时直接填新数字。',
  '6. 指标编码以 feed: 开头的行用于确认数据已报全：在“确认至”列填日期（如 2026-06-30），“数值”列可填该期记录条数。',
  '7. 上传后先检查，逐行核对无误再确认报送；有一行不对，整张表都不会报送。',
  '',
  '1. Fill in yellow cells only; — means that the row has no such thing. Leave other columns as they are; leave a row blank to send nothing for it.',
  '2. Blank is not zero: a blank row is not sent. For a true zero write 0, or 是 (yes) under nil return with no other number in the row.',
  '3. A ratio takes numerator and denominator, a count the value, a yes-or-no item 是 (yes) or 否 (no) under value.',
  '4. Plain numbers: no separators, percent signs or units; no formulas, no merged cells.',
  '5. Leave the revision blank: the next one is taken. To correct a figure, write the new one.',
  '6. A row whose measure begins with feed: attests that all records were sent: a day (2026-06-30) under attested through, and under value how many records there are, if known.',
  '7. What is uploaded is checked first and sent when you confirm; one wrong row and nothing of the sheet is sent.',
];

function textsOf(row: TemplateRow): Record<Column, string> {
  const { region, areaName, measure, name, period, takes, counts, outOf, unit, due, sent } = row;
  const isRatio = takes === 'ratio' || takes === 'numerator';
  return {
    region,
    area: areaName,
    measure,
    name: name.zh,
    period,
    counts: takes === 'flag' ? `${counts.zh}（填 是 或 否）` : counts.zh,
    outOf: outOf?.zh ?? '',
    unit: unit.zh,
    due,
    sent,
    numerator: isRatio ? '' : NONE,
    denominator: takes === 'ratio' ? '' : NONE,
    value: isRatio ? NONE : '',
    nil: takes === 'flag' || takes === 'attestation' ? NONE : '',
    through: takes === 'attestation' ? '' : NONE,
    revision: '',
  };
}

function xlsxRow(row: TemplateRow): Row {
  const texts = textsOf(row);
  return ALL_COLUMNS.map((column) => {
    if (!FILLED_IN.includes(column) || texts[column] !== '') return text(texts[column]);
    return {
      value: '',
      type: String,
      backgroundColor: '#FFF8DC',
      borderStyle: 'thin' as const,
      borderColor: '#8A8A8A',
    };
  });
}

/** A text is never a formula, whatever it begins with. */
function text(value: string): Row[number] {
  return value === '' ? null : { value, type: String, wrap: true, alignVertical: 'top' as const };
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
