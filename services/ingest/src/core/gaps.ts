import type { RawMessage } from '@duqing/events';
import type { OffsetGapRow } from '@duqing/warehouse';

/**
 * Offsets inside a batch that the broker passed over: markers of transactions and what was aborted. Those at its edges the reader
 * knows; between two batches nothing is claimed, for there another member may have been at work.
 */
export function gapsOf(messages: readonly RawMessage[]): OffsetGapRow[] {
  return messages.flatMap(({ topic, partition, offset }, index) => {
    const before = messages[index - 1];
    if (before === undefined) return [];
    const [first, last] = [BigInt(before.offset) + 1n, BigInt(offset) - 1n];
    return first > last ? [] : [{ topic, partition, first_offset: String(first), last_offset: String(last) }];
  });
}
