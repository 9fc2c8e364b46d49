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

/** The plugin's target, for which the SDK has no builder. */
export function clickhouse(sql: string, refId = 'A'): Builder<Dataquery> {
  const query = {
    refId,
    datasource: DATASOURCE,
    editorType: 'sql',
    queryType: 'table',
    format: 1,
    rawSql: sql,
    meta: {},
  };
  return { build: () => query as unknown as ClickHouseQuery };
}
