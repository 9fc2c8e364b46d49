import type { RawMessage } from '@duqing/events';

/** Messages of one partition, in offset order, as one unit of work. */
export interface Batch {
  topic: string;
  partition: number;
  messages: RawMessage[];
  /** keeps the membership alive during long work; also throws where the partition was taken away */
  heartbeat(): Promise<void>;
}

/**
 * Resolves when the whole batch is durable: only then may its offsets be committed. A thrown `TransientError` has the batch
 * delivered again after a pause; any other error stops the partition and turns readiness red, nothing is skipped.
 */
export type BatchHandler = (batch: Batch) => Promise<void>;

export interface OutMessage {
  key: string | null;
  value: Uint8Array | string;
  headers?: Record<string, string>;
}

/** Resolves only when every message is acknowledged by all in-sync replicas (or stored by the in-process bus). */
export interface Publisher {
  publish(topic: string, messages: OutMessage[]): Promise<void>;
}

/** A fault that time may mend: the batch is tried again with back-off. Everything else is final. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
}
