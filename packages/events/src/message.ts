/** One message as it stands in a topic (or the in-process bus): bytes and coordinates, nothing decoded. */
export interface RawMessage {
  topic: string;
  partition: number;
  /** 64-bit, as decimal text */
  offset: string;
  key: Uint8Array | null;
  /** null is a tombstone: rejected */
  value: Uint8Array | null;
  headers: Record<string, Uint8Array | undefined>;
  /** the broker's append time, ms since the epoch: what "received" means */
  appendedAt: number;
}
