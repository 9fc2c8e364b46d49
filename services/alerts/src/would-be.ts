import type { Cell } from '@duqing/catalogue';
import { evaluateAlerts } from './core/evaluate.ts';
import { gather, type GatherOptions } from './gather.ts';

/** What alerts some cells would give now, were none standing; everything else that alerts are decided from is as it is. */
export async function alertsFound(
  options: GatherOptions,
): Promise<(cells: readonly Cell[]) => ReturnType<typeof evaluateAlerts>> {
  const input = await gather(options);
  return (cells) => evaluateAlerts({ ...input, previous: [], cells });
}
