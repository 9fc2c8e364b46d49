import { reasonOf, validate, type RawMessage, type Reject, type ValidationContext } from '@duqing/events';
import { rankOf, type LedgerRow, type StoreError } from '@duqing/warehouse';
import type { Refused } from './refused.ts';
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

/** The same batch where rows that the store refused for good stand among the rejects, with what the store said for engineers. */
export function withRefused(
  { ledger, rejects }: SortedBatch,
  refused: readonly Refused<LedgerRow>[],
  { messages, context }: { messages: readonly RawMessage[]; context: ValidationContext },
): SortedBatch {
  if (refused.length === 0) return { ledger, rejects };
  const errors = new Map(refused.map(({ row, error }) => [row.offset, error]));
  const added = messages.flatMap((message) => {
    const error = errors.get(message.offset);
    const row = ledger.find(({ offset }) => offset === message.offset);
    return error && row ? [rejected(message, { reject: refusal(row, error), context })] : [];
  });
  return { ledger: ledger.filter(({ offset }) => !errors.has(offset)), rejects: [...rejects, ...added] };
}

function refusal({ source, id, type, subject }: LedgerRow, error: StoreError): Reject {
  const said = `${error.type} ${error.code ?? ''}`.trim();
  const reason = reasonOf({ code: 'store-refused', field: '', right: { zh: said, en: said } });
  return { code: 'store-refused', field: '', reason, source, id, type, subject, masked: null };
}

type Valid = Extract<ReturnType<typeof validate>, { ok: true }>;

const NO_FLAGS: string[] = [];

function ledgerRow(message: RawMessage, { event, flags }: Valid, processedAt: number): LedgerRow {
  const value = message.value ?? new Uint8Array();
  const { data, dataText, dataHash, time, source, id, type, subject, family, withdrawn, simulated, receivedAt } = event;
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
    bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8'),
    data: dataText,
    region: 'region' in data ? data.region : '',
    flags: flags.length === 0 ? NO_FLAGS : [...new Set(flags.map(({ code }) => code))],
    simulated,
    backfilled: message.headers['duqing-backfilled'] !== undefined,
  };
}
