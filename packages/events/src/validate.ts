import { parsePeriod } from '@duqing/calendar';
import { sha256 } from './canonical.ts';
import type { ValidationContext, Validated } from './context.ts';
import { milestonesOf, type Milestone } from './days.ts';
import { decode, type Decoded } from './decode.ts';
import { faultOf, pathText, type Fault } from './fault.ts';
import { maskedCopy, personalPath } from './mask.ts';
import type { RawMessage } from './message.ts';
import { maskPersonalData } from './personal.ts';
import { MAX_DEPTH, reasonOf } from './reasons.ts';
import { EVENT_TYPES, type EventType } from './registry.ts';
import { areaFault, areaFlags, withdrawalFault } from './rules/area.ts';
import { attestationFault } from './rules/attestation.ts';
import { caseFault, caseFlags } from './rules/case.ts';
import { returnFault } from './rules/return.ts';
import { intelligenceFault, intelligenceFlags, seizureFault, seizureFlags } from './rules/seizure.ts';
import { receivedAt, timeFlags } from './rules/time.ts';
import { typeFault } from './rules/type.ts';
import { accepting } from './schema/accepting.ts';
import type { DuqingEvent, Flag, Recorded, Reject } from './types.ts';

type Fields = Record<string, unknown>;
type Readable = Extract<Decoded, { fault?: undefined }>;

/** Attributes of an event that its schema let through. */
interface Envelope {
  id: string;
  source: string;
  subject: string;
  time: string;
  receivedtime?: string;
  simulated?: true;
  data: DuqingEvent['data'];
}

const TYPES: ReadonlyMap<unknown, EventType> = new Map(EVENT_TYPES.map((entry) => [entry.type, entry]));
const ACCEPTING = new Map(EVENT_TYPES.map((entry) => [entry, accepting(entry.schema)]));

/**
 * A message as a valid event with its doubts, or as a reject with the first fault found: never throws, whatever the bytes. The order
 * is bytes, personal data, type, shape, key, then the rules across fields.
 */
export function validate(message: RawMessage, context: ValidationContext): Validated {
  const decoded = decode(message);
  if (decoded.fault) return refuse(message, decoded.fault, {});
  const { event: fields } = decoded;
  const result = judge(message, decoded, context);
  return 'code' in result
    ? refuse(message, isTooDeep(fields) ? { code: 'too-deep', field: '' } : result, fields)
    : result;
}

function judge(message: RawMessage, decoded: Readable, context: ValidationContext): Validated | Fault {
  const { event: fields } = decoded;
  const personal = personalPath(decoded, message.headers);
  if (personal) return { code: 'personal-data', field: pathText(personal) };
  const entry = TYPES.get(fields['type']);
  if (!entry) return typeFault(fields['type']);
  if (entry.topic !== message.topic) {
    return {
      code: 'wrong-topic',
      field: 'type',
      right: { zh: `发往 ${entry.topic}`, en: `send it to ${entry.topic}` },
    };
  }
  const envelope = ACCEPTING.get(entry)?.safeParse(fields).data as Envelope | undefined;
  if (!envelope) return schemaFault(entry, fields);
  if (message.key !== null && !isKey(message.key, envelope.subject)) {
    return { code: 'key-mismatch', field: 'key', right: { zh: envelope.subject, en: envelope.subject } };
  }
  const received = receivedAt({ receivedtime: envelope.receivedtime, appendedAt: message.appendedAt }, context);
  if (typeof received !== 'number') return received;
  return accept(eventOf(entry, envelope, received), context);
}

function schemaFault({ schema }: EventType, fields: Fields): Fault {
  return faultOf(schema.safeParse(fields).error?.issues ?? [], { schema, input: fields });
}

/** A subject is ASCII: a byte a character. */
function isKey(key: Uint8Array, subject: string): boolean {
  return key.length === subject.length && key.every((byte, index) => byte === subject.charCodeAt(index));
}

function eventOf({ type, family, withdrawn }: EventType, envelope: Envelope, received: number): DuqingEvent {
  const { id, source, subject, time, simulated = false, data } = envelope;
  const common = { type, id, source, subject, time: Date.parse(time), simulated, receivedAt: received };
  const dataText = JSON.stringify(data);
  return { ...common, dataText, dataHash: sha256(dataText), family, withdrawn, data } as DuqingEvent;
}

function accept(event: DuqingEvent, context: ValidationContext): Validated | Fault {
  if (event.withdrawn) return withdrawalFault(event, context.regions) ?? { ok: true, event, flags: [] };
  const fault = ruleFault(event, context);
  if (fault) return fault;
  const milestones = milestonesOf(event);
  const sent = { source: event.source, region: event.data.region, milestones };
  const outside = areaFault(sent, context);
  if (outside) return outside;
  const flags = [
    ...ownFlags(event),
    ...areaFlags(sent, context.regions),
    ...timeFlags(dated(event, milestones), event.receivedAt),
  ];
  return { ok: true, event, flags };
}

/** The rules across the fields of one family. */
function ruleFault(event: Recorded, { measures, substances }: ValidationContext): Fault | null {
  switch (event.family) {
    case 'case':
      return caseFault(event.data);
    case 'seizure':
      return seizureFault(event.data, substances);
    case 'intelligence':
      return intelligenceFault(event.data, substances);
    case 'return':
      return returnFault({ ...event, measures });
    case 'attestation':
      return attestationFault(event);
  }
}

function ownFlags(event: Recorded): Flag[] {
  switch (event.family) {
    case 'case':
      return caseFlags(event.data);
    case 'seizure':
      return seizureFlags(event.data);
    case 'intelligence':
      return intelligenceFlags(event.data);
    case 'return':
    case 'attestation':
      return [];
  }
}

/** What may be ahead of receipt or long past: a return may come while its period runs, but not before it starts. */
function dated(event: Recorded, milestones: Milestone[]): Milestone[] {
  switch (event.family) {
    case 'case':
    case 'seizure':
    case 'intelligence':
      return milestones;
    case 'return': {
      const start = parsePeriod(event.data.period)?.start ?? '';
      return [{ field: 'data.period', at: start, day: start }];
    }
    case 'attestation': {
      const { through } = event.data;
      return [{ field: 'data.through', at: through, day: through }];
    }
  }
}

/** Measured on refused messages only: a valid one is shallow. Without recursion, as deep as the message is long. */
function isTooDeep(fields: Fields): boolean {
  let level: unknown[] = [fields];
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1) {
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
    if (level.length === 0) return false;
  }
  return true;
}

/** The reject never says what may not be kept: every text in it is masked. */
function refuse(message: RawMessage, fault: Fault, fields: Fields): { ok: false; reject: Reject } {
  const { zh, en } = reasonOf(fault);
  const text = (name: string): string | null => {
    const value = fields[name];
    return typeof value === 'string' ? maskPersonalData(value) : null;
  };
  const reject: Reject = {
    code: fault.code,
    field: maskPersonalData(fault.field),
    reason: { zh: maskPersonalData(zh), en: maskPersonalData(en) },
    source: text('source'),
    id: text('id'),
    type: text('type'),
    subject: text('subject'),
    masked: maskedCopy(message),
  };
  return { ok: false, reject };
}
