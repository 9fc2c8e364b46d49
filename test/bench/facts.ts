import { addDays, parsePeriod, quarterOfDay } from '@duqing/calendar';
import { measureContracts } from '@duqing/catalogue';
import type { MeasureContract } from '@duqing/events';
import { Setting, type Deployment } from '@duqing/regions';
import type { Store } from '@duqing/warehouse';

const YEARS = [2020, 2021, 2022, 2023, 2024, 2025, 2026];
/** 24 quarters up to the one that was over last. */
const QUARTERS = YEARS.flatMap((year) => [1, 2, 3, 4].map((quarter) => `${year}Q${quarter}`)).slice(3, 27);
/** The county's quarter that is touched: the newest one. */
export const TOUCHED_QUARTER = '2026Q3';

/** How a number of facts is spread over the quarters: evenly, or with the touched cell and what it reads the same at every size. */
export type Shape = 'even' | 'same-cell';

/** Facts of a quarter in the same-cell shape, where the touched cell reads it: those of 100 thousand spread evenly. */
const KEPT = Math.round(100_000 / QUARTERS.length);
const READ_FROM = '2024Q1';

function perQuarter(total: number, shape: Shape): Map<string, number> {
  if (shape === 'even') return new Map(QUARTERS.map((quarter) => [quarter, Math.round(total / QUARTERS.length)]));
  const old = QUARTERS.filter((quarter) => quarter < READ_FROM);
  const rest = Math.round((total - KEPT * (QUARTERS.length - old.length)) / old.length);
  return new Map(QUARTERS.map((quarter) => [quarter, quarter < READ_FROM ? rest : KEPT]));
}

/** Of a hundred facts: cases filed, cases solved, seizures, intelligence reports. */
const SHARES = { facts_case_filed: 40, facts_case_solved: 34, facts_seizure: 10, facts_intelligence: 16 } as const;

const CATEGORIES = ['trafficking', 'manufacturing', 'possession', 'drug-use', 'drug-driving', 'other'];

function list(values: readonly string[]): string {
  return `[${values.map((value) => `'${value}'`).join(', ')}]`;
}

/** Columns that every facts table has, of row `number` of a quarter. */
function common(quarter: string, codes: readonly string[]): string {
  const start = `${quarter.slice(0, 4)}-${String(Number(quarter.slice(5)) * 3 - 2).padStart(2, '0')}-01`;
  return `${list(codes)}[number % ${codes.length} + 1] AS region, '${quarter}' AS quarter,
  toString(toDate('${start}') + intDiv(number, ${codes.length}) % 90) AS day, concat(region, '-${quarter}-', toString(number)) AS subject,
  toUInt256(1) AS rank, false AS deleted, concat('/', region, '/police') AS source, subject AS id, 1 AS revision,
  toUnixTimestamp(toDateTime(concat(day, ' 12:00:00'), 'UTC')) * 1000 AS received_at, true AS simulated, false AS backfilled, [] AS flags`;
}

const CASE = `${list(CATEGORIES)}[cityHash64(number, 1) % ${CATEGORIES.length} + 1] AS category, 'ordinary' AS severity, 'none' AS target_level,
  [cityHash64(number, 2) % 3 = 0 ? 'video' : 'patrol'] AS solved_by, true AS pre_controlled, false AS large_scale,
  category = 'other' AND number % 2 = 0 AS caused_by_user, false AS out_of_supervision, 1 + number % 3 AS involved, number % 50 = 0 ? 1 : 0 AS minors, 0 AS pupils`;

const OWN: Record<keyof typeof SHARES, string> = {
  facts_case_filed: CASE,
  facts_case_solved: CASE,
  facts_seizure: `'' AS case_id, 'parcel' AS channel, 1 AS events,
  [['methamphetamine', 'heroin', 'ketamine', 'cannabis-herb'][cityHash64(number, 3) % 4 + 1]] AS item_substance, [''] AS item_name,
  [toDecimal256(number % 97, 30)] AS item_quantity, ['g'] AS item_unit, [toNullable(toDecimal256(number % 97, 30))] AS item_grams, [NULL] AS item_pure_grams`,
  facts_intelligence: `number % 4 = 0 ? 'tip' : 'lead' AS kind, 'B' AS grade, ['ketamine'] AS substances,
  number % 5 = 0 ? 'case-opened' : 'open' AS disposition, '' AS case_id`,
};

