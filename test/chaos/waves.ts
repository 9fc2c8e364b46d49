import { cut, type TopicMessage } from '@duqing/testkit';
import { badMessage, disordered, feed, historyOf } from '../support/feed.ts';
import { INPUTS, type Stack } from '../support/stack.ts';

/** Messages of one wave: few, so that a wave is several batches and not one long computation. */
const WAVE = 60;

/** Endless waves of a seed: histories one after the other, each shuffled as a whole, with duplicates. */
export function* wavesOf(seed: number): Generator<TopicMessage[]> {
  for (let number = seed * 1_000; ; number += 1) {
    const messages = disordered(historyOf(number), { seed: number, duplicates: 0.1, shuffled: true });
    yield* cut(
      messages,
      Array.from({ length: messages.length }, (_, index) => index * WAVE),
    );
  }
}

/** A wave, and in every input topic some that must be refused, with keys that reach all partitions. */
export async function sendWave(stack: Stack, { messages, number }: { messages: TopicMessage[]; number: number }) {
  const bad = Array.from({ length: 8 }, (_, index) => badMessage(`not json ${number}`, `bad-${number}-${index}`));
  await stack.publish(INPUTS[number % INPUTS.length] ?? '', bad);
  await feed(stack, messages);
}
