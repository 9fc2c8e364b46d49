/** Of a fetched message what decides whether it was aborted; `isControlRecord` messages are handed to nobody. */
export interface FetchedMessage {
  /** 64-bit, as decimal text */
  offset: string;
  key: Uint8Array | null;
  isControlRecord: boolean;
  batchContext?: { producerId: string; inTransaction: boolean };
}

export interface FetchedPartition {
  messages: FetchedMessage[];
  /** transactions that were aborted and reach into this fetch; `firstOffset` may lie before it */
  abortedTransactions?: { producerId: string; firstOffset: string }[] | null;
}

/**
 * Marks the messages of aborted transactions as control records, so that they count for the position and are handed to nobody. A
 * producer's messages are aborted from its transaction's first offset to its abort marker (a control record of type 0).
 */
export function hideAborted(partition: FetchedPartition): void {
  const waiting = (partition.abortedTransactions ?? []).toSorted((one, other) =>
    Number(BigInt(one.firstOffset) - BigInt(other.firstOffset)),
  );
  partition.abortedTransactions = [];
  if (waiting.length === 0) return;
  const aborting = new Set<string>();
  for (const message of partition.messages) {
    for (let next = waiting[0]; next && BigInt(next.firstOffset) <= BigInt(message.offset); next = waiting[0]) {
      aborting.add(next.producerId);
      waiting.shift();
    }
    hideOne(message, aborting);
  }
}

function hideOne(message: FetchedMessage, aborting: Set<string>): void {
  const { producerId = '', inTransaction = false } = message.batchContext ?? {};
  if (message.isControlRecord) {
    if (isAbortMarker(message)) aborting.delete(producerId);
  } else if (inTransaction && aborting.has(producerId)) {
    message.isControlRecord = true;
  }
}

/** The key of a control record is its version and its type, 16 bits each. */
function isAbortMarker({ key }: FetchedMessage): boolean {
  return key !== null && key.length >= 4 && key[2] === 0 && key[3] === 0;
}
