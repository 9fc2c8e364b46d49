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
  for (const records of Map.groupBy(rows, (row) => `${row.family}\n${row.subject}`).values()) addEntity(facts, records);
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

function addEntity(facts: Facts, records: LedgerRow[]): void {
  const winner = winnerRow(records);
  const otherSource = new Set(records.map(({ source }) => source)).size > 1;
  const mark = otherSource ? { ...winner, flags: [...new Set([...winner.flags, 'other-source'])] } : winner;
  for (const table of FACT_TABLES) {
    const live = winner.withdrawn ? undefined : milestoneOf(mark, table);
    const push = (fact: AnyFact): void => void (facts[table] as AnyFact[]).push(fact);
    if (live) push(live);
    const done = new Set(live ? [cellKey(live)] : []);
    for (const record of records) {
      const ghost = record.withdrawn ? undefined : milestoneOf(record, table);
      if (!ghost || done.has(cellKey(ghost))) continue;
      done.add(cellKey(ghost));
      push({ ...ghost, rank: winner.rank, deleted: true });
    }
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

/** The row that a record gives to a table, or undefined where it has no such milestone. */
function milestoneOf(row: LedgerRow, table: FactTable): AnyFact | undefined {
  switch (table) {
    case 'facts_case_filed':
      return row.family === 'case' ? caseFact(row, (data) => data.filedAt) : undefined;
    case 'facts_case_solved':
      return row.family === 'case' ? caseFact(row, (data) => data.solvedAt) : undefined;
    case 'facts_seizure':
      return row.family === 'seizure' ? seizureFact(row) : undefined;
    case 'facts_intelligence':
      return row.family === 'intelligence' ? intelligenceFact(row) : undefined;
    case 'facts_return':
      return row.family === 'return' ? returnFact(row) : undefined;
    case 'facts_attestation':
      return row.family === 'attestation' ? attestationFact(row) : undefined;
  }
}

function caseFact(row: LedgerRow, milestone: (data: CaseData) => string | undefined): CaseFact | undefined {
  const data = JSON.parse(row.data) as CaseData;
  const at = milestone(data);
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

function seizureFact(row: LedgerRow): SeizureFact {
  const data = JSON.parse(row.data) as SeizureData;
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

function intelligenceFact(row: LedgerRow): IntelligenceFact {
  const data = JSON.parse(row.data) as IntelligenceData;
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

function returnFact(row: LedgerRow): ReturnFact {
  const data = JSON.parse(row.data) as ReturnData;
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

function attestationFact(row: LedgerRow): AttestationFact {
  const data = JSON.parse(row.data) as AttestationData;
  return {
    ...commonOf(row, lastDay(data.period)),
    feed: data.feed,
    period: data.period,
    through: data.through,
    count: data.count ?? null,
  };
}
