import { dayOf, quarterOfDay, type Day } from '@duqing/calendar';
import type { Setting } from '@duqing/regions';
import type { TableName } from '../holdings/counts.ts';
import { Params, type Statement } from '../holdings/params.ts';
import type { Store } from '../store/store.ts';
import type { SeriesKey, WeeklyMeasure } from './types.ts';

/** Records of one week of a series; weeks without any have no row. */
export interface WeekCount extends SeriesKey {
  monday: Day;
  records: number;
  /** of them those that were not imported as history */
  live: number;
  simulated: boolean;
}

export interface CountsQuery {
  table: TableName;
  measure: WeeklyMeasure;
  /** days, both inclusive */
  from: Day;
  to: Day;
  /** codes of areas as sent, and of categories or substances; absent = all */
  regions?: readonly string[];
  codes?: readonly string[];
  /** area that they are summed for; absent = each code's own */
  whole?: string;
}

/** What a measure counts: an aggregate seizure as the number that it stands for, each of its substances once. */
const SOURCES = {
  cases: (table: TableName) =>
    `SELECT region, quarter, day, backfilled, simulated, category AS code, toUInt64(1) AS amount FROM ${table('facts_case_filed')} FINAL`,
  seizures: (table: TableName) =>
    `SELECT region, quarter, day, backfilled, simulated, arrayJoin(arrayDistinct(item_substance)) AS code, events AS amount FROM ${table('facts_seizure')} FINAL`,
} as const satisfies Record<WeeklyMeasure, (table: TableName) => string>;

/** Weekly counts by the areas of today: comparisons add predecessors, a code that became several counts for their parent only. */
export async function weeklyCounts(store: Store, query: CountsQuery & { setting: Setting }): Promise<WeekCount[]> {
  const { query: sql, params } = countsStatement(query);
  const rows = await store.query<WeekCount>(sql, params);
  const today = dayOf(query.setting.asOf);
  const placed = rows.map(({ simulated, area, ...row }) => ({
    ...row,
    measure: query.measure,
    area: areaOf(query.setting, { code: area, today }),
    simulated: Boolean(simulated),
  }));
  const groups = Map.groupBy(placed, ({ code, area, monday }) => `${code}\n${area}\n${monday}`);
  return [...groups.values()].map((group) => group.reduce(sum));
}

/** The area of today that a code's records count for; one that the table does not know keeps its code. */
export function areaOf({ regions }: Setting, { code, today }: { code: string; today: Day }): string {
  const placement = regions.place(code, today);
  return placement.kind === 'unknown' ? code : placement.area;
}

function countsStatement({ table, measure, from, to, regions, codes, whole }: CountsQuery): Statement {
  const params = new Params();
  const where = [
    `quarter >= ${params.bind(quarterOfDay(from), 'String')}`,
    `day BETWEEN ${params.bind(from, 'String')} AND ${params.bind(to, 'String')}`,
    ...(regions ? [`region IN ${params.bind(regions, 'Array(String)')}`] : []),
    ...(codes ? [`code IN ${params.bind(codes, 'Array(String)')}`] : []),
  ];
  const area = whole === undefined ? 'region' : params.bind(whole, 'String');
  return {
    query: `SELECT ${area} AS area, toString(toMonday(toDate(day))) AS monday, code, sum(amount) AS records,
  sumIf(amount, NOT backfilled) AS live, max(simulated) AS simulated
FROM (${SOURCES[measure](table)})
WHERE ${where.join('\n  AND ')}
GROUP BY area, monday, code`,
    params: params.values,
  };
}

export function sum(a: WeekCount, b: WeekCount): WeekCount {
  return { ...a, records: a.records + b.records, live: a.live + b.live, simulated: a.simulated || b.simulated };
}
