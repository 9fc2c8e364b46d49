import { arbitraryHistory, asMessages, type TopicMessage } from '@duqing/testkit';
import type { OutMessage } from '@duqing/runtime';
import fc from 'fast-check';
import { MADE_BAD } from './judge.ts';
import type { Stack } from './stack.ts';

/** Events of the made-up city for one seed: every history tells of the same entities, so that they correct and contradict each other. */
export function historyOf(seed: number): TopicMessage[] {
  const [records = []] = fc.sample(arbitraryHistory(), { seed, numRuns: 1 });
  const past = records.filter(({ receivedAt }) => receivedAt < Date.now());
  return asMessages(past).map((message) => ({ ...message, value: withoutReceipt(message.value) }));
}

/** Services go by the broker's time: what is sent again has the same bytes. */
function withoutReceipt(value: string): string {
  const { receivedtime: _, ...event } = JSON.parse(value) as Record<string, unknown>;
  return JSON.stringify(event);
}

export interface Disorder {
  /** share of messages that come again */
  duplicates?: number;
  /** whether they come in another order than they were received */
  shuffled?: boolean;
}

/** The same messages as a bad network hands them over; the same for the same seed. */
export function disordered(
  messages: readonly TopicMessage[],
  { seed, duplicates = 0, shuffled = false }: Disorder & { seed: number },
): TopicMessage[] {
  const random = randomOf(seed);
  const all = messages.flatMap((message) => (random() < duplicates ? [message, message] : [message]));
  if (!shuffled) return all;
  return all
    .map((message) => ({ message, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ message }) => message);
}

/** To Kafka, key = subject. */
export async function feed(stack: Stack, messages: readonly TopicMessage[]): Promise<void> {
  for (const [topic, group] of Map.groupBy(messages, (message) => message.topic)) await stack.publish(topic, group);
}

/** A message that must be refused. */
export function badMessage(value: string | Uint8Array, key = 'bad'): OutMessage {
  return { key, value, headers: { [MADE_BAD]: '1' } };
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
