import type { Cell } from '@duqing/catalogue';
import type { IndicatorValueRow } from '../schema.ts';
import type { Store } from '../store/store.ts';

/** Appends one vintage a cell, valid from `asOf` (ms) on. */
export async function insertVintages(
  store: Store,
  { cells, asOf, computedAt }: { cells: readonly Cell[]; asOf: number; computedAt: number },
): Promise<void> {
  if (cells.length === 0) return;
  await store.insert(
    'indicator_values',
    cells.map((cell) => vintageRow(cell, { as_of: asOf, computed_at: computedAt })),
  );
}

function vintageRow(cell: Cell, times: Pick<IndicatorValueRow, 'as_of' | 'computed_at'>): IndicatorValueRow {
  const { indicator, region, period, numerator, denominator, value, verdict, reason, evidence, stage, flags } = cell;
  return {
    indicator,
    region,
    period,
    ...times,
    numerator,
    denominator,
    value: value === null ? null : Number(value),
    verdict,
    reason,
    evidence,
    stage,
    simulated: flags.includes('simulated'),
    cell: JSON.stringify(cell),
  };
}

/** The newest vintage of every cell as JSON, keyed indicator/region/period. */
export async function latestVintages(store: Store): Promise<Map<string, string>> {
  const rows = await store.query<{ key: string; cell: string }>(
    `SELECT concat(indicator, '/', region, '/', period) AS key, argMax(cell, (as_of, computed_at)) AS cell
FROM indicator_values GROUP BY indicator, region, period`,
  );
  return new Map(rows.map(({ key, cell }) => [key, cell]));
}
