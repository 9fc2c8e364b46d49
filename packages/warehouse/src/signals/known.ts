import { dayOf, type Day } from '@duqing/calendar';
import type { Setting } from '@duqing/regions';
import type { TableName } from '../holdings/counts.ts';
import type { Store } from '../store/store.ts';
import type { WeeklyMeasure } from './types.ts';
import { sundayOf, type Week } from './weeks.ts';

/** Which weeks of which feeds are known to their end. */
export interface Known {
  /** An area's where every code that stood for it then attested it; the city's where its own feed and those of all its units are known. */
  week(feed: WeeklyMeasure, area: string, week: Week): boolean;
  /** Last day of the newest attestation; null = none is held. */
  through(feed: WeeklyMeasure, area: string): Day | null;
}

interface Row {
  region: string;
  feed: WeeklyMeasure;
  period: string;
  through: Day;
}

/** By the attestations from a quarter on: each holds for its own quarter and for the code that it names. */
export async function readKnown(
  store: Store,
  { setting, table, quarter }: { setting: Setting; table: TableName; quarter: string },
): Promise<Known> {
  const rows = await store.query<Row>(
    `SELECT region, feed, period, through FROM ${table('facts_attestation')} FINAL
WHERE feed IN ('cases', 'seizures') AND period >= {quarter:String}`,
    { quarter },
  );
  return knownFrom(rows, setting);
}

export function knownFrom(rows: readonly Row[], setting: Setting): Known {
  const attested = new Map(rows.map(({ region, feed, period, through }) => [`${feed}/${region}/${period}`, through]));
  const newest = new Map<string, Day>();
  for (const { region, feed, through } of rows) {
    const key = `${feed}/${region}`;
    if (through > (newest.get(key) ?? '')) newest.set(key, through);
  }
  const codesOf = codesInForce(setting);
  const week = memoized((feed: WeeklyMeasure, area: string, given: Week): boolean => {
    const codes = codesOf(area, given);
    return (
      codes.length > 0 &&
      codes.every((code) =>
        given.needs.every(({ quarter, through }) => (attested.get(`${feed}/${code}/${quarter}`) ?? '') >= through),
      )
    );
  });
  return { week, through: (feed, area) => newest.get(`${feed}/${area}`) ?? null };
}

type IsKnown = Known['week'];

/** A series asks for the same week again and again: as history of each week after it. */
function memoized(ask: IsKnown): IsKnown {
  const held = new Map<string, boolean>();
  return (feed, area, week) => {
    const key = `${feed}/${area}/${week.monday}`;
    const found = held.get(key) ?? ask(feed, area, week);
    held.set(key, found);
    return found;
  };
}

/** The codes under which an area's records of a week were sent: its own or its predecessors'; of the city its own and all units'. */
function codesInForce({ asOf, city, regions }: Setting): (area: string, week: Week) => string[] {
  const today = dayOf(asOf);
  const byArea = Map.groupBy(regions.all(), ({ code }) => {
    const placement = regions.place(code, today);
    return placement.kind === 'placed' ? placement.area : '';
  });
  return (area, { monday }) => {
    const sunday = sundayOf(monday);
    if (area === city) return [city, ...regions.unitsOf(city, sunday).map(({ code }) => code)];
    const own = byArea.get(area) ?? [];
    return own.flatMap(({ code, validFrom, validTo }) =>
      validFrom <= sunday && (validTo === null || validTo > sunday) ? [code] : [],
    );
  };
}
