import { parsePeriod, quartersOf } from '@duqing/calendar';
import type { Substances } from '@duqing/substances';
import type { ExplainedEvent, Store } from '@duqing/warehouse';
import type { Cause, SeizedItem, Standing } from '../core/types.ts';

/** Subjects bound by one statement: stays under the engine's limit of a request. */
const CHUNK = 500;

interface CauseFact {
  subject: string;
  amount: number | null;
  backfilled: boolean;
  simulated: boolean;
}

const CAUSE_QUERY = `SELECT subject, CAST(NULL, 'Nullable(Float64)') AS amount, backfilled, simulated FROM facts_case_filed FINAL
WHERE subject IN {subjects:Array(String)}
UNION ALL
SELECT subject, CAST(NULL, 'Nullable(Float64)') AS amount, backfilled, simulated FROM facts_seizure FINAL
WHERE subject IN {subjects:Array(String)}
UNION ALL
SELECT subject, CAST(if(nil, 0, coalesce(value, toFloat64(flag), numerator, 0)), 'Nullable(Float64)') AS amount, backfilled, simulated
FROM facts_return FINAL WHERE subject IN {subjects:Array(String)}`;

/** What decides of each record whether it is a violation and news; a record that is not held any more is left out. */
export async function causesOf(store: Store, events: readonly ExplainedEvent[]): Promise<Map<string, Cause>> {
  const facts = new Map<string, CauseFact>();
  const subjects = [...new Set(events.map(({ subject }) => subject))];
  for (let start = 0; start < subjects.length; start += CHUNK) {
    const part = await store.query<CauseFact>(CAUSE_QUERY, { subjects: subjects.slice(start, start + CHUNK) });
    for (const row of part) facts.set(row.subject, row);
  }
  return new Map(
    events.flatMap((event) => {
      const fact = facts.get(event.subject);
      return fact ? [[event.subject, { ...event, ...fact }] as const] : [];
    }),
  );
}

/** Of some quarters those in which anything is held that was not imported as history. */
export async function liveQuarters(store: Store, among: readonly string[]): Promise<Set<string>> {
  const tables = ['facts_case_filed', 'facts_seizure', 'facts_return'];
  const query = tables
    .map(
      (table) =>
        `SELECT DISTINCT quarter FROM ${table} FINAL WHERE quarter IN {among:Array(String)} AND NOT backfilled`,
    )
    .join(' UNION ALL ');
  const rows = await store.query<{ quarter: string }>(query, { among });
  return new Set(rows.map(({ quarter }) => quarter));
}

/** Subjects (region/measure/period) of all returns held. */
export async function returnSubjects(store: Store): Promise<Set<string>> {
  const rows = await store.query<{ region: string; measure: string; period: string }>(
    'SELECT region, measure, period FROM facts_return FINAL',
  );
  return new Set(rows.map(({ region, measure, period }) => `${region}/${measure}/${period}`));
}

/** Seizures of which a substance may reach a multiple of its legal "large quantity"; the core decides. */
export async function largeItems(store: Store, table: Substances): Promise<SeizedItem[]> {
  const limits = table.all().flatMap(({ code }) => {
    const grams = table.days.flatMap((day) => table.thresholdOf(code, day)?.grams ?? []);
    return grams.length > 0 ? [[code, Math.min(...grams.map(Number))] as const] : [];
  });
  return store.query<SeizedItem>(
    `SELECT subject, region, day, substance, toString(sum(mass)) AS grams, max(old) AS backfilled, max(made_up) AS simulated
FROM (SELECT subject, region, day, backfilled AS old, simulated AS made_up, substance, mass FROM facts_seizure FINAL
  ARRAY JOIN item_substance AS substance, item_grams AS mass WHERE isNotNull(mass))
GROUP BY subject, region, day, substance
HAVING toFloat64(sum(mass)) >= transform(substance, {codes:Array(String)}, {limits:Array(Float64)}, inf)
ORDER BY subject, substance`,
    { codes: limits.map(([code]) => code), limits: limits.map(([, grams]) => grams) },
  );
}

const CORRECTED_TABLES = [
  'facts_case_filed',
  'facts_case_solved',
  'facts_seizure',
  'facts_intelligence',
  'facts_return',
];

/** Keys of the cells under firing alerts in whose area and period a record was corrected or withdrawn since the alert fired. */
export async function correctedCells(
  store: Store,
  { standing, city }: { standing: readonly Standing[]; city: string },
): Promise<Set<string>> {
  const open = standing.filter(
    ({ state, indicator, period }) => state === 'firing' && indicator !== null && period !== null,
  );
  if (open.length === 0) return new Set();
  const since = Math.min(...open.map((alert) => alert.since));
  const rows = await store.query<{ region: string; quarter: string; at: number }>(
    CORRECTED_TABLES.map(
      (table) => `SELECT region, quarter, max(received_at) AS at FROM ${table}
WHERE revision > 1 AND received_at > {since:Int64} GROUP BY region, quarter`,
    ).join(' UNION ALL '),
    { since },
  );
  const hit = ({ region, period, since: fired }: Standing): boolean => {
    const quarters = quartersIn(period ?? '');
    return rows.some(
      (row) => (region === city || row.region === region) && quarters.includes(row.quarter) && row.at > fired,
    );
  };
  return new Set(open.filter(hit).map(({ indicator, region, period }) => `${indicator}/${region}/${period}`));
}

function quartersIn(key: string): string[] {
  const period = parsePeriod(key);
  return period ? quartersOf(period) : [];
}
