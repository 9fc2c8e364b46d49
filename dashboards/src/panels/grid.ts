import { TableCellBackgroundDisplayMode, TableCellDisplayMode } from '@grafana/grafana-foundation-sdk/common';
import { MappingType, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import { pageLinks } from './links.ts';
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
  return table({ links: pageLinks(drawn.lang, 'overview'), ...drawn, size: 'full' })
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
      { id: 'custom.width', value: 330 },
      { id: 'custom.cellOptions', value: { type: TableCellDisplayMode.Auto } },
    ]);
}

/** Codes shown as a text on a colour. */
export function mapped(states: readonly (readonly [code: string, text: string, color: string])[]): ValueMapping[] {
  const options = states.map(([code, text, color], index) => [code, { text, color, index }]);
  return [{ type: MappingType.ValueToText, options: Object.fromEntries(options) }];
}
