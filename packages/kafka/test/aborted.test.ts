import { expect, test } from 'vitest';
import { hideAborted, type FetchedMessage } from '../src/aborted.ts';

const message = (offset: number, producerId: string, rest: Partial<FetchedMessage> = {}): FetchedMessage => ({
  offset: String(offset),
  key: null,
  isControlRecord: false,
  batchContext: { producerId, inTransaction: true },
  ...rest,
});
const marker = (offset: number, producerId: string, type: 0 | 1) =>
  message(offset, producerId, { isControlRecord: true, key: Uint8Array.of(0, 0, 0, type) });
const aborted = (producerId: string, firstOffset: number) => ({ producerId, firstOffset: String(firstOffset) });

function seen(messages: FetchedMessage[], abortedTransactions: ReturnType<typeof aborted>[] | null): number[] {
  hideAborted({ messages, abortedTransactions });
  return messages.filter(({ isControlRecord }) => !isControlRecord).map(({ offset }) => Number(offset));
}

test('a producer is aborted from its first offset to its marker, and heard again after it', () => {
  const messages = [message(9, 'a'), message(10, 'a'), message(11, 'b'), marker(12, 'a', 0), message(13, 'a')];
  expect(seen(messages, [aborted('a', 10)])).toEqual([9, 11, 13]);
});

test('two transactions that began before the fetch are both known at its first message, in whatever order they are listed', () => {
  const messages = [
    message(20, 'b'),
    message(21, 'a'),
    marker(22, 'a', 0),
    message(23, 'b'),
    marker(24, 'b', 0),
    message(25, 'b'),
  ];
  expect(seen(messages, [aborted('b', 8), aborted('a', 5)])).toEqual([25]);
});

test('a marker of a commit, and an ordinary message whose key looks like a marker, end no abort', () => {
  const messages = [message(0, 'a', { key: new Uint8Array(4) }), message(1, 'a'), marker(2, 'b', 1), message(3, 'a')];
  expect(seen(messages, [aborted('a', 0)])).toEqual([]);
});

test('what is sent outside a transaction is heard, and so is everything where nothing was aborted', () => {
  const outside = message(1, 'a', { batchContext: { producerId: 'a', inTransaction: false } });
  expect(seen([message(0, 'a'), outside], [aborted('a', 0)])).toEqual([1]);
  expect(seen([message(0, 'a'), marker(1, 'a', 1)], null)).toEqual([0]);
});
