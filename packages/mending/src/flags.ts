import type { FlagCode } from '@duqing/events';
import { SUDDEN } from '@duqing/intake';
import { FACT_TABLES, type Store } from '@duqing/warehouse';
import type { Text } from './core/words.ts';

/** A doubt noted with a record when it came, or one that only its neighbours raise. */
export type Doubt = FlagCode | 'sudden-tenfold';

/** Records that count now and are doubtful, by sender. */
export interface FlagCount {
  source: string;
  flag: Doubt;
  name: Text;
  records: number;
}

export interface DoubtfulRecord {
  family: string;
  source: string;
  id: string;
  subject: string;
}

const NAMES: Record<Doubt, Text> = {
  'sudden-tenfold': { zh: '比上期增至十倍以上', en: 'ten times the period before, or more' },
  'attribute-missing': { zh: '缺少分类所需的项', en: 'an attribute that its category needs is absent' },
  'quantity-implausible': { zh: '数量与单位不像是真的', en: 'quantity is implausible for its unit' },
  'quantity-zero': { zh: '数量为零', en: 'quantity is zero' },
  aggregate: { zh: '多起汇总', en: 'stands for several seizures' },
  'substance-unknown': { zh: '物质不在表中', en: 'substance not in the table' },
  'other-source': { zh: '另一单位报过同一记录', en: 'another sender wrote the same record' },
  'region-ended': { zh: '使用已撤销的区划代码', en: 'area code has ended' },
  'region-unplaced': { zh: '区划已拆分，只计入上级', en: 'area was split, counts for its parent only' },
  'occurred-in-future': { zh: '发生日期晚于接收', en: 'occurred after it was received' },
  'occurred-long-ago': { zh: '发生日期过早', en: 'occurred long ago' },
  'count-differs': { zh: '确认数与库中不符', en: 'attested count differs from what is held' },
};

const NOTED = FACT_TABLES.map(
  (table) =>
    `  SELECT source, id, subject, '${table.split('_')[1]}' AS family, arrayJoin(flags) AS flag FROM ${table} FINAL`,
).join('\n  UNION ALL\n');

/** Compared with the same measure's period before of the same kind: derived when it is asked for, so no order of arrival matters. */
const TENFOLD = `  SELECT source, id, subject, 'return' AS family, 'sudden-tenfold' AS flag FROM (
    SELECT source, id, subject, level, lagInFrame(toNullable(level)) OVER (PARTITION BY region, measure, length(period), substring(period, 5, 1)
      ORDER BY period ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS before
    FROM (SELECT source, id, subject, region, measure, period, if(nil, 0, coalesce(denominator, value, numerator)) AS level FROM facts_return FINAL)
    WHERE level IS NOT NULL
  ) WHERE before >= ${SUDDEN.base} AND level >= ${SUDDEN.times} * before`;

const DOUBTFUL = `(
${NOTED}
  UNION ALL
${TENFOLD}
)`;

/** Of the records as they stand now: a correction takes its doubt away. */
export async function flagCounts(store: Store): Promise<FlagCount[]> {
  const rows = await store.query<Omit<FlagCount, 'name'>>(
    `SELECT source, flag, uniqExact(tuple(family, subject)) AS records FROM ${DOUBTFUL} GROUP BY source, flag ORDER BY source, flag`,
  );
  return rows.map((row) => ({ ...row, name: NAMES[row.flag] }));
}

/** Which records carry one doubt, by sender and subject. */
export async function doubtfulRecords(store: Store, flag: Doubt): Promise<DoubtfulRecord[]> {
  return store.query(
    `SELECT DISTINCT family, source, id, subject FROM ${DOUBTFUL} WHERE flag = {flag:String} ORDER BY source, subject`,
    { flag },
  );
}

/** What a doubt is called. */
export function doubtName(doubt: Doubt): Text {
  return NAMES[doubt];
}

export function isDoubt(text: string): text is Doubt {
  return Object.hasOwn(NAMES, text);
}
