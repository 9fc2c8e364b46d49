import type { Principal } from '@duqing/access';
import type { Explanation } from '@duqing/warehouse';
import { NO_RIGHTS, shownTo, type Rights, type Shown } from '../core/limits.ts';
import { BadQueryError } from '../core/query.ts';
import type { Scene } from './scene.ts';

export interface ExplainQuery {
  indicator: string;
  region: string;
  period: string;
  asOf?: number;
}

/**
 * A cell with what the post that asks (null = anyone) may see of the records behind it. Every look is logged; one at what is not for
 * everybody is in the audit before anything is shown. Throws a BadQueryError where the item has no such cell: it is of another level,
 * or the period is none of its own.
 */
export async function explained(
  scene: Scene,
  { query, by }: { query: ExplainQuery; by: Principal | null },
): Promise<{ cell: Explanation; shown: Shown }> {
  const cell = await scene.reader.explain(query).catch((error: unknown) => {
    if (!(error instanceof RangeError)) throw error;
    throw new BadQueryError([
      {
        field: 'region',
        reason: { zh: '该指标在此地区、此时期没有数值单元', en: 'the item has no cell for this area and period' },
      },
    ]);
  });
  const shown = shownTo(cell, rightsOf(scene, by, cell.region));
  const because = shown.withheld?.because ?? null;
  scene.logger.info({ ...query, by: by?.post ?? null, shown: shown.events.length, withheld: because }, 'explain');
  if (by !== null && shown.sensitive.length > 0) await audited(scene, { by, cell, shown });
  return { cell, shown };
}

function rightsOf({ desk }: Scene, by: Principal | null, region: string): Rights {
  if (desk === null || by === null) return NO_RIGHTS;
  return {
    intelligence: desk.access.allows(by, 'see-intelligence-ids', region),
    'few-persons': desk.access.allows(by, 'explain-few', region),
  };
}

async function audited(
  { desk }: Scene,
  { by, cell, shown }: { by: Principal; cell: Explanation; shown: Shown },
): Promise<void> {
  await desk?.access.audit({
    by,
    action: 'explain-sensitive',
    object: `${cell.indicator}/${cell.region}/${cell.period}`,
    area: cell.region,
    outcome: shown.withheld ? 'refused' : 'done',
    detail: `${shown.sensitive.join(', ')}; as of ${cell.asOf}`,
  });
}
