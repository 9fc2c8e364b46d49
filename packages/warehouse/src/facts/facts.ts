import { parsePeriod, quarterOfDay, addDays, type Day } from '@duqing/calendar';
import {
  dayIn,
  type AttestationData,
  type CaseData,
  type IntelligenceData,
  type ReturnData,
  type SeizureData,
} from '@duqing/events';
import { decimal, gramsOf, pureGramsOf, toText, type Decimal } from '@duqing/substances';
import type { AttestationFact, CaseFact, IntelligenceFact, LedgerRow, ReturnFact, SeizureFact } from '../schema.ts';

/** Rows of the facts tables, table by table. */
export interface Facts {
  facts_case_filed: CaseFact[];
  facts_case_solved: CaseFact[];
  facts_seizure: SeizureFact[];
  facts_intelligence: IntelligenceFact[];
  facts_return: ReturnFact[];
  facts_attestation: AttestationFact[];
}
export type FactTable = keyof Facts;

export const FACT_TABLES = [
  'facts_case_filed',
  'facts_case_solved',
  'facts_seizure',
  'facts_intelligence',
  'facts_return',
  'facts_attestation',
] as const satisfies FactTable[];

type AnyFact = Facts[FactTable][number];

function noFacts(): Facts {
  return {
    facts_case_filed: [],
    facts_case_solved: [],
    facts_seizure: [],
    facts_intelligence: [],
    facts_return: [],
    facts_attestation: [],
  };
}

/**
 * The facts of any number of entities from all their ledger rows: the winner live in its own cells, and a deletion row, of the
 * winner's rank, in every other cell that any revision ever named. The same rows whatever the order of `rows`.
 */
export function factsOf(rows: readonly LedgerRow[]): Facts {
  const facts = noFacts();
  for (const ofFamily of Map.groupBy(rows, ({ family }) => family).values())
    for (const records of Map.groupBy(ofFamily, ({ subject }) => subject).values()) addEntity(facts, records);
  return facts;
}

/** The ledger row that counts: highest rank, then the first to arrive. */
function winnerRow(records: readonly LedgerRow[]): LedgerRow {
  return records.reduce((best, row) => (isBefore(row, best) ? row : best));
}

function isBefore(a: LedgerRow, b: LedgerRow): boolean {
  const [rankA, rankB] = [BigInt(a.rank), BigInt(b.rank)];
  if (rankA !== rankB) return rankA > rankB;
  return arrival(a) < arrival(b);
}

/** Sortable text of when and where a row arrived. */
function arrival(row: LedgerRow): string {
  const place = [row.topic, String(row.partition).padStart(6, '0'), row.offset.padStart(20, '0')];
  return [String(row.received_at).padStart(16, '0'), ...place].join('/');
}

/** A record that says something, and what it says. */
interface Told {
  row: LedgerRow;
  data: unknown;
}

/** The tables that hold the milestones of a family. */
const TABLES_OF: Readonly<Record<string, readonly FactTable[]>> = {
  case: ['facts_case_filed', 'facts_case_solved'],
  seizure: ['facts_seizure'],
  intelligence: ['facts_intelligence'],
  return: ['facts_return'],
  attestation: ['facts_attestation'],
};

function addEntity(facts: Facts, records: LedgerRow[]): void {
  const winner = winnerRow(records);
  if (records.length === 1) return addOnly(facts, winner);
  const otherSource = records.some(({ source }) => source !== winner.source);
  const mark = otherSource ? { ...winner, flags: [...new Set([...winner.flags, 'other-source'])] } : winner;
  const told: Told[] = [mark, ...records.filter((record) => record !== winner)].flatMap((row) =>
    row.withdrawn ? [] : [{ row, data: JSON.parse(row.data) as unknown }],
  );
  for (const table of TABLES_OF[winner.family] ?? []) {
    const done = new Set<string>();
    for (const one of told) {
      const fact = milestoneOf(one, table);
      if (!fact || done.has(cellKey(fact))) continue;
      done.add(cellKey(fact));
      (facts[table] as AnyFact[]).push(one.row === mark ? fact : { ...fact, rank: winner.rank, deleted: true });
    }
  }
}

/** The commonest entity by far: told once, so that nothing competes and no cell is left. */
function addOnly(facts: Facts, row: LedgerRow): void {
  if (row.withdrawn) return;
  const told: Told = { row, data: JSON.parse(row.data) as unknown };
  for (const table of TABLES_OF[row.family] ?? []) {
    const fact = milestoneOf(told, table);
    if (fact) (facts[table] as AnyFact[]).push(fact);
  }
}

