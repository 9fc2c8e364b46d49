import writeXlsxFile, { type Row, type Sheet } from 'write-excel-file/node';
import { visible } from '@duqing/pages';
import { COLUMNS, figureRows } from '../core/figures.ts';
import type { BulletinInput } from '../core/types.ts';
import { steadyZip } from './zip.ts';

type Value = string | number | boolean | null;

/** All figures as a workbook. Text is text and never a formula, whatever it begins with; the same input gives the same bytes. */
export async function figuresXlsx(input: BulletinInput): Promise<Buffer> {
  const head: Row = COLUMNS.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
  const sheet: Sheet<never> = {
    data: [head, ...figureRows(input).map((row) => row.map(cellOf))],
    sheet: input.lang === 'zh' ? '数据' : 'Figures',
    stickyRowsCount: 1,
    columns: COLUMNS.map((name) => ({ width: WIDE.includes(name) ? 36 : 14 })),
  };
  return steadyZip(await writeXlsxFile([sheet]).toBuffer());
}

const WIDE: readonly string[] = ['id', 'indicator', 'indicator_name', 'note'];

function cellOf(value: Value): Row[number] {
  if (value === null || value === '') return null;
  if (typeof value === 'number') return { value, type: Number };
  if (typeof value === 'boolean') return { value, type: Boolean };
  return { value: visible(value), type: String };
}
