import type { EventPart, Indicator, Milestone } from '@duqing/catalogue';
import { quarterOfDay } from '@duqing/calendar';
import type { Setting } from '@duqing/regions';
import type { ExplainedEvent } from '../reader.ts';
import type { Store } from '../store/store.ts';
import { boundariesOf, contributionOf, TABLE_OF, type TableName } from './counts.ts';
import { firstSeenAreas } from './first-seen.ts';
import { Params, type Statement } from './params.ts';
import { placeOf } from './place.ts';
import { isItemWeight, type ItemWeight } from './predicate.ts';

export interface EventsQuery {
  setting: Setting;
  table: TableName;
  entry: Indicator;
  quarters: readonly string[];
}

interface Found extends Omit<ExplainedEvent, 'part'> {
  region: string;
  epoch: number;
  in_numerator: boolean;
  in_denominator: boolean;
}

/** Of areas, the records behind; sorted by subject. */
export type Behind = (areas: readonly string[]) => ExplainedEvent[];

/** The records that add to the numerator, denominator or both of an item's cells; those left out are not among them. */
export async function eventsBehind(store: Store, query: EventsQuery): Promise<Behind> {
  const rows = await Promise.all(
    statementsOf(query).map(async ({ query: text, params }) => store.query<Found>(text, params)),
  );
  const byArea = Map.groupBy(rows.flat(), (row) => placeOf(query.setting, row).area);
  return (areas) => {
    const found = new Map<string, ExplainedEvent>();
    for (const row of areas.flatMap((area) => byArea.get(area) ?? [])) {
      const { source, id, subject, revision } = row;
      const part = merged(partOf(row), found.get(subject)?.part);
      found.set(subject, { source, id, subject, revision: Number(revision), part });
    }
    return [...found.values()].sort((a, b) => a.subject.localeCompare(b.subject));
  };
}

function partOf({ in_numerator, in_denominator }: Found): ExplainedEvent['part'] {
  if (in_numerator && in_denominator) return 'both';
  return in_numerator ? 'numerator' : 'denominator';
}

function merged(one: ExplainedEvent['part'], other: ExplainedEvent['part'] | undefined): ExplainedEvent['part'] {
  return other === undefined || other === one ? one : 'both';
}

function statementsOf(query: EventsQuery): Statement[] {
  const { measure } = query.entry;
  switch (measure.kind) {
    case 'event-count':
      return [partStatement(query, { milestone: measure.part.milestone, numerator: measure.part })];
    case 'event-sum':
      return [partStatement(query, { milestone: 'seizure', numerator: measure.part })];
    case 'event-ratio': {
      const { numerator, denominator } = measure;
      if (numerator.milestone === denominator.milestone)
        return [partStatement(query, { milestone: numerator.milestone, numerator, denominator })];
      return [
        partStatement(query, { milestone: numerator.milestone, numerator }),
        partStatement(query, { milestone: denominator.milestone, denominator }),
      ];
    }
    case 'new-substances':
    case 'return-count':
    case 'return-ratio':
    case 'return-change':
    case 'return-flag':
    case 'composite':
    case 'bulletins-sealed':
      return [];
  }
}

interface Parts {
  milestone: Milestone;
  numerator?: EventPart;
  denominator?: EventPart;
}

function partStatement({ setting, table, quarters }: EventsQuery, parts: Parts): Statement {
  const params = new Params();
  const of = (part: EventPart | undefined): string => (part ? membership(part, { setting, params }) : 'toNullable(0)');
  const [top, bottom] = [of(parts.numerator), of(parts.denominator)];
  const epoch = `arrayCount(b -> day >= b, ${params.bind(boundariesOf(setting), 'Array(String)')})`;
  return {
    query: `SELECT source, id, subject, revision, region, ${epoch} AS epoch,
  ifNull(${top}, 0) > 0 AS in_numerator, ifNull(${bottom}, 0) > 0 AS in_denominator
FROM ${table(TABLE_OF[parts.milestone])} FINAL
WHERE quarter IN ${params.bind(quarters, 'Array(String)')} AND isNotNull(${top}) AND isNotNull(${bottom})
  AND (in_numerator OR in_denominator)`,
    params: params.values,
  };
}

/** Above 0 where a record adds to the part, NULL where that is not known. */
function membership(part: EventPart, scope: { setting: Setting; params: Params }): string {
  if (!isItemWeight(part.weight)) return contributionOf(part)(scope);
  return `toNullable(toUInt8(${ITEMS[part.weight]}))`;
}

const ITEMS: Record<ItemWeight, string> = {
  grams: 'arrayExists(g -> ifNull(g, 0) > 0, item_grams)',
  'pure-grams': 'arrayExists(g -> ifNull(g, 0) > 0, item_pure_grams)',
  'heroin-equivalent-grams': 'arrayExists(g -> ifNull(g, 0) > 0, item_grams)',
  plants: "has(item_unit, 'plant')",
};

/** Of one area, the records behind. */
export type BehindArea = (area: string) => ExplainedEvent[];

/** Seizures by which each substance not commonly known was first seen in an area: all of the first day that are the area's own. */
export async function firstSeenBehind(store: Store, query: EventsQuery): Promise<BehindArea> {
  const { substances } = query.setting;
  const rows = await store.query<Seen>(...firstSeenStatement(query));
  const byArea = Map.groupBy(rows, (row) => placeOf(query.setting, row).area);
  const of = (areas: readonly string[]): Seen[] => areas.flatMap((area) => byArea.get(area) ?? []);
  return (area) => {
    const { own, seen } = firstSeenAreas(query.setting, area);
    const finds = of(own).filter(({ substance, day }) => !substances.isBaseline(substance, day));
    return firstsAmong(finds, { seen: of(seen), quarters: query.quarters });
  };
}

type Seen = Found & { day: string; substance: string; name_key: string };

function firstsAmong(
  own: readonly Seen[],
  { seen, quarters }: { seen: readonly Seen[]; quarters: readonly string[] },
): ExplainedEvent[] {
  const first = new Map<string, string>();
  for (const row of seen) {
    const day = first.get(keyOf(row));
    if (day === undefined || row.day < day) first.set(keyOf(row), row.day);
  }
  const firsts = own.filter((row) => first.get(keyOf(row)) === row.day && quarters.includes(quarterOfDay(row.day)));
  const unique = new Map(firsts.map((row) => [row.subject, row]));
  return [...unique.values()]
    .map(({ source, id, subject, revision }) => ({
      source,
      id,
      subject,
      revision: Number(revision),
      part: 'numerator' as const,
    }))
    .sort((a, b) => a.subject.localeCompare(b.subject));
}

function keyOf({ substance, name_key }: { substance: string; name_key: string }): string {
  return `${substance}/${name_key}`;
}

function firstSeenStatement({ setting, table }: EventsQuery): [string, Record<string, unknown>] {
  const params = new Params();
  const epoch = `arrayCount(b -> day >= b, ${params.bind(boundariesOf(setting), 'Array(String)')})`;
  const text = `SELECT source, id, subject, revision, region, ${epoch} AS epoch, toString(day) AS day, substance, lower(trimBoth(name)) AS name_key
FROM ${table('facts_seizure')} FINAL
ARRAY JOIN item_substance AS substance, item_name AS name`;
  return [text, params.values];
}
