import { asReturned, type EventAggregate, type Holdings, type Indicator } from '@duqing/catalogue';
import type { Setting } from '@duqing/regions';
import type { Store } from '../store/store.ts';
import { countColumns, countsQuery, TABLE_OF, type CountColumn, type TableName } from './counts.ts';
import { itemAggregates } from './item-aggregates.ts';
import { itemsQuery, type ItemsRow } from './items.ts';
import { breakdownQueries, type BreakdownBy } from './breakdowns.ts';
import { milestonesOf, quartersRead } from './quarters.ts';
import { measuresRead, returnQuartersRead } from './returns-read.ts';
import { PER_PARTITION } from './per-partition.ts';
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
  /** periods of the cells that are wanted, so that only what they read is read; absent = all of them */
  periods?: readonly string[];
  /** no returns and no attestations: enough to see that nothing was counted */
  eventsOnly?: boolean;
}

/** Quarters to be read for some items; undefined = all. */
function quartersFor(indicators: readonly Indicator[], { periods, setting }: HoldingsQuery): string[] | undefined {
  return periods && quartersRead(indicators, { periods, setting });
}

/** What a wanted cell cannot read is left out; all of it where no periods are named: which there are depends on everything. */
function isRead(query: HoldingsQuery, reads: (entry: Indicator) => boolean): boolean {
  if (query.eventsOnly === true) return false;
  return query.periods === undefined || query.indicators.some(reads);
}

function readsReturns(entry: Indicator): boolean {
  const { measure } = entry;
  const addsIncidents = measure.kind === 'event-count' && measure.plusIncidents;
  return measure.kind.startsWith('return-') || addsIncidents || asReturned(entry) !== null;
}

/** Undefined where no periods are named. */
function returnsRead({ indicators, periods, setting }: HoldingsQuery) {
  return periods && { measures: measuresRead(indicators), quarters: returnQuartersRead({ periods, setting }) };
}

/** Everything the verdicts need, in a handful of statements whatever the number of areas and quarters. */
export async function readHoldings(store: Store, query: HoldingsQuery): Promise<Holdings> {
  const [counts, items, breakdowns, returns, attestations, sealedBulletins] = await Promise.all([
    readCounts(store, query),
    readItems(store, query),
    readBreakdowns(store, query),
    isRead(query, readsReturns) ? readReturns(store, { ...query, within: returnsRead(query) }) : [],
    isRead(query, (entry) => milestonesOf(entry).length > 0)
      ? readAttestations(store, { ...query, quarters: quartersFor(query.indicators, query) })
      : [],
    isRead(query, ({ measure }) => measure.kind === 'bulletins-sealed') ? readSealed(store, query) : [],
  ]);
  const aggregates = [...counts, ...items, ...breakdowns];
  return { asOf: query.asOf, aggregates, returns, attestations, sealedBulletins };
}

async function readCounts(store: Store, query: HoldingsQuery): Promise<EventAggregate[]> {
  const { setting, indicators, table } = query;
  const byMilestone = Map.groupBy(countColumns(indicators), ({ milestone }) => milestone);
  const read = [...byMilestone].map(async ([milestone, columns]) => {
    const entries = indicators.filter((entry) => milestonesOf(entry).includes(milestone));
    const statement = countsQuery({
      setting,
      columns,
      table: table(TABLE_OF[milestone]),
      quarters: quartersFor(entries, query),
    });
    const rows = await store.query<GroupRow>(statement.query, statement.params, PER_PARTITION);
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
  const sum = row[`s${index}`] ?? 0;
  const adding = Number(sum) === 0 ? [] : [{ ...placement, marks: row[`m${index}`] ?? 0 }];
  return {
    indicator,
    part,
    milestone,
    area,
    quarter: row.quarter,
    sum: String(sum),
    unknown: Number(row[`u${index}`]),
    records: row.records,
    flags: flagsOf(adding),
  };
}

async function readItems(store: Store, query: HoldingsQuery): Promise<EventAggregate[]> {
  const { setting, indicators } = query;
  const sums = indicators.filter(({ measure }) => measure.kind === 'event-sum');
  const firsts = indicators.filter(({ measure }) => measure.kind === 'new-substances');
  const wanted = [...sums, ...firsts];
  if (wanted.length === 0) return [];
  const quarters = quartersFor(wanted, query);
  // what is new is known only from everything seen before: of earlier quarters what could be new is read too
  const baseline = firsts.length > 0 ? setting.substances.neverNew() : undefined;
  const statement = itemsQuery({ setting, table: query.table('facts_seizure'), quarters, baseline });
  const rows = await store.query<ItemsRow & GroupRow>(statement.query, statement.params, PER_PARTITION);
  const whole = quarters === undefined ? rows : rows.filter(({ quarter }) => quarters.includes(quarter));
  return [
    ...itemAggregates(setting, { rows: whole, indicators: sums, by: query.by }),
    ...itemAggregates(setting, { rows, indicators: firsts, by: query.by }),
  ];
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
FROM bulletins FINAL WHERE sealed_at <= {asOf:Int64} AND NOT startsWith(audience, 'county:')
GROUP BY quarter, edition ORDER BY quarter, edition`,
    { asOf },
  );
}
