import { createEvaluator, INDICATORS, type Cell, type Indicator } from '@duqing/catalogue';
import { Setting, type Deployment } from '@duqing/regions';
import { currentTable, readHoldings, type Store } from '@duqing/warehouse';

/** Everything that is held, judged by a deployment (and by other entries than the catalogue's) at a moment (ms). */
export async function judgedBy(
  store: Store,
  {
    deployment,
    now,
    indicators = INDICATORS,
  }: { deployment: Deployment; now: number; indicators?: readonly Indicator[] },
): Promise<Cell[]> {
  const setting = new Setting(deployment, now);
  const holdings = await readHoldings(store, { setting, indicators: INDICATORS, table: currentTable, asOf: now });
  return createEvaluator({ setting, holdings, indicators }).cellsOf({});
}
