import type { HeldAttestation, HeldReturn } from '@duqing/catalogue';
import type { Setting } from '@duqing/regions';
import type { Store } from '../store/store.ts';
import { currentTable, type TableName } from './counts.ts';
import { PER_PARTITION } from './per-partition.ts';

interface Query {
  setting: Setting;
  table: TableName;
  /** ms: records received later are not looked at */
  asOf: number;
  /** quarters of which attested counts are compared with what is held; absent = all */
  quarters?: readonly string[] | undefined;
}

/** The returns that some cells can read; absent = all there are. */
interface ReturnsQuery extends Omit<Query, 'quarters'> {
  within?: { measures: readonly string[]; quarters: readonly string[] } | undefined;
}

interface ReturnRow extends Omit<HeldReturn, 'receivedAt' | 'otherSource' | 'unplaced' | 'successorUsed'> {
  day: string;
  first_received_at: number;
  other_source: boolean;
}

/**
 * The returns that count, each with when the first record of its subject came in: a correction does not make it late. An area reads
 * its own; only where it has none the sum of those whose ended codes count for it.
 */
export async function readReturns(store: Store, { setting, table, asOf, within }: ReturnsQuery): Promise<HeldReturn[]> {
  const narrowed = within ? 'WHERE quarter IN {quarters:Array(String)} AND measure IN {measures:Array(String)}' : '';
  const subjects = within ? `AND subject IN (SELECT subject FROM ${table('facts_return')} ${narrowed})` : '';
  const rows = await store.query<ReturnRow>(
    `SELECT region, day, measure, period, numerator, denominator, value, flag, nil, first_received_at, simulated, backfilled,
  has(flags, 'other-source') AS other_source
FROM ${table('facts_return')} FINAL
INNER JOIN (
  SELECT subject, min(received_at) AS first_received_at FROM ledger
  WHERE family = 'return' AND received_at <= {asOf:Int64} ${subjects} GROUP BY subject
) AS first USING (subject)
${narrowed}
ORDER BY region, measure, period`,
    { asOf: table === currentTable ? LAST_MOMENT : asOf, ...within },
    PER_PARTITION,
  );
  const held = rows.map((row) => ({ code: row.region, row: heldReturn(row, setting) }));
  const cells = Map.groupBy(held, ({ row }) => `${row.region}/${row.measure}/${row.period}`);
  return [...cells.values()].flatMap((group) => {
    const own = group.find(({ code, row }) => code === row.region);
    return own ? [own.row] : group.map(({ row }) => row).reduce<HeldReturn[]>(summed, []);
  });
}

const LAST_MOMENT = Number.MAX_SAFE_INTEGER;

/** Of a code that became several the figures count for the common parent: which of them they are of is not known. */
function heldReturn({ day, first_received_at, other_source, ...row }: ReturnRow, setting: Setting): HeldReturn {
  const placement = setting.regions.place(row.region, day);
  return {
    ...row,
    region: placement.kind === 'unknown' ? row.region : placement.area,
    receivedAt: first_received_at,
    otherSource: other_source,
    unplaced: placement.kind === 'unplaced',
    successorUsed: placement.kind === 'placed' && placement.successorUsed,
  };
}

/** Of figures that an area did not return, the others' stand. */
function add(a: number | null, b: number | null): number | null {
  return a === null ? b : a + (b ?? 0);
}

function summed([sum]: HeldReturn[], row: HeldReturn): HeldReturn[] {
  if (!sum) return [row];
  return [
    {
      ...sum,
      numerator: add(sum.numerator, row.numerator),
      denominator: add(sum.denominator, row.denominator),
      value: add(sum.value, row.value),
      flag: sum.flag === null ? row.flag : sum.flag || row.flag === true,
      nil: sum.nil && row.nil,
      receivedAt: Math.max(sum.receivedAt, row.receivedAt),
      simulated: sum.simulated || row.simulated,
      backfilled: sum.backfilled || row.backfilled,
      otherSource: sum.otherSource || row.otherSource,
      unplaced: sum.unplaced === true || row.unplaced === true,
      successorUsed: sum.successorUsed === true || row.successorUsed === true,
    },
  ];
}

const FEED_TABLES = {
  cases: 'facts_case_filed',
  seizures: 'facts_seizure',
  intelligence: 'facts_intelligence',
} as const;

/** Attestations hold for the code that they name only; beside each the records held of its quarter until that day. */
export async function readAttestations(store: Store, { table, quarters }: Query): Promise<HeldAttestation[]> {
  const where = quarters ? 'WHERE quarter IN {quarters:Array(String)} ' : '';
  const counts = Object.entries(FEED_TABLES).map(
    ([feed, facts]) =>
      `SELECT '${feed}' AS feed, region, quarter, day, count() AS records FROM ${table(facts)} FINAL ${where}GROUP BY region, quarter, day`,
  );
  return store.query<HeldAttestation>(
    `SELECT region, feed, period, through, attested AS count, simulated, toInt64(ifNull(sumIf(records, days.day <= through), 0)) AS held
FROM (SELECT region, feed, period, through, count AS attested, simulated FROM ${table('facts_attestation')} FINAL) AS attestation
LEFT JOIN (${counts.join(' UNION ALL ')}) AS days
  ON days.region = attestation.region AND days.feed = attestation.feed AND days.quarter = attestation.period
GROUP BY region, feed, period, through, attested, simulated
ORDER BY region, feed, period`,
    quarters ? { quarters } : {},
    PER_PARTITION,
  );
}
