import { endOfDay, parsePeriod, startOfDay } from '@duqing/calendar';
import type {
  AttestationData,
  CaseData,
  Family,
  IntelligenceData,
  ReturnData,
  SeizureData,
  WithdrawalData,
} from '@duqing/events';
import type { ReferenceRecord } from '../model/records.ts';
import { dayAsSent } from '../model/world.ts';

/** What a builder lets a test say of the envelope; the rest follows from the data. */
export interface Envelope {
  id?: string;
  source?: string;
  subject?: string;
  /** RFC 3339; default: the day after what it tells, 09:00 in Shanghai */
  time?: string;
  simulated?: true;
  /** ms; default: `time` */
  receivedAt?: number;
}

const REGION = '980101';
const NINE = 9 * 3_600_000;

/** 09:00 in Shanghai on the day after `day`, RFC 3339. */
function morningAfter(day: string): string {
  return new Date(endOfDay(day) + NINE + 8 * 3_600_000).toISOString().replace('.000Z', '+08:00');
}

interface Draft {
  type: string;
  subject: string;
  department: string;
  /** the day that the event tells of */
  day: string;
  data: ReferenceRecord['data'] & { region?: string };
}

function record({ type, subject, department, day, data }: Draft, envelope: Envelope): ReferenceRecord {
  const time = envelope.time ?? morningAfter(day);
  const named = envelope.subject ?? subject;
  return {
    specversion: '1.0',
    id: envelope.id ?? `${named}-r${data.revision}`,
    source: envelope.source ?? `/${data.region ?? REGION}/${department}`,
    type,
    subject: named,
    time,
    datacontenttype: 'application/json',
    ...(envelope.simulated ? { simulated: envelope.simulated } : {}),
    data,
    receivedAt: envelope.receivedAt ?? Date.parse(time),
  };
}

/** A drug-trafficking case of 980101, filed on 2026-05-03, with every attribute given. */
export function caseEvent(data: Partial<CaseData> = {}, envelope: Envelope = {}): ReferenceRecord {
  const full: CaseData = {
    revision: 1,
    region: REGION,
    category: 'trafficking',
    filedAt: '2026-05-03',
    severity: 'ordinary',
    targetLevel: 'none',
    preControlled: true,
    largeScale: false,
    causedByUser: data.category === 'user-incident',
    outOfSupervision: false,
    persons: { involved: 2, minors: 0, pupils: 0, users: 1 },
    ...(data.solvedAt === undefined ? {} : { solvedBy: ['informant'] }),
    ...data,
  };
  const subject = `${full.region}-C-${full.filedAt.slice(0, 10)}`;
  const day = dayAsSent(full.solvedAt ?? full.filedAt);
  return record({ type: 'duqing.case.recorded.v1', subject, department: 'police', day, data: full }, envelope);
}

/** A seizure of 120.5 g methamphetamine in 980101 on 2026-05-03. */
export function seizureEvent(data: Partial<SeizureData> = {}, envelope: Envelope = {}): ReferenceRecord {
  const full: SeizureData = {
    revision: 1,
    region: REGION,
    seizedAt: '2026-05-03T09:10:00+08:00',
    channel: 'premises',
    items: [{ substance: 'methamphetamine', quantity: { value: 120.5, unit: 'g' }, purity: 0.78 }],
    ...data,
  };
  const subject = `${full.region}-S-${full.seizedAt.slice(0, 10)}`;
  const day = dayAsSent(full.seizedAt);
  return record({ type: 'duqing.seizure.recorded.v1', subject, department: 'police', day, data: full }, envelope);
}

/** A tip obtained in 980101 on 2026-05-03, open. */
export function intelligenceEvent(data: Partial<IntelligenceData> = {}, envelope: Envelope = {}): ReferenceRecord {
  const full: IntelligenceData = {
    revision: 1,
    region: REGION,
    obtainedOn: '2026-05-03',
    kind: 'tip',
    grade: 'B',
    disposition: 'open',
    ...data,
  };
  const subject = `${full.region}-I-${full.obtainedOn}`;
  const day = full.obtainedOn;
  return record({ type: 'duqing.intelligence.recorded.v1', subject, department: 'hotline', day, data: full }, envelope);
}

/** A return, submitted on the morning after the period's end unless told otherwise. */
export function returnEvent(
  data: Partial<ReturnData> & Pick<ReturnData, 'measure' | 'period'>,
  envelope: Envelope = {},
): ReferenceRecord {
  const full: ReturnData = { revision: 1, region: REGION, ...data };
  const subject = `${full.region}/${full.measure}/${full.period}`;
  const day = lastDayOf(full.period);
  return record({ type: 'duqing.return.submitted.v1', subject, department: 'office', day, data: full }, envelope);
}

/** The feed `cases` of 980101 attested through a quarter's end (or `through`), on the morning after. */
export function attestation(
  data: Partial<AttestationData> & Pick<AttestationData, 'period'>,
  envelope: Envelope = {},
): ReferenceRecord {
  const full: AttestationData = {
    revision: 1,
    region: REGION,
    feed: 'cases',
    through: lastDayOf(data.period),
    ...data,
  };
  const subject = `${full.region}/${full.feed}/${full.period}`;
  return record(
    { type: 'duqing.feed.attested.v1', subject, department: 'police', day: full.through, data: full },
    envelope,
  );
}

/** Withdraws what a record recorded, at the next revision, one day later. */
export function withdrawal(
  of: ReferenceRecord,
  data: Partial<WithdrawalData> = {},
  envelope: Envelope = {},
): ReferenceRecord {
  const full: WithdrawalData = { revision: of.data.revision + 1, reason: 'entered-twice', ...data };
  const family = of.type.split('.')[1] as Family;
  return record(
    {
      type: `duqing.${family}.withdrawn.v1`,
      subject: of.subject,
      department: '',
      day: dayAsSent(of.time),
      data: full,
    },
    { source: of.source, ...envelope },
  );
}

function lastDayOf(key: string): string {
  const period = parsePeriod(key);
  if (!period) throw new RangeError(`no period: ${key}`);
  return new Date(startOfDay(period.end) - 1 + 8 * 3_600_000).toISOString().slice(0, 10);
}
