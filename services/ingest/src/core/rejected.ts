import { hash } from 'node:crypto';
import type { RawMessage, Reject, ValidationContext } from '@duqing/events';
import type { RejectRow } from '@duqing/warehouse';

/** Bytes of a reject that are kept in the store; the topic keeps them all. */
const PAYLOAD_BYTES = 65_536;

/** A refused message: its row for the store, and what its dead letter is made of. */
export interface Rejected {
  row: RejectRow;
  value: Uint8Array | null;
  key: Uint8Array | null;
}

export function rejected(
  message: RawMessage,
  { reject, context }: { reject: Reject; context: Pick<ValidationContext, 'now' | 'replay'> },
): Rejected {
  const value = reject.masked ?? message.value;
  const kept = value ?? new Uint8Array();
  const row: RejectRow = {
    topic: message.topic,
    partition: message.partition,
    offset: message.offset,
    received_at: receivedAt(message, context),
    source: reject.source ?? '',
    id: reject.id ?? '',
    type: reject.type ?? '',
    subject: reject.subject ?? '',
    code: reject.code,
    field: reject.field,
    reason_zh: reject.reason.zh,
    reason_en: reject.reason.en,
    payload: Buffer.from(kept.subarray(0, PAYLOAD_BYTES)).toString('base64'),
    payload_size: kept.length,
    payload_hash: sha256(kept),
    masked: reject.masked !== null,
    headers: reject.masked === null ? headersText(message.headers) : '{}',
  };
  return { row, value, key: reject.masked === null ? message.key : null };
}

export function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const RECEIVED_HEADER = 'ce_receivedtime';

/** In a replay the moment that the message itself names, where it can be read and is not to come; else the append time. */
function receivedAt(
  { value, headers, appendedAt }: RawMessage,
  { now, replay }: { now: number; replay: boolean },
): number {
  if (!replay || value === null) return appendedAt;
  const text = headers[RECEIVED_HEADER] ? Buffer.from(headers[RECEIVED_HEADER]).toString('utf8') : namedIn(value);
  const at = text !== null && MOMENT.test(text) ? Date.parse(text) : NaN;
  return at <= now ? at : appendedAt;
}

function namedIn(value: Uint8Array): string | null {
  if (value.length > PAYLOAD_BYTES) return null;
  try {
    const event: unknown = JSON.parse(Buffer.from(value).toString('utf8'));
    const named = (event as { receivedtime?: unknown } | null)?.receivedtime;
    return typeof named === 'string' ? named : null;
  } catch {
    return null;
  }
}

/** The message's own headers as JSON: in binary mode its attributes are nowhere else. */
function headersText(headers: RawMessage['headers']): string {
  const texts = Object.entries(headers).flatMap(([name, bytes]) =>
    bytes ? [[name, Buffer.from(bytes).toString('utf8')] as const] : [],
  );
  return JSON.stringify(Object.fromEntries(texts));
}
