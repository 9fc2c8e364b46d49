import { startTicking, type Batch, type Clock, type Publisher } from '@duqing/runtime';
import { asTransient, insertHeartbeats, lastHeartbeat, type HeartbeatRow, type Store } from '@duqing/warehouse';
import { z } from 'zod';

/** Of its own, so that no marker takes a place among the messages: what it holds is no event, and outside the balance. */
export const HEARTBEAT_TOPIC = 'duqing-heartbeat';

const marker = z.object({ instance: z.string().min(1), number: z.int().min(1), sentAt: z.int() });

export interface HeartbeatOptions {
  store: Store;
  publisher: Publisher;
  clock: Clock;
  /** names this process among those that ever ran */
  instance: string;
  everyMs: number;
  /** ms that only ever go forward, whatever the clock on the wall does */
  monotonic: () => number;
  onError: (error: unknown) => void;
}

export interface Heartbeat {
  /** stores markers that came back from the broker, of whichever process */
  handle(batch: Pick<Batch, 'messages'>): Promise<void>;
  /** ms since the sending of the newest marker that is known to be stored; since the start before the first */
  ageMs(): number;
  stop(): Promise<void>;
}

/** Sends a marker again and again through the broker, the group and the store, and looks which one has arrived. */
export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { store, publisher, clock, instance, everyMs, monotonic, onError } = options;
  const sent = new Map<number, number>();
  let number = 0;
  let arrived = monotonic();
  const look = async (): Promise<void> => {
    const last = await lastHeartbeat(store, instance);
    arrived = sent.get(last) ?? arrived;
    for (const one of sent.keys()) if (one < last) sent.delete(one);
  };
  const send = async (): Promise<void> => {
    number += 1;
    sent.set(number, monotonic());
    const value = JSON.stringify({ instance, number, sentAt: clock() });
    await publisher.publish(HEARTBEAT_TOPIC, [{ key: instance, value }]);
  };
  const looking = startTicking({ everyMs, run: look, onError });
  const sending = startTicking({ everyMs, run: send, onError });
  return {
    handle: async ({ messages }) => {
      const rows = messages.flatMap(({ value }) => rowOf(value, clock()));
      await insertHeartbeats(store, rows).catch((error: unknown) => {
        throw asTransient(error);
      });
    },
    ageMs: () => monotonic() - arrived,
    stop: async () => void (await Promise.all([looking.stop(), sending.stop()])),
  };
}

/** Nothing where it is no marker: whoever else writes there is not heard. */
function rowOf(value: Uint8Array | null, now: number): HeartbeatRow[] {
  try {
    const { instance, number, sentAt } = marker.parse(JSON.parse(Buffer.from(value ?? []).toString('utf8')));
    return [{ instance, number, sent_at: sentAt, stored_at: now }];
  } catch {
    return [];
  }
}

/** Why the way through is doubtful; null while markers arrive. */
export function heartbeatText(ageMs: number, limitMs: number): string | null {
  if (ageMs <= limitMs) return null;
  return `no marker sent in the last ${Math.round(ageMs / 1_000)} s has come through Kafka into the store`;
}
