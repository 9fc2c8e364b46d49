import type { Setting } from '@duqing/regions';
import { boundariesOf, groupColumns, marksOf } from './counts.ts';
import { Params, type Statement } from './params.ts';

export interface ItemsRow {
  region: string;
  quarter: string;
  epoch: number;
  substance: string;
  name_key: string;
  channel_key: string;
  /** marks (see `marksOf`) of what adds to each of the sums */
  grams_marks: number;
  pure_marks: number;
  plants_marks: number;
  /** days of marked records with their marks; empty where first sightings are not asked for */
  marked_days: [day: string, marks: number][];
  /** exact decimal text */
  sum_grams: string;
  sum_pure_grams: string;
  sum_plants: string;
  first_day: string;
}

/** Sums of seizure items by code as sent, quarter, epoch, substance, name and channel; unlike units are never added. */
export function itemsQuery(query: {
  setting: Setting;
  table: string;
  quarters: readonly string[] | undefined;
  /** substances that are never new: of other quarters only seizures that hold another are read; absent = none of them */
  baseline?: readonly string[] | undefined;
}): Statement {
  const params = new Params();
  const { quarters, baseline, setting } = query;
  const marks = marksOf(setting);
  const days = `groupUniqArrayIf((toString(day), ${marks}), ${marks} != 0)`;
  const asked = quarters && `quarter IN ${params.bind(quarters, 'Array(String)')}`;
  const firsts = baseline && `arrayExists(s -> s NOT IN ${params.bind(baseline, 'Array(String)')}, item_substance)`;
  const where = asked ? `\nWHERE ${firsts ? `${asked} OR ${firsts}` : asked}` : '';
  return {
    query: `SELECT
  ${groupColumns(params, boundariesOf(setting))},
  substance,
  lower(trimBoth(name)) AS name_key,
  ifNull(channel, 'unknown') AS channel_key,
  toString(sum(ifNull(grams, 0))) AS sum_grams,
  toString(sum(ifNull(pure_grams, 0))) AS sum_pure_grams,
  toString(sumIf(quantity, unit = 'plant')) AS sum_plants,
  groupBitOrIf(${marks}, ifNull(grams, 0) > 0) AS grams_marks,
  groupBitOrIf(${marks}, ifNull(pure_grams, 0) > 0) AS pure_marks,
  groupBitOrIf(${marks}, unit = 'plant' AND quantity > 0) AS plants_marks,
  ${baseline ? days : "CAST([], 'Array(Tuple(String, UInt8))')"} AS marked_days,
  toString(min(day)) AS first_day
FROM (SELECT * FROM ${query.table} FINAL${where}) AS seizure
ARRAY JOIN item_substance AS substance, item_name AS name, item_quantity AS quantity, item_unit AS unit, item_grams AS grams, item_pure_grams AS pure_grams
GROUP BY region, quarter, epoch, substance, name_key, channel_key`,
    params: params.values,
  };
}
