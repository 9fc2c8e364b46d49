import type { Explanation } from '@duqing/warehouse';
import { shownTo, type Shown } from '../core/limits.ts';
import { BadQueryError } from '../core/query.ts';
import type { Scene } from './scene.ts';

export interface ExplainQuery {
  indicator: string;
  region: string;
  period: string;
  asOf?: number;
}

/**
 * A cell with what may be shown of the records behind it; every look is logged. Throws a BadQueryError where the item has no such
 * cell: it is of another level, or the period is none of its own.
 */
export async function explained(
  { reader, logger }: Scene,
  query: ExplainQuery,
): Promise<{ cell: Explanation; shown: Shown }> {
  const cell = await reader.explain(query).catch((error: unknown) => {
    if (!(error instanceof RangeError)) throw error;
    throw new BadQueryError([
      {
        field: 'region',
        reason: { zh: '该指标在此地区、此时期没有数值单元', en: 'the item has no cell for this area and period' },
      },
    ]);
  });
  const shown = shownTo(cell);
  logger.info({ ...query, shown: shown.events.length, withheld: shown.withheld?.because ?? null }, 'explain');
  return { cell, shown };
}
