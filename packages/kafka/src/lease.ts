import { TransientError } from '@duqing/runtime';
import type { EachBatchPayload } from 'kafkajs';
import { isLost, isRebalance } from './faults.ts';

/** What is known of the membership while a handler works. */
export interface Lease {
  /** for the handler: throws where the partition was taken away */
  heartbeat(): Promise<void>;
  /** the group rebalances: the work may be finished and committed, then the member must join again */
  readonly rebalance: unknown;
  /** the membership is gone: a commit would be refused */
  readonly lost: unknown;
  end(): void;
}

/**
 * Heartbeats in the background, since a handler may be busy for longer than a session lasts. A rebalance does not disturb the
 * handler: the group waits for its members up to the rebalance timeout, and until then the commit is still accepted.
 */
export function keepMembership({ heartbeat, batch }: EachBatchPayload, everyMs: number): Lease {
  const seen: { rebalance: unknown; lost: unknown } = { rebalance: null, lost: null };
  const beat = async (): Promise<void> => {
    try {
      await heartbeat();
    } catch (error) {
      // a broken connection is neither: the commit will find out
      if (isLost(error)) seen.lost = error;
      else if (isRebalance(error)) seen.rebalance = error;
    }
  };
  const timer = setInterval(() => void beat(), everyMs);
  return {
    async heartbeat() {
      await beat();
      if (seen.lost !== null)
        throw new TransientError(`${batch.topic}/${batch.partition} was taken away`, { cause: seen.lost });
    },
    get rebalance() {
      return seen.rebalance;
    },
    get lost() {
      return seen.lost;
    },
    end: () => clearInterval(timer),
  };
}
