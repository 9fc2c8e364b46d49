import type { Indicator } from '@duqing/catalogue';
import type { Setting } from '@duqing/regions';
import { boundariesOf, contributionOf, groupColumns, TABLE_OF, type CountColumn, type TableName } from './counts.ts';
import { Params, type Statement } from './params.ts';

export type BreakdownBy = 'substance' | 'method' | 'channel';

interface BreakdownQuery {
  statement: Statement;
  columns: CountColumn[];
}

/** Which milestone a breakdown is of, and the keys of a row: a case solved by two methods stands under both. */
const KEYS = {
  substance: { milestone: 'seizure', keys: 'arrayDistinct(item_substance)' },
  method: { milestone: 'case-solved', keys: 'arrayDistinct(solved_by)' },
  channel: { milestone: 'seizure', keys: "[ifNull(channel, 'unknown')]" },
} as const;

/**
 * Counts by key of the milestone that `by` belongs to. Of a ratio, the numerator of a key is what the denominator selects under
 * that key, so that the rows say how the whole divides; a record with several keys counts under each.
 */
export function breakdownQueries(query: {
  by: BreakdownBy;
  setting: Setting;
  indicators: readonly Indicator[];
  table: TableName;
}): BreakdownQuery[] {
  const { milestone, keys } = KEYS[query.by];
  const columns = query.indicators.flatMap((entry) => keyedColumns(entry, milestone));
  if (columns.length === 0) return [];
  const params = new Params();
  const scope = { setting: query.setting, params };
  const sums = columns.flatMap(({ contribution }, index) => {
    const value = contribution(scope);
    return [`sum(ifNull(${value}, 0)) AS s${index}`, `countIf(isNull(${value})) AS u${index}`];
  });
  const select = [groupColumns(params, boundariesOf(query.setting)), 'key', ...sums].join(',\n  ');
  const text = `SELECT\n  ${select}\nFROM ${query.table(TABLE_OF[milestone])} FINAL\nARRAY JOIN ${keys} AS key\nGROUP BY region, quarter, epoch, key`;
  return [{ statement: { query: text, params: params.values }, columns }];
}

function keyedColumns({ id, measure }: Indicator, milestone: 'seizure' | 'case-solved'): CountColumn[] {
  if (measure.kind === 'event-count' && measure.part.milestone === milestone) {
    return [{ indicator: id, part: 'numerator', milestone, contribution: contributionOf(measure.part) }];
  }
  if (measure.kind !== 'event-ratio' || measure.denominator.milestone !== milestone) return [];
  return [{ indicator: id, part: 'numerator', milestone, contribution: contributionOf(measure.denominator) }];
}
