import type { EventAggregate, HeldAttestation, HeldReturn, Holdings, Indicator } from '@duqing/catalogue';
import type { Setting } from '@duqing/regions';
import type { Store } from '../store/store.ts';
import { countColumns, countsQuery, TABLE_OF, type CountColumn, type TableName } from './counts.ts';
import { itemAggregates } from './item-aggregates.ts';
import { itemsQuery, type ItemsRow } from './items.ts';
import { breakdownQueries, type BreakdownBy } from './breakdowns.ts';
import { flagsOf, placeOf, type GroupRow } from './place.ts';

export interface HoldingsQuery {
  setting: Setting;
  indicators: readonly Indicator[];
  /** where each facts table is read from: the current one or a shadow as of a moment */
  table: TableName;
  /** ms: the clock of the evaluation */
  asOf: number;
  by?: BreakdownBy;
}

/** Everything the verdicts need, in a handful of statements whatever the number of areas and quarters. */
export async function readHoldings(store: Store, query: HoldingsQuery): Promise<Holdings> {
  const [counts, items, breakdowns, returns, attestations, sealedBulletins] = await Promise.all([
    readCounts(store, query),
    readItems(store, query),
    readBreakdowns(store, query),
    readReturns(store, query),
    readAttestations(store, query),
    readSealed(store, query),
  ]);
  const aggregates = [...counts, ...items, ...breakdowns];
  return { asOf: query.asOf, aggregates, returns, attestations, sealedBulletins };
}

async function readCounts(store: Store, { setting, indicators, table }: HoldingsQuery): Promise<EventAggregate[]> {
  const byMilestone = Map.groupBy(countColumns(indicators), ({ milestone }) => milestone);
  const read = [...byMilestone].map(async ([milestone, columns]) => {
    const source = table(TABLE_OF[milestone]);
    const { query, params } = countsQuery({ setting, columns, table: source, quarters: undefined });
    const rows = await store.query<GroupRow>(query, params);
    return rows.flatMap((row) => columns.map((column, index) => countAggregate(setting, { row, column, index })));
  });
  return (await Promise.all(read)).flat();
}

function countAggregate(
  setting: Setting,
  { row, column, index }: { row: GroupRow; column: CountColumn; index: number },
): EventAggregate {
  const { area, ...placement } = placeOf(setting, row);
  const { indicator, part, milestone } = column;
  return {
    indicator,
    part,
    milestone,
    area,
    quarter: row.quarter,
    sum: String(row[`s${index}`]),
    unknown: Number(row[`u${index}`]),
    records: row.records,
    flags: flagsOf(row, placement),
  };
}

async function readItems(store: Store, { setting, indicators, table, by }: HoldingsQuery): Promise<EventAggregate[]> {
  const wanted = indicators.filter(({ measure }) => measure.kind === 'event-sum' || measure.kind === 'new-substances');
  if (wanted.length === 0) return [];
  const { query, params } = itemsQuery({ setting, table: table('facts_seizure'), quarters: undefined });
  return itemAggregates(setting, {
    rows: await store.query<ItemsRow & GroupRow>(query, params),
    indicators: wanted,
    by,
  });
}

async function readBreakdowns(store: Store, query: HoldingsQuery): Promise<EventAggregate[]> {
  if (query.by === undefined) return [];
  const { by, setting, indicators, table } = query;
  const read = breakdownQueries({ by, setting, indicators, table }).map(async ({ statement, columns }) => {
    const rows = await store.query<GroupRow & { key: string }>(statement.query, statement.params);
    return rows.flatMap((row) =>
      columns.map((column, index) => ({
        ...countAggregate(setting, { row, column, index }),
        breakdown: { by, key: row.key },
      })),
    );
  });
  return (await Promise.all(read)).flat();
}

interface ReturnRow extends Omit<HeldReturn, 'receivedAt' | 'otherSource'> {
  received_at: number;
  other_source: boolean;
}

async function readReturns(store: Store, { setting, table }: HoldingsQuery): Promise<HeldReturn[]> {
  const rows = await store.query<ReturnRow & { day: string }>(
    `SELECT region, toString(day) AS day, measure, period, numerator, denominator, value, flag, nil, received_at, simulated, backfilled,
  has(flags, 'other-source') AS other_source
FROM ${table('facts_return')} FINAL`,
  );
  return rows.map(({ day, received_at, other_source, ...row }) => {
    const region = areaOf(setting, { code: row.region, day });
    return { ...row, region, receivedAt: Number(received_at), otherSource: Boolean(other_source) };
  });
}

async function readAttestations(store: Store, { setting, table }: HoldingsQuery): Promise<HeldAttestation[]> {
  const rows = await store.query<HeldAttestation & { day: string }>(
    `SELECT region, toString(day) AS day, feed, period, toString(through) AS through, count, simulated
FROM ${table('facts_attestation')} FINAL`,
  );
  return rows.map(({ day, ...row }) => ({ ...row, region: areaOf(setting, { code: row.region, day }) }));
}

/** A return or attestation under a code that has ended counts for its one successor, else for the code as sent. */
function areaOf(setting: Setting, { code, day }: { code: string; day: string }): string {
  const placement = setting.regions.place(code, day);
  return placement.kind === 'placed' ? placement.area : code;
}

async function readSealed(store: Store, { asOf }: HoldingsQuery): Promise<Holdings['sealedBulletins']> {
  return store.query(
    `SELECT quarter, edition, toString(toDate(toDateTime(intDiv(min(sealed_at), 1000), 'Asia/Shanghai'))) AS sealedOn
FROM bulletins WHERE sealed_at <= {asOf:Int64} GROUP BY quarter, edition ORDER BY quarter, edition`,
    { asOf },
  );
}
