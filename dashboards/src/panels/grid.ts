import { TableCellBackgroundDisplayMode, TableCellDisplayMode } from '@grafana/grafana-foundation-sdk/common';
import { MappingType, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import { fieldLinks } from './links.ts';
import { table, type Boarded, type Drawn } from './panel.ts';

export interface Grid extends Omit<Drawn, 'size'> {
  /** names of the query's three columns: what a row is, what a column is, what a field says */
  axes: { row: string; column: string; field: string };
  mappings: ValueMapping[];
  /** rows to expect */
  rows: number;
}

const [FEW, MANY] = [5, 40];

/** Rows of three columns made a grid by the panel's transformation; its fields are coloured by their mappings and say it in words. */
export function grid({ axes: { row, column, field }, mappings, rows, ...drawn }: Grid): Boarded {
  return table({ ...drawn, links: fieldLinks(drawn.lang), size: 'full' })
    .height(Math.min(Math.max(rows + 3, FEW), MANY))
    .withTransformation({
      id: 'groupingToMatrix',
      options: { columnField: column, rowField: row, valueField: field, emptyValue: 'empty' },
    })
    .mappings(mappings)
    .cellOptions({
      type: TableCellDisplayMode.ColorBackground,
      mode: TableCellBackgroundDisplayMode.Basic,
    })
    .overrideByName(`${row}\\${column}`, [
      { id: 'displayName', value: row },
      { id: 'links', value: [] },
      { id: 'custom.width', value: 330 },
      { id: 'custom.cellOptions', value: { type: TableCellDisplayMode.Auto } },
    ]);
}

/** Separates what a field of a grid holds: a character that no address and no code needs to have written otherwise. */
const BETWEEN = '~';

/** SQL of a field: what it says, then the cell that it is about, so that it can lead to that cell's page. */
export function fieldOf(saying: string): string {
  return `concat(${saying}, '${BETWEEN}', indicator, '${BETWEEN}', region, '${BETWEEN}', period)`;
}

/** Codes of fields shown as a text on a colour, whatever cell they are about. */
export function mapped(states: readonly (readonly [code: string, text: string, color: string])[]): ValueMapping[] {
  return states.map(([code, text, color], index) => ({
    type: MappingType.RegexToText,
    options: { pattern: `^${code}${BETWEEN}.*$`, result: { text, color, index } },
  }));
}
