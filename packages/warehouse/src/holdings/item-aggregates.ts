import type { EventAggregate, Indicator } from '@duqing/catalogue';
import type { Setting } from '@duqing/regions';
import { add, decimal, toText, type Decimal, type Substances } from '@duqing/substances';
import type { BreakdownBy } from './breakdowns.ts';
import { firstSeenAreas } from './first-seen.ts';
import type { ItemsRow } from './items.ts';
import { flagsOf, placeOf, type GroupRow, type Marked } from './place.ts';
import type { ItemWeight } from './predicate.ts';

type Row = ItemsRow & GroupRow;
interface Placed {
  row: Row;
  area: string;
  placement: Omit<Marked, 'marks'>;
  /** a known substance's code; an unknown one's name as sent, in lower case */
  substance: string;
}

/** Aggregates of the measures over seizure items: sums in exact decimals, and substances by where they were first seen. */
export function itemAggregates(
  setting: Setting,
  { rows, indicators, by }: { rows: readonly Row[]; indicators: readonly Indicator[]; by?: BreakdownBy | undefined },
): EventAggregate[] {
  const placed = rows.map((row) => {
    const { area, ...placement } = placeOf(setting, row);
    return { row, area, placement, substance: substanceKey(row) };
  });
  return indicators.flatMap(({ id, measure }) => {
    if (measure.kind === 'new-substances') return firstSeen(id, { placed, setting, by });
    if (measure.kind !== 'event-sum') return [];
    return sums(id, { placed, by, weight: measure.part.weight as ItemWeight, setting });
  });
}

function substanceKey({ substance, name_key }: Row): string {
  return substance === 'other' && name_key !== '' ? name_key : substance;
}

function sums(
  indicator: string,
  {
    placed,
    by,
    weight,
    setting,
  }: { placed: Placed[]; by: BreakdownBy | undefined; weight: ItemWeight; setting: Setting },
): EventAggregate[] {
  const total = (group: Placed[], key?: string): EventAggregate => {
    const weighed = group.map((one) => ({ ...one, amount: weightOf(one.row, { weight, table: setting.substances }) }));
    const adding = weighed.filter(({ amount }) => amount.units !== 0n);
    return {
      ...header(indicator, group),
      sum: toText(weighed.map(({ amount }) => amount).reduce(add, decimal(0))),
      flags: flagsOf(adding.map(({ row, placement }) => ({ ...placement, marks: row[MARKS[weight]] }))),
      ...(key !== undefined && by && { breakdown: { by, key } }),
    };
  };
  return groupsOf(placed, ({ area, row }) => `${area}\n${row.quarter}`).flatMap((group) => {
    if (by !== 'substance' && by !== 'channel') return [total(group)];
    const keyOf = (one: Placed): string => (by === 'substance' ? one.substance : one.row.channel_key);
    return [total(group), ...groupsOf(group, keyOf).map((part) => total(part, keyOf(first(part))))];
  });
}

function groupsOf(placed: Placed[], keyOf: (one: Placed) => string): Placed[][] {
  return [...Map.groupBy(placed, keyOf).values()];
}

function first(group: Placed[]): Placed {
  const [one] = group;
  if (!one) throw new Error('a group has at least one member');
  return one;
}

/** What a group's aggregates share; `records` counts items, of which a seizure has at least one. */
function header(indicator: string, group: Placed[]): Omit<EventAggregate, 'sum' | 'flags'> {
  return {
    indicator,
    part: 'numerator',
    milestone: 'seizure',
    area: first(group).area,
    quarter: first(group).row.quarter,
    unknown: 0,
    records: group.reduce((sum, { row }) => sum + Number(row.records), 0),
  };
}

const MARKS = {
  grams: 'grams_marks',
  'pure-grams': 'pure_marks',
  'heroin-equivalent-grams': 'grams_marks',
  plants: 'plants_marks',
} as const satisfies Record<ItemWeight, keyof ItemsRow>;

/** A group's days are of one version of the table of substances. */
function weightOf(row: Row, { weight, table }: { weight: ItemWeight; table: Substances }): Decimal {
  switch (weight) {
    case 'grams':
      return decimal(row.sum_grams);
    case 'pure-grams':
      return decimal(row.sum_pure_grams);
    case 'heroin-equivalent-grams':
      return (
        table.heroinEquivalentOf(row.substance, { grams: decimal(row.sum_grams), day: row.first_day }) ?? decimal(0)
      );
    case 'plants':
      return decimal(row.sum_plants);
  }
}

/** One aggregate for each area (and the city over all of its own) and quarter that holds a record; its sum counts the firsts. */
function firstSeen(
  indicator: string,
  { placed, setting, by }: { placed: Placed[]; setting: Setting; by: BreakdownBy | undefined },
): EventAggregate[] {
  const byArea = Map.groupBy(placed, ({ area }) => area);
  const of = (areas: readonly string[]): Placed[] => areas.flatMap((area) => byArea.get(area) ?? []);
  return [...new Set([...byArea.keys(), setting.city])].flatMap((area) => {
    const { own, seen } = firstSeenAreas(setting, area);
    const firsts = firstFinds(of(seen), setting.substances);
    return groupsOf(of(own), ({ row }) => row.quarter).flatMap((group) => {
      const finds = group.filter(({ row, substance }) => firsts.get(substance) === row.first_day);
      const found = [...new Set(finds.map(({ substance }) => substance))];
      const flags = flagsOf(finds.map(markedFirst));
      const total = { ...header(indicator, group), flags, area, sum: String(found.length) };
      const rows = found.map((key) => ({ ...total, sum: '1', breakdown: { by: 'substance' as const, key } }));
      return by === 'substance' ? [total, ...rows] : [total];
    });
  });
}

/** What the records of a group's first day carry. */
function markedFirst({ row, placement }: Placed): Marked {
  const own = row.marked_days.filter(([day]) => day === row.first_day);
  return { ...placement, marks: own.reduce((bits, [, marks]) => bits | Number(marks), 0) };
}

/** First day on which each substance was seen; what was commonly known by then was no find. */
function firstFinds(placed: readonly Placed[], table: Substances): Map<string, string> {
  const firsts = new Map<string, Row>();
  for (const { row, substance } of placed) {
    const held = firsts.get(substance);
    if (held === undefined || row.first_day < held.first_day) firsts.set(substance, row);
  }
  const finds = [...firsts].filter(([, { substance, first_day }]) => !table.isBaseline(substance, first_day));
  return new Map(finds.map(([key, { first_day }]) => [key, first_day]));
}
