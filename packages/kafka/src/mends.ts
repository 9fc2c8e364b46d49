import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { hideAborted, type FetchedPartition } from './aborted.ts';
import { isLoading } from './faults.ts';

interface RequestQueue {
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  pending: unknown[];
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

interface Broker {
  fetch(request: unknown): Promise<{ responses: { partitions: FetchedPartition[] }[] }>;
}

interface ConsumerGroup {
  joinAndSync(): Promise<void>;
}

/** As in kafkajs: how often a queue is looked at that waits for a free slot. */
const pollMs = 10;
const loadingPauseMs = 200;
const mostPauses = 50;

let mended = false;

/** Three faults of kafkajs 2.2.4, mended in place once per process; the reasons stand at each. */
export function mendKafkajs(): void {
  if (mended) return;
  mended = true;
  const require = createRequire(import.meta.url);
  const queue = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue };
  queue.prototype.scheduleCheckPendingRequests = scheduleWhereNeeded;
  const group = require('kafkajs/src/consumer/consumerGroup') as { prototype: ConsumerGroup };
  group.prototype.joinAndSync = patient(group.prototype.joinAndSync);
  const broker = require('kafkajs/src/broker') as { prototype: Broker };
  broker.prototype.fetch = withoutAborted(broker.prototype.fetch);
}

/**
 * kafkajs sets a timer after every response, also when nothing is queued, with the time "until throttling ends", which lies in the
 * past: a TimeoutNegativeWarning of newer Node, and a needless wake-up per request. The same method, but a timer is set only where
 * a request waits for it. Other warnings stay as they are.
 */
function scheduleWhereNeeded(this: RequestQueue): void {
  if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
  const throttled = this.throttledUntil - Date.now();
  this.throttleCheckTimeoutId = setTimeout(
    () => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    },
    throttled > 0 ? throttled : pollMs,
  );
}

/**
 * A coordinator that is just starting says "loading". kafkajs gives up on that at once and forgets its membership, so that after a
 * broker's restart the group waits a whole session for a member that is alive. Ask again instead, for ten seconds at most.
 */
function patient(join: ConsumerGroup['joinAndSync']): ConsumerGroup['joinAndSync'] {
  return async function joinAndSync(this: ConsumerGroup) {
    for (let pauses = 0; ; pauses += 1) {
      try {
        return await join.call(this);
      } catch (error) {
        if (!isLoading(error) || pauses >= mostPauses) throw error;
        await pause(loadingPauseMs);
      }
    }
  };
}

/**
 * kafkajs hands out messages of aborted transactions where two of them overlap before the first message of a fetch, or where an
 * ordinary message has the four zero bytes of an abort marker as its key. We filter before it does, and leave it nothing to filter.
 */
function withoutAborted(fetch: Broker['fetch']): Broker['fetch'] {
  return async function withoutAbortedMessages(this: Broker, request: unknown) {
    const answer = await fetch.call(this, request);
    for (const { partitions } of answer.responses) partitions.forEach(hideAborted);
    return answer;
  };
}
