import { TransientError } from '@duqing/runtime';

interface KafkaFault extends Error {
  retriable?: boolean;
  type?: string;
}

/** Faults of a producer's numbering, which a new producer does not have. */
const numbering = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'INVALID_PRODUCER_EPOCH',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_ID_MAPPING',
]);

/** The membership or the partition is someone else's: what is done from here on cannot be committed. */
const lost = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'FENCED_INSTANCE_ID']);

const loading = new Set(['GROUP_LOAD_IN_PROGRESS', 'GROUP_COORDINATOR_NOT_AVAILABLE']);

/** Wraps what time may mend (by the class and code of the fault's root, never by its text); gives back everything else as it is. */
export function asTransient(error: unknown, doing: string): unknown {
  if (!(error instanceof Error)) return error;
  const root: KafkaFault = rootOf(error);
  const mends =
    error.name === 'KafkaJSNumberOfRetriesExceeded' || root.retriable === true || numbering.has(root.type ?? '');
  return mends ? new TransientError(`${doing}: ${root.message}`, { cause: error }) : error;
}

export function isRebalance(error: unknown): boolean {
  return error instanceof Error && (rootOf(error) as KafkaFault).type === 'REBALANCE_IN_PROGRESS';
}

export function isLost(error: unknown): boolean {
  return error instanceof Error && lost.has((rootOf(error) as KafkaFault).type ?? '');
}

/** The group's coordinator is starting or moving: it will answer in a moment. */
export function isLoading(error: unknown): boolean {
  return error instanceof Error && loading.has((rootOf(error) as KafkaFault).type ?? '');
}

function rootOf(error: Error): Error {
  return error.cause instanceof Error ? rootOf(error.cause) : error;
}
