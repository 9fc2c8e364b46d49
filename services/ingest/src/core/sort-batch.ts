import { createHash } from 'node:crypto';
import { validate, type RawMessage, type Reject, type ValidationContext, canonicalJson } from '@duqing/events';
import { rankOf, type LedgerRow, type RejectRow } from '@duqing/warehouse';

/** Bytes of a reject that are kept in the store; the topic keeps them all. */
const PAYLOAD_BYTES = 65_536;

export interface SortedBatch {
  ledger: LedgerRow[];
  rejects: { row: RejectRow; value: Uint8Array | null; key: Uint8Array | null }[];
}

/** Each message of a batch either as a ledger row or as a reject with its reason: none is left out. */
export function sortBatch(messages: readonly RawMessage[], context: ValidationContext): SortedBatch {
  const sorted: SortedBatch = { ledger: [], rejects: [] };
  for (const message of messages) {
    const result = validate(message, context);
    if (result.ok) sorted.ledger.push(ledgerRow(message, result, context.now));
    else sorted.rejects.push(rejected(message, result.reject));
  }
  return sorted;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

type Valid = Extract<ReturnType<typeof validate>, { ok: true }>;

function ledgerRow(message: RawMessage, { event, flags }: Valid, processedAt: number): LedgerRow {
  const value = message.value ?? new Uint8Array();
  const { data, dataHash, time, source, id, type, subject, family, withdrawn, simulated, receivedAt } = event;
  return {
    topic: message.topic,
    partition: message.partition,
    offset: message.offset,
    received_at: receivedAt,
    processed_at: processedAt,
    source,
    id,
    type,
    family,
    subject,
    revision: data.revision,
    withdrawn,
    time,
    rank: rankOf({ revision: data.revision, withdrawn, time, dataHash }),
    data_hash: dataHash,
    bytes_hash: sha256(value),
    bytes: Buffer.from(value).toString('utf8'),
    data: canonicalJson(data),
    region: 'region' in data ? data.region : '',
    flags: [...new Set(flags.map(({ code }) => code))],
    simulated,
    backfilled: message.headers['duqing-backfilled'] !== undefined,
  };
}

function rejected(message: RawMessage, reject: Reject): SortedBatch['rejects'][number] {
  const value = reject.masked ?? message.value;
  const kept = value ?? new Uint8Array();
  const row: RejectRow = {
    topic: message.topic,
    partition: message.partition,
    offset: message.offset,
    received_at: message.appendedAt,
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
  };
  return { row, value, key: reject.masked === null ? message.key : null };
}
