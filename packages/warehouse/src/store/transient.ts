import { TransientError } from '@duqing/runtime';
import { StoreError } from './errors.ts';

/** A fault of the store that time may mend, as readers of Kafka know it; every other error as it is. */
export function asTransient(error: unknown): unknown {
  return error instanceof StoreError && error.transient ? new TransientError(error.message, { cause: error }) : error;
}
