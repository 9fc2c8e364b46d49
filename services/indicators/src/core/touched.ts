import { INDICATORS, type Indicator } from '@duqing/catalogue';
import { addDays, parsePeriod, periodOf, quarterOfDay } from '@duqing/calendar';
import type { Setting } from '@duqing/regions';

/** A place in the facts that was written to, as `duqing.changed` names it. */
export interface Change {
  table: string;
  region: string;
  quarter: string;
  measure: string;
}

export interface CellKey {
  indicator: string;
  region: string;
  period: string;
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

/** Years after a change in which a comparison still reads it: a falling item one, a growth of growth two. */
const REACH = 2;

/**
 * Every cell that the changes can alter, up to the cells of `today`'s periods: the item's own periods, the year's later ones, what
 * compares with them, the city, and the composites that count the item. A superset of the cells that do change.
 */
export function touchedCells(
  changes: readonly Change[],
  { setting, today }: { setting: Setting; today: string },
): CellKey[] {
  const keys = new Map<string, CellKey>();
  const add = (key: CellKey): void => void keys.set(`${key.indicator}/${key.region}/${key.period}`, key);
  for (const change of unique(changes)) {
    const areas = areasOf(change, setting);
    for (const entry of INDICATORS.filter((one) => isCounted(one) || reads(one, change))) {
      for (const period of periodsOf(entry, { change, setting, today })) {
        for (const region of areas) add({ indicator: entry.id, region, period });
      }
    }
  }
  return [...keys.values()];
}

function unique(changes: readonly Change[]): Change[] {
  return [...new Map(changes.map((change) => [Object.values(change).join('/'), change])).values()];
}

/** The composite and the number of bulletins are derived from other cells: touched whenever anything is. */
function isCounted({ measure }: Indicator): boolean {
  return measure.kind === 'composite';
}

/** The areas that a code can count for, and the city; a reference region's figures are read by every unit. */
function areasOf({ region }: Change, setting: Setting): string[] {
  const units = setting.regions.unitsOf(setting.city, '9999-12-31').map(({ code }) => code);
  const own = setting.regions.get(region);
  if (!own || own.role === 'reference' || region === setting.city) return [setting.city, ...units];
  const successors = own.validTo === null ? [region] : [region, ...units];
  return [...new Set([...successors, setting.city])];
}

function reads(entry: Indicator, { table, measure: changed }: Change): boolean {
  const { measure } = entry;
  const returned = table === 'facts_return';
  switch (measure.kind) {
    case 'event-count':
    case 'event-sum':
      return (
        readsEvents([measure.part.milestone], { table, changed }) || (returned && changed === `${entry.id}:incidents`)
      );
    case 'event-ratio':
      return readsEvents([measure.numerator.milestone, measure.denominator.milestone], { table, changed });
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
  if (table !== 'facts_attestation') return tables.includes(table);
  return tables.some((one) => FEED_OF_TABLE[one] === changed);
}

/** Keys of the item's periods from the change's own to those that still compare with it. */
function periodsOf(
  entry: Indicator,
  { change, setting, today }: { change: Change; setting: Setting; today: string },
): string[] {
  const last = entry.measure.kind === 'new-substances' ? quarterOfDay(today) : later(change, REACH);
  const until = last < quarterOfDay(today) ? last : quarterOfDay(today);
  const keys = new Set<string>();
  for (let quarter = change.quarter; quarter <= until; quarter = nextQuarter(quarter)) {
    for (const kind of entry.cells) {
      if (kind === 'creation') {
        if (isInCreation(quarter, setting)) keys.add('creation');
      } else keys.add(periodOf(kind, startOf(quarter)).key);
    }
  }
  return [...keys];
}

function startOf(quarter: string): string {
  const period = parsePeriod(quarter);
  if (!period) throw new RangeError(`no period: ${quarter}`);
  return period.start;
}

function nextQuarter(quarter: string): string {
  const period = parsePeriod(quarter);
  if (!period) throw new RangeError(`no period: ${quarter}`);
  return quarterOfDay(period.end);
}

/** The fourth quarter of the last year that can read the change; a population is read one year later still. */
function later({ quarter, measure }: Change, years: number): string {
  const reach = measure === 'population' ? years + 1 : years;
  return `${Number(quarter.slice(0, 4)) + reach}Q4`;
}

function isInCreation(quarter: string, { calendar }: Setting): boolean {
  const period = parsePeriod(quarter);
  return (
    period !== undefined && period.start <= calendar.creation.to && addDays(period.end, -1) >= calendar.creation.from
  );
}
