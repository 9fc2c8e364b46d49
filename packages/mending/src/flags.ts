import type { FlagCode } from '@duqing/events';
import { FACT_TABLES, type Store } from '@duqing/warehouse';
import type { Text } from './core/words.ts';

/** Records that count now and carry a doubt, by sender. */
export interface FlagCount {
  source: string;
  flag: FlagCode;
  name: Text;
  records: number;
}

const NAMES: Record<FlagCode, Text> = {
  'attribute-missing': { zh: '缺少分类所需的项', en: 'an attribute that its category needs is absent' },
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

const QUERY = `SELECT source, flag, uniqExact(tuple(family, subject)) AS records FROM (
${FACT_TABLES.map((table) => `  SELECT source, subject, flags, '${table.split('_')[1]}' AS family FROM ${table} FINAL`).join('\n  UNION ALL\n')}
) ARRAY JOIN flags AS flag GROUP BY source, flag ORDER BY source, flag`;

/** Of the records as they stand now: a correction takes its doubt away. */
export async function flagCounts(store: Store): Promise<FlagCount[]> {
  const rows = await store.query<Omit<FlagCount, 'name'>>(QUERY);
  return rows.map((row) => ({ ...row, name: NAMES[row.flag] }));
}
