import { canonicalJson, validate, type RawMessage, type ValidationContext } from '@duqing/events';
import { rankOf, type LedgerRow } from '@duqing/warehouse';
import { rejected, sha256, type Rejected } from './rejected.ts';

export interface SortedBatch {
  ledger: LedgerRow[];
  rejects: Rejected[];
}

/** Each message of a batch either as a ledger row or as a reject with its reason: none is left out. */
export function sortBatch(messages: readonly RawMessage[], context: ValidationContext): SortedBatch {
  const sorted: SortedBatch = { ledger: [], rejects: [] };
  for (const message of messages) {
    const result = validate(message, context);
    if (result.ok) sorted.ledger.push(ledgerRow(message, result, context.now));
    else sorted.rejects.push(rejected(message, { reject: result.reject, context }));
  }
  return sorted;
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
