import { createHash } from 'node:crypto';
import type {
  AttestationData,
  CaseData,
  Family,
  IntelligenceData,
  ReturnData,
  SeizureData,
  WithdrawalData,
} from '@duqing/events';

type AnyData = CaseData | SeizureData | IntelligenceData | ReturnData | AttestationData | WithdrawalData;

/** A valid event in its plain CloudEvent form, with the moment it was received (ms). */
export interface ReferenceRecord {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  subject: string;
  /** RFC 3339 */
  time: string;
  simulated?: true;
  datacontenttype?: string;
  data: AnyData;
  receivedAt: number;
}

/** The record of an entity that counts, and what its history says. */
export interface Winner<T = AnyData> {
  family: Family;
  record: ReferenceRecord;
  data: T;
  /** ms: when any record of the entity first came in */
  firstReceivedAt: number;
  /** records of the entity came from more than one source */
  otherSource: boolean;
}

const FAMILIES: Record<string, Family> = {
  case: 'case',
  seizure: 'seizure',
  intelligence: 'intelligence',
  return: 'return',
  feed: 'attestation',
};

function familyOf({ type }: ReferenceRecord): Family {
  const family = FAMILIES[type.split('.')[1] ?? ''];
  if (!family) throw new Error(`not an event type: ${type}`);
  return family;
}

function isWithdrawal({ type }: ReferenceRecord): boolean {
  return type.includes('.withdrawn.');
}

/** JSON with sorted keys and no blanks (RFC 8785 for what events hold). */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, held]) => `${JSON.stringify(key)}:${canonical(held)}`).join(',')}}`;
}

function hashOf(data: AnyData): string {
  return createHash('sha256').update(canonical(data)).digest('hex');
}

/** SEMANTICS "Identity and conflict": revision, then withdrawal, then time, then hash. */
function beats(a: ReferenceRecord, b: ReferenceRecord): boolean {
  if (a.data.revision !== b.data.revision) return a.data.revision > b.data.revision;
  if (isWithdrawal(a) !== isWithdrawal(b)) return isWithdrawal(a);
  const times = [Date.parse(a.time), Date.parse(b.time)] as const;
  if (times[0] !== times[1]) return times[0] > times[1];
  return hashOf(a.data) > hashOf(b.data);
}

function winnerAmong(family: Family, records: readonly ReferenceRecord[]): Winner | undefined {
  const [first, ...rest] = records;
  if (!first) return undefined;
  const record = rest.reduce((best, next) => (beats(next, best) ? next : best), first);
  if (isWithdrawal(record)) return undefined;
  return {
    family,
    record,
    data: record.data,
    firstReceivedAt: Math.min(...records.map(({ receivedAt }) => receivedAt)),
    otherSource: new Set(records.map(({ source }) => source)).size > 1,
  };
}

/** One per entity that is not withdrawn, sorted by family and subject, of what was received by `asOf` (ms, inclusive). */
export function winnersOf(records: readonly ReferenceRecord[], asOf: number): Winner[] {
  const known = records.filter(({ receivedAt }) => receivedAt <= asOf);
  const entities = Map.groupBy(known, (record) => `${familyOf(record)} ${record.subject}`);
  const named = [...entities].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return named.flatMap(([, of]) => winnerAmong(familyOf(of[0] as ReferenceRecord), of) ?? []);
}
