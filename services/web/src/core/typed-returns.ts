import { ALL_COLUMNS, COLUMNS, readGrid, type FormRow, type SheetReading } from '@duqing/intake';

/** Columns that are typed on the page. */
const TYPED = ['numerator', 'denominator', 'value', 'nil', 'through'] as const;
export type Typed = (typeof TYPED)[number];

/** Name of the field of one figure on the page. */
export function fieldName(
  column: Typed,
  { region, measure, period }: Pick<FormRow, 'region' | 'measure' | 'period'>,
): string {
  return `${column} ${region}/${measure}/${period}`;
}

/** Figures typed on the page, read by the rules of a sheet: its lines are those of `rows`, from 1. */
export function readTyped(
  rows: readonly FormRow[],
  { typed, lang }: { typed: (name: string) => string; lang: 'zh' | 'en' },
): SheetReading {
  const head = { line: 0, cells: Object.values(COLUMNS).map(text) };
  const lines = rows.map((row, index) => {
    const cells: Record<string, string> = {
      region: row.region,
      area: row.areaName,
      measure: row.measure,
      name: row.name[lang],
      period: row.period,
    };
    for (const column of TYPED) cells[column] = typed(fieldName(column, row));
    return { line: index + 1, cells: ALL_COLUMNS.map((column) => text(cells[column] ?? '')) };
  });
  const reading = readGrid([head, ...lines]);
  return { ...reading, faults: reading.faults.map((fault) => ({ ...fault, cell: '' })) };
}

function text(cell: string): { kind: 'text'; text: string } {
  return { kind: 'text', text: cell };
}
