import type { EventAggregate, Holdings, Indicator } from '@duqing/catalogue';
import type { Setting } from '@duqing/regions';
import type { Store } from '../store/store.ts';
import { countColumns, countsQuery, TABLE_OF, type CountColumn, type TableName } from './counts.ts';
import { itemAggregates } from './item-aggregates.ts';
import { itemsQuery, type ItemsRow } from './items.ts';
import { breakdownQueries, type BreakdownBy } from './breakdowns.ts';
import { flagsOf, placeOf, type GroupRow } from './place.ts';
import { readAttestations, readReturns } from './returns.ts';

export interface HoldingsQuery {
  setting: Setting;
  indicators: readonly Indicator[];
  /** where each facts table is read from: the current one or a shadow as of a moment */
  table: TableName;
  /** ms: the clock of the evaluation */
  asOf: number;
  by?: BreakdownBy;
  /** quarters whose events may be read; absent = all. Returns, attestations and what was seen first are not narrowed */
  quarters?: readonly string[];
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

async function readCounts(
  store: Store,
  { setting, indicators, table, quarters }: HoldingsQuery,
): Promise<EventAggregate[]> {
  const byMilestone = Map.groupBy(countColumns(indicators), ({ milestone }) => milestone);
  const read = [...byMilestone].map(async ([milestone, columns]) => {
    const source = table(TABLE_OF[milestone]);
    const { query, params } = countsQuery({ setting, columns, table: source, quarters });
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

/** What is new is known only from everything seen before: its quarters are never narrowed. */
async function readItems(
  store: Store,
  { setting, indicators, table, by, quarters: asked }: HoldingsQuery,
): Promise<EventAggregate[]> {
  const wanted = indicators.filter(({ measure }) => measure.kind === 'event-sum' || measure.kind === 'new-substances');
  if (wanted.length === 0) return [];
  const quarters = wanted.some(({ measure }) => measure.kind === 'new-substances') ? undefined : asked;
  const { query, params } = itemsQuery({ setting, table: table('facts_seizure'), quarters });
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

async function readSealed(store: Store, { asOf }: HoldingsQuery): Promise<Holdings['sealedBulletins']> {
  return store.query(
    `SELECT quarter, edition, toString(toDate(toDateTime(intDiv(min(sealed_at), 1000), 'Asia/Shanghai'))) AS sealedOn
FROM bulletins FINAL WHERE sealed_at <= {asOf:Int64} GROUP BY quarter, edition ORDER BY quarter, edition`,
    { asOf },
  );
}