/** Fills the facts tables by the engine itself; the same rows for the same size and shape. Gives how many there are. */
export async function fillFacts(
  store: Store,
  { deployment, total, shape }: { deployment: Deployment; total: number; shape: Shape },
): Promise<number> {
  const setting = new Setting(deployment, Date.now());
  const codes = setting.regions.unitsOf(setting.city, '2026-06-01').map(({ code }) => code);
  let rows = 0;
  for (const [quarter, count] of perQuarter(total, shape)) {
    for (const [table, share] of Object.entries(SHARES) as [keyof typeof SHARES, number][]) {
      const own = Math.round((count * share) / 100);
      await store.command(
        `INSERT INTO ${table} SELECT ${common(quarter, codes)}, ${OWN[table]} FROM numbers(${own}) SETTINGS insert_deduplicate = 0`,
      );
      rows += own;
    }
    await attest(store, { quarter, codes: [...codes, setting.city] });
  }
  return rows;
}

/** Every area attests its three feeds of the quarter. */
async function attest(store: Store, { quarter, codes }: { quarter: string; codes: readonly string[] }): Promise<void> {
  const through = `toString(toDate('${quarter.slice(0, 4)}-${String(Number(quarter.slice(5)) * 3 - 2).padStart(2, '0')}-01') + INTERVAL 3 MONTH - INTERVAL 1 DAY)`;
  await store.command(
    `INSERT INTO facts_attestation SELECT region, '${quarter}' AS quarter, through AS day, concat(region, '/', feed, '/${quarter}') AS subject,
  toUInt256(1) AS rank, false AS deleted, concat('/', region, '/police') AS source, subject AS id, 1 AS revision, 1 AS received_at,
  true AS simulated, false AS backfilled, [] AS flags, feed, '${quarter}' AS period, ${through} AS through, NULL AS count
FROM (SELECT arrayJoin(${list(codes)}) AS region, arrayJoin(['cases', 'seizures', 'intelligence']) AS feed)`,
  );
}

const RETURN_MEASURES = measureContracts().filter(({ refused, compared }) => refused === null && !compared);
const PERIODS_OF: Record<MeasureContract['periods'][number], readonly string[]> = {
  quarter: QUARTERS,
  half: YEARS.flatMap((year) => [`${year}H1`, `${year}H2`]).slice(1, -1),
  year: [2019, ...YEARS.slice(0, -1)].map(String),
};
const FIGURES: Record<MeasureContract['takes'], string> = {
  ratio: '3 + n % 5 AS numerator, 80 + n % 40 AS denominator, NULL AS value, NULL AS flag',
  numerator: '3 + n % 5 AS numerator, NULL AS denominator, NULL AS value, NULL AS flag',
  value: 'NULL AS numerator, NULL AS denominator, 4 + n % 9 AS value, NULL AS flag',
  flag: 'NULL AS numerator, NULL AS denominator, NULL AS value, n % 7 > 0 AS flag',
};

/** Every return that areas owe over the quarters, each with the record in the ledger that it came by. Gives how many. */
export async function fillReturns(store: Store, codes: readonly string[]): Promise<number> {
  let rows = 0;
  for (const { id, takes, periods } of RETURN_MEASURES) {
    const keys = periods.flatMap((kind) => PERIODS_OF[kind]);
    await insertReturns(store, { id, takes, keys, codes });
    rows += codes.length * keys.length;
  }
  await store.command(`INSERT INTO ledger (topic, partition, offset, received_at, family, subject)
SELECT 'duqing.returns', 0, rowNumberInAllBlocks(), received_at, 'return', subject FROM facts_return SETTINGS insert_deduplicate = 0`);
  return rows;
}

async function insertReturns(
  store: Store,
  given: { id: string; takes: MeasureContract['takes']; keys: readonly string[]; codes: readonly string[] },
): Promise<void> {
  const { id, keys, codes } = given;
  const lastDays = keys.map((key) => addDays(parsePeriod(key)?.end ?? '', -1));
  await store.command(
    `INSERT INTO facts_return SELECT region, of.2 AS quarter, of.3 AS day, concat(region, '/', {id:String}, '/', of.1) AS subject,
  toUInt256(1) AS rank, false AS deleted, concat('/', region, '/x') AS source, subject AS id, 1 AS revision,
  toUnixTimestamp(toDateTime(concat(of.3, ' 12:00:00'), 'UTC')) * 1000 AS received_at, true AS simulated, false AS backfilled, [] AS flags,
  {id:String} AS measure, of.1 AS period, NULL AS department, ${FIGURES[given.takes]}, false AS nil
FROM (
  SELECT region, cityHash64(region, of) AS n, of FROM (SELECT arrayJoin({codes:Array(String)}) AS region) AS areas
  CROSS JOIN (SELECT arrayJoin(arrayZip({keys:Array(String)}, {quarters:Array(String)}, {days:Array(String)})) AS of) AS periods
) SETTINGS insert_deduplicate = 0`,
    { id, codes, keys, days: lastDays, quarters: lastDays.map(quarterOfDay) },
  );
}
