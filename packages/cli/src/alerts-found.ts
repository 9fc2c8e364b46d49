import { evaluateAlerts, gather } from '@duqing/alerts';
import type { Cell } from '@duqing/catalogue';
import type { FoundAlert } from '@duqing/outlook';

/** What alerts some cells would give now, were none standing; everything else that alerts are decided from is as it is. */
export async function alertsFound(
  given: Parameters<typeof gather>[0],
): Promise<(cells: readonly Cell[]) => FoundAlert[]> {
  const input = await gather(given);
  return (cells) => evaluateAlerts({ ...input, previous: [], cells });
}
