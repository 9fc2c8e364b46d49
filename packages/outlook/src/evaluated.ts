import { createEvaluator, type Cell } from '@duqing/catalogue';
import type { Setting } from '@duqing/regions';
import { readHoldings, type currentTable, type Store } from '@duqing/warehouse';
import { entriesRead, type CellKey } from './keys.ts';

/**
 * Reads, at the setting's moment, what the items and periods that the keys name are judged by, and no more; what comes back gives the
 * cells of these keys, or of others of the same items and periods, where there are any.
 */
export async function evaluated(
  store: Store,
  { setting, table, keys }: { setting: Setting; table: typeof currentTable; keys: readonly CellKey[] },
): Promise<(wanted: readonly CellKey[]) => Cell[]> {
  const periods = [...new Set(keys.map(({ period }) => period))];
  const indicators = entriesRead(keys);
  const holdings = await readHoldings(store, { setting, indicators, table, asOf: setting.asOf, periods });
  const evaluator = createEvaluator({ setting, holdings });
  return (wanted) => wanted.flatMap(({ indicator, region, period }) => evaluator.cell(indicator, region, period) ?? []);
}
