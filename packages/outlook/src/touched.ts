import { INDICATORS, type Indicator } from '@duqing/catalogue';
import { quarterOfDay, quartersOf, type Day } from '@duqing/calendar';
import type { Setting } from '@duqing/regions';
import { areasOf, isCounted, nativesIn, quartersBetween, uniqueKeys, type CellKey } from './keys.ts';

/** A place in the facts that was written to, as `duqing.changed` names it. */
export interface Change {
  table: string;
  region: string;
  quarter: string;
  measure: string;
  /** ms: when the earliest of the records behind it was received; absent = now */
  since?: number;
}

const MILESTONE_TABLE = {
  'case-filed': 'facts_case_filed',
  'case-solved': 'facts_case_solved',
  seizure: 'facts_seizure',
  intelligence: 'facts_intelligence',
} as const;
const FEED_OF_TABLE: Record<string, string> = {
  facts_case_filed: 'cases',
  facts_case_solved: 'cases',
  facts_seizure: 'seizures',
  facts_intelligence: 'intelligence',
};

/** An attested count is compared with the records of these tables: a difference marks every cell that reads the feed. */
const COUNTED_BY_FEED: Record<string, string> = {
  facts_case_filed: 'cases',
  facts_seizure: 'seizures',
  facts_intelligence: 'intelligence',
};

/**
 * Every cell that the changes can alter, up to the cells of `today`'s periods: the item's own periods, the year's later ones, what
 * compares with them, the city, and the composites that count the item. A superset of the cells that do change.
 */
export function touchedCells(
  changes: readonly Change[],
  { setting, today }: { setting: Setting; today: string },
): CellKey[] {
  const keys = unique(changes).flatMap((change) => {
    const areas = areasTouched(change, setting);
    const quartersBy = new Map(
      INDICATORS.filter((entry) => reads(entry, change)).map((entry) => [entry, quartersTouched(entry, change, today)]),
    );
    const counted = [...quartersBy].flatMap(([entry, quarters]) =>
      isCounted(entry) ? nativesIn(entry, quarters, setting).flatMap((period) => quartersOf(period)) : [],
    );
    for (const entry of INDICATORS.filter(({ measure }) => measure.kind === 'composite'))
      quartersBy.set(
        entry,
        counted.filter((quarter) => quarter <= quarterOfDay(today)),
      );
    return [...quartersBy].flatMap(([entry, quarters]) =>
      nativesIn(entry, quarters, setting).flatMap(({ key }) =>
        areas.map((region) => ({ indicator: entry.id, region, period: key })),
      ),
    );
  });
  return uniqueKeys(keys);
}

/** Each place once, whenever it was written to. */
function unique(changes: readonly Change[]): Change[] {
  const placeOf = ({ table, region, quarter, measure }: Change): string => [table, region, quarter, measure].join('/');
  return [...new Map(changes.map((change) => [placeOf(change), change])).values()];
}

/** The areas that a code can count for, and the city; a reference region's figures are read by every unit. */
function areasTouched({ region }: Change, setting: Setting): string[] {
  const own = setting.regions.get(region);
  if (region === setting.city) return [region];
  if (!own || own.role === 'reference' || own.validTo !== null) return [...new Set([...areasOf(setting), region])];
  return [region, setting.city];
}

function reads(entry: Indicator, { table, measure: changed }: Change): boolean {
  const { measure } = entry;
  const returned = table === 'facts_return';
  switch (measure.kind) {
    case 'event-count':
    case 'event-sum':
      return (
        readsEvents([measure.part.milestone], { table, changed }) ||
        (returned && [entry.id, `${entry.id}:incidents`].includes(changed))
      );
    case 'event-ratio':
      return (
        readsEvents([measure.numerator.milestone, measure.denominator.milestone], { table, changed }) ||
        (returned && changed === entry.id)
      );
    case 'new-substances':
      return readsEvents(['seizure'], { table, changed });
    case 'return-ratio':
      return (
        returned &&
        (own(entry.id, changed) ||
          [measure.reads, measure.numeratorHelper, measure.denominatorHelper].includes(changed))
      );
    case 'return-change':
      return returned && (own(entry.id, changed) || measure.levelHelper === changed);
    case 'return-count':
      return returned && own(entry.id, changed);
    case 'return-flag':
      return returned && (own(entry.id, changed) || measure.notApplicableUnder?.helper === changed);
    case 'composite':
    case 'bulletins-sealed':
      return false;
  }
}

function own(id: string, changed: string): boolean {
  return changed === id || changed === `${id}:reported-total`;
}

function readsEvents(
  milestones: (keyof typeof MILESTONE_TABLE)[],
  { table, changed }: { table: string; changed: string },
): boolean {
  const tables: string[] = milestones.map((milestone) => MILESTONE_TABLE[milestone]);
  const feed = table === 'facts_attestation' ? changed : COUNTED_BY_FEED[table];
  return tables.includes(table) || tables.some((one) => FEED_OF_TABLE[one] === feed);
}

/**
 * Quarters up to today's that hold cells of the item which the change can alter: its own, the year's later ones where the item
 * accumulates, one year later where it is compared, two where growth is; a population is read in the year after its own.
 */
function quartersTouched(entry: Indicator, { quarter, measure: changed }: Change, today: Day): string[] {
  const present = quarterOfDay(today);
  if (entry.measure.kind === 'new-substances') return quartersBetween(quarter, present);
  const year = Number(quarter.slice(0, 4));
  const own =
    changed === 'population'
      ? quartersBetween(`${year + 1}Q1`, `${year + 1}Q4`)
      : quartersBetween(quarter, entry.cells.includes('ytd') ? `${year}Q4` : quarter);
  const reach = entry.target?.kind !== 'direction' ? 0 : entry.columns.kind === 'change' ? 2 : 1;
  return own
    .flatMap((key) =>
      Array.from({ length: reach + 1 }, (_, years) => `${Number(key.slice(0, 4)) + years}${key.slice(4)}`),
    )
    .filter((key) => key <= present);
}
