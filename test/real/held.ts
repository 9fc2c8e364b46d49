import { openStore, type Store } from '@duqing/warehouse';
import { join } from 'node:path';
import type { Way } from './duqing.ts';

/** Rows of a statement over what a way's commands have written, when none of them runs. */
export async function rowsOf<T>({ args, env }: Way, sql: string): Promise<T[]> {
  const url = env['DUQING_CLICKHOUSE_URL'];
  const path = join(args[args.indexOf('--data') + 1] ?? '', 'store');
  const store: Store = await openStore(url === undefined ? { kind: 'embedded', path } : { kind: 'server', url });
  try {
    return await store.query<T>(sql);
  } finally {
    await store.close();
  }
}

/** How the second revision of an import differs from the first, key by key. */
export const REVISED = `WITH both AS (
  SELECT subject,
    argMinIf(data, offset, revision = 1) AS old, argMinIf(data, offset, revision = 2) AS new,
    countIf(revision = 1) AS first, countIf(revision = 2) AS second,
    JSONExtractInt(old, 'events') AS events1, JSONExtractInt(new, 'events') AS events2,
    toDecimal256(JSONExtractRaw(old, 'items', 1, 'quantity', 'value'), 30) AS kg1,
    toDecimal256(JSONExtractRaw(new, 'items', 1, 'quantity', 'value'), 30) AS kg2
  FROM (SELECT * FROM ledger FINAL) GROUP BY subject)
SELECT countIf(first > 0 AND second > 0) AS common, countIf(first = 0) AS added, countIf(second = 0) AS gone,
  countIf(first > 0 AND second > 0 AND (events1 != events2 OR kg1 != kg2)) AS changed,
  countIf(first > 0 AND second > 0 AND events2 > events1) AS countUp,
  countIf(first > 0 AND second > 0 AND events2 < events1) AS countDown,
  countIf(first > 0 AND second > 0 AND kg2 > kg1) AS weightUp,
  countIf(first > 0 AND second > 0 AND kg2 < kg1) AS weightDown
FROM both`;
