import { ClickHouseError, parseError } from '@clickhouse/client';

/** ClickHouse's codes that time may mend; the names are the server's own (errorCodeToName). A closed list. */
export const TRANSIENT_CODES: ReadonlyMap<number, string> = new Map([
  // a full disk, or a limit of it: the write that failed left nothing
  [75, 'CANNOT_WRITE_TO_FILE_DESCRIPTOR'],
  [159, 'TIMEOUT_EXCEEDED'],
  [173, 'CANNOT_ALLOCATE_MEMORY'],
  [198, 'DNS_ERROR'],
  [202, 'TOO_MANY_SIMULTANEOUS_QUERIES'],
  [203, 'NO_FREE_CONNECTION'],
  [209, 'SOCKET_TIMEOUT'],
  [210, 'NETWORK_ERROR'],
  [225, 'NO_ZOOKEEPER'],
  [236, 'ABORTED'],
  [241, 'MEMORY_LIMIT_EXCEEDED'],
  [242, 'TABLE_IS_READ_ONLY'],
  [243, 'NOT_ENOUGH_SPACE'],
  [252, 'TOO_MANY_PARTS'],
  [279, 'ALL_CONNECTION_TRIES_FAILED'],
  [285, 'TOO_FEW_LIVE_REPLICAS'],
  [286, 'UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE'],
  [289, 'REPLICA_IS_NOT_IN_QUORUM'],
  [319, 'UNKNOWN_STATUS_OF_INSERT'],
  [369, 'ALL_REPLICAS_ARE_STALE'],
  [394, 'QUERY_WAS_CANCELLED'],
  [439, 'CANNOT_SCHEDULE_TASK'],
  [473, 'DEADLOCK_AVOIDED'],
  [519, 'NO_REMOTE_SHARD_AVAILABLE'],
  [733, 'TABLE_IS_BEING_RESTARTED'],
  [745, 'SERVER_OVERLOADED'],
  [999, 'KEEPER_EXCEPTION'],
]);

/** Node's codes of a network that may come back. */
const TRANSIENT_NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** A statement that failed. `transient` decides whether it may be tried again, with the same insert token. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  /** ClickHouse's exception code; null where the store was not reached */
  readonly code: number | null;
  /** ClickHouse's name of the code, or Node's network code */
  readonly type: string;
  readonly transient: boolean;

  constructor(message: string, options: { code: number | null; type: string; transient: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.type = options.type;
    this.transient = options.transient;
  }
}

/** What a client or the embedded engine threw, by class and code; never by the message. */
function toStoreError(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = clickhouseCode(cause);
  if (code === null) {
    const type = networkCode(cause);
    return new StoreError(message, { code, type, transient: TRANSIENT_NETWORK.has(type), cause });
  }
  const type = TRANSIENT_CODES.get(code) ?? typeOf(cause);
  return new StoreError(message, { code, type, transient: TRANSIENT_CODES.has(code), cause });
}

function clickhouseCode(cause: unknown): number | null {
  if (cause instanceof ClickHouseError) return Number(cause.code);
  const isEngine = cause instanceof Error && 'clickhouseCode' in cause && typeof cause.clickhouseCode === 'number';
  return isEngine ? Number(cause.clickhouseCode) : null;
}

/** ClickHouse's name of a final code, for people; the embedded engine gives it inside the message only. */
function typeOf(cause: unknown): string {
  const parsed = cause instanceof ClickHouseError ? cause : parseError(cause as Error);
  return parsed instanceof ClickHouseError ? (parsed.type ?? '') : '';
}

function networkCode(cause: unknown): string {
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.name : 'UNKNOWN';
}

/** Runs a call of a client, its failure as a `StoreError`. */
export async function storing<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    throw toStoreError(cause);
  }
}

/** A row that the store does not take, found before it was sent. */
export function incorrect(message: string): StoreError {
  return new StoreError(message, { code: null, type: 'INCORRECT_ROW', transient: false });
}