function cellKey(fact: AnyFact): string {
  return `${fact.region}\n${fact.quarter}`;
}

type Common = Omit<
  CaseFact,
  | 'category'
  | 'severity'
  | 'target_level'
  | 'solved_by'
  | 'pre_controlled'
  | 'large_scale'
  | 'caused_by_user'
  | 'out_of_supervision'
  | 'involved'
  | 'minors'
  | 'pupils'
>;

function commonOf(row: LedgerRow, day: Day): Common {
  const { region, subject, rank, source, id, revision, received_at, simulated, backfilled, flags } = row;
  const quarter = quarterOfDay(day);
  return {
    region,
    quarter,
    day,
    subject,
    rank,
    deleted: false,
    source,
    id,
    revision,
    received_at,
    simulated,
    backfilled,
    flags,
  };
}

/** The row that a record gives to a table of its family, or undefined where it has no such milestone. */
function milestoneOf({ row, data }: Told, table: FactTable): AnyFact | undefined {
  switch (table) {
    case 'facts_case_filed':
      return caseFact(row, data as CaseData, (data as CaseData).filedAt);
    case 'facts_case_solved':
      return caseFact(row, data as CaseData, (data as CaseData).solvedAt);
    case 'facts_seizure':
      return seizureFact(row, data as SeizureData);
    case 'facts_intelligence':
      return intelligenceFact(row, data as IntelligenceData);
    case 'facts_return':
      return returnFact(row, data as ReturnData);
    case 'facts_attestation':
      return attestationFact(row, data as AttestationData);
  }
}

function caseFact(row: LedgerRow, data: CaseData, at: string | undefined): CaseFact | undefined {
  if (at === undefined) return undefined;
  return {
    ...commonOf(row, dayIn(at)),
    category: data.category,
    severity: data.severity ?? null,
    target_level: data.targetLevel ?? null,
    solved_by: data.solvedBy ?? [],
    pre_controlled: data.preControlled ?? null,
    large_scale: data.largeScale ?? null,
    caused_by_user: data.causedByUser ?? null,
    out_of_supervision: data.outOfSupervision ?? null,
    involved: data.persons?.involved ?? null,
    minors: data.persons?.minors ?? null,
    pupils: data.persons?.pupils ?? null,
  };
}

function seizureFact(row: LedgerRow, data: SeizureData): SeizureFact {
  const items = data.items.map((item) => ({
    ...item,
    exact: { value: decimal(item.quantity.value), unit: item.quantity.unit },
  }));
  return {
    ...commonOf(row, dayIn(data.seizedAt)),
    case_id: data.case ?? '',
    channel: data.channel ?? null,
    events: data.events ?? 1,
    item_substance: items.map(({ substance }) => substance),
    item_name: items.map(({ name }) => name ?? ''),
    item_quantity: items.map(({ exact }) => toText(exact.value)),
    item_unit: items.map(({ quantity }) => quantity.unit),
    item_grams: items.map(({ exact }) => orNull(gramsOf(exact))),
    item_pure_grams: items.map(({ exact, purity }) =>
      purity === undefined ? null : orNull(pureGramsOf(exact, purity)),
    ),
  };
}

function orNull(value: Decimal | null): string | null {
  return value && toText(value);
}

function intelligenceFact(row: LedgerRow, data: IntelligenceData): IntelligenceFact {
  return {
    ...commonOf(row, dayIn(data.obtainedOn)),
    kind: data.kind,
    grade: data.grade ?? null,
    substances: data.substances ?? [],
    disposition: data.disposition ?? null,
    case_id: data.case ?? '',
  };
}

/** The last day of a period: where a return and an attestation stand in the calendar. */
function lastDay(period: string): Day {
  const found = parsePeriod(period);
  if (!found) throw new RangeError(`no period: ${period}`);
  return addDays(found.end, -1);
}

function returnFact(row: LedgerRow, data: ReturnData): ReturnFact {
  return {
    ...commonOf(row, lastDay(data.period)),
    measure: data.measure,
    period: data.period,
    department: data.department ?? null,
    numerator: data.numerator ?? null,
    denominator: data.denominator ?? null,
    value: typeof data.value === 'number' ? data.value : null,
    flag: typeof data.value === 'boolean' ? data.value : null,
    nil: data.nil ?? false,
  };
}

function attestationFact(row: LedgerRow, data: AttestationData): AttestationFact {
  return {
    ...commonOf(row, lastDay(data.period)),
    feed: data.feed,
    period: data.period,
    through: data.through,
    count: data.count ?? null,
  };
}
