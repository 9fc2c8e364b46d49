/** Columns of the sheet, in their order; those that a department fills in are `numerator` to `revision`. */
export const COLUMNS = {
  region: '区划代码',
  area: '区划',
  measure: '指标编码',
  name: '指标',
  period: '统计期',
  counts: '分子或数值的含义',
  outOf: '分母的含义',
  unit: '单位',
  due: '报送期限',
  sent: '已报',
  numerator: '分子',
  denominator: '分母',
  value: '数值',
  nil: '零报告',
  through: '确认至',
  revision: '版次',
} as const;
export type Column = keyof typeof COLUMNS;

export const ALL_COLUMNS = Object.keys(COLUMNS) as Column[];

const ENGLISH: Record<Column, string> = {
  region: 'area code',
  area: 'area',
  measure: 'measure',
  name: 'item',
  period: 'period',
  counts: 'numerator or value is',
  outOf: 'denominator is',
  unit: 'unit',
  due: 'due',
  sent: 'sent already',
  numerator: 'numerator',
  denominator: 'denominator',
  value: 'value',
  nil: 'nil return',
  through: 'attested through',
  revision: 'revision',
};

/** What stands over a column of a template: Chinese, with the English beside it. */
export function headingOf(column: Column): string {
  return `${COLUMNS[column]} ${ENGLISH[column]}`;
}

/** Whether a cell is the heading of a column: as the template has it, or one of its languages alone, whatever lies between the words. */
export function isHeading(column: Column, text: string): boolean {
  const said = text.replaceAll(/\s+/g, ' ').trim().toLowerCase();
  return [headingOf(column), COLUMNS[column], ENGLISH[column]].includes(said);
}

/** Columns without which a table is none of ours: the others only explain. */
export const NEEDED_COLUMNS: readonly Column[] = [
  'region',
  'measure',
  'period',
  'numerator',
  'denominator',
  'value',
  'nil',
  'revision',
];

/** What stands in a cell that has no place in its row. */
export const NONE = '—';

/** Before the name of a feed in the column of measures: that row attests the feed. */
export const FEED = 'feed:';
