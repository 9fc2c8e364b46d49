import type { Cell } from '@duqing/catalogue';
import type { IndicatorValueRow } from '../schema.ts';
import { identifier } from '../store/settings.ts';
import type { Store } from '../store/store.ts';
import { shownOf } from './shown.ts';

/** Vintages written by one insert. */
const ROWS_PER_INSERT = 20_000;

/** Where vintages are kept, unless a rebuild names another table. */
const VINTAGES = 'indicator_values';

interface VintagesOf {
  cells: readonly Cell[];
  asOf: number;
  computedAt: number;
  table?: string;
}

/** Appends one vintage a cell, valid from `asOf` (ms) on; of two for one moment the later computed counts. */
export async function insertVintages(
  store: Store,
  { cells, asOf, computedAt, table = VINTAGES }: VintagesOf,
): Promise<void> {
  const times = { as_of: asOf, computed_at: computedAt };
  for (let start = 0; start < cells.length; start += ROWS_PER_INSERT)
    await store.insert(
      table,
      cells.slice(start, start + ROWS_PER_INSERT).map((cell) => vintageRow(cell, times)),
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
    ...shownOf(cell),
  };
}

export interface VintagesQuery {
  /** ms, inclusive: vintages of later moments are not looked at */
  asOf: number;
  /** a superset of what is wanted: every combination of these; absent = all */
  within?: { indicators: readonly string[]; regions: readonly string[]; periods: readonly string[] };
  table?: string;
}

/** The vintage of every cell that held at a moment, as JSON, keyed indicator/region/period. */
export async function vintagesAt(
  store: Store,
  { asOf, within, table = VINTAGES }: VintagesQuery,
): Promise<Map<string, string>> {
  const narrowed = within
    ? `AND indicator IN {indicators:Array(String)} AND region IN {regions:Array(String)} AND period IN {periods:Array(String)}`
    : '';
  const rows = await store.query<{ key: string; text: string }>(
    `SELECT concat(indicator, '/', region, '/', period) AS key, argMax(cell, (as_of, computed_at)) AS text
FROM ${identifier(table)} WHERE as_of <= {asOf:Int64} ${narrowed} GROUP BY indicator, region, period`,
    { asOf, ...within },
  );
  return new Map(rows.map(({ key, text }) => [key, text]));
}

/** Periods of which any vintage held at a moment (ms, inclusive). */
export async function periodsWithVintages(store: Store, asOf: number): Promise<string[]> {
  const rows = await store.query<{ period: string }>(
    'SELECT DISTINCT period FROM indicator_values WHERE as_of <= {asOf:Int64}',
    { asOf },
  );
  return rows.map(({ period }) => period);
}

export interface VintageMoments {
  /** ms, ascending */
  moments: number[];
  /** the latest pass over any of them; 0 where there was none */
  computedAt: number;
}

/** The moments at which the vintages held equal a recompute. */
export async function vintageMoments(store: Store): Promise<VintageMoments> {
  const rows = await store.query<{ as_of: number; computed_at: number }>(
    'SELECT as_of, computed_at FROM vintage_moments FINAL ORDER BY as_of',
  );
  const computedAt = rows.reduce((latest, row) => Math.max(latest, row.computed_at), 0);
  return { moments: rows.map(({ as_of }) => as_of), computedAt };
}

/** Says that the vintages held at these moments (ms) equal a recompute; written last, so that a crash before it repeats the work. */
export async function recordMoments(
  store: Store,
  { moments, computedAt }: { moments: readonly number[]; computedAt: number },
): Promise<void> {
  if (moments.length === 0) return;
  await store.insert(
    'vintage_moments',
    moments.map((as_of) => ({ as_of, computed_at: computedAt })),
  );
}
