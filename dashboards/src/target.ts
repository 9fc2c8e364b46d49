import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';

export const DATASOURCE = { type: 'grafana-clickhouse-datasource', uid: 'duqing-clickhouse' };

/** A query of the ClickHouse plugin as it is kept in a board: written by hand, read as a table. */
interface ClickHouseQuery extends Dataquery {
  refId: string;
  datasource: typeof DATASOURCE;
  editorType: 'sql';
  queryType: 'table';
  /** 1 = table */
  format: 1;
  rawSql: string;
  meta: Record<string, never>;
}

/** What only the whole view of cells has: texts, targets, distances, notes, marks, the composite's counts. */
const WHOLE =
  /\b((value|target|distance|note|unit)_(zh|en)|comparator|unit|flags|through|units_missing|to_meet|to_break|to_mend|base_\w+|failing\w*|mend_order|veto_missed|cell|fixed|undecided|sign|limit_text)\b/;

/** The same query from the light view of cells where it asks for nothing more: planning the whole one takes longer than reading. */
export function lightly(sql: string): string {
  return WHOLE.test(sql) ? sql : sql.replaceAll('published_cells_as_of(', 'published_figures_as_of(');
}

/** The plugin's target, for which the SDK has no builder. */
export function clickhouse(sql: string, refId = 'A'): Builder<Dataquery> {
  const rawSql = lightly(sql);
  const query = { refId, datasource: DATASOURCE, editorType: 'sql', queryType: 'table', format: 1, rawSql, meta: {} };
  return { build: () => query as unknown as ClickHouseQuery };
}
