import type { KafkaMessage } from 'kafkajs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Partitions } from '../src/partitions.ts';

const place = { topic: 'duqing.cases', partition: 3 };
const other = { topic: 'duqing.cases', partition: 4 };
const upTo = (end: number) => Array.from({ length: end }, (_, offset) => ({ offset: String(offset) }) as KafkaMessage);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function fail(partitions: Partitions, lastOffset = '4', resume = () => undefined) {
  return partitions.retryLater(place, { lastOffset, reason: 'store away', resume });
}

test('pauses double up to the longest, and begin anew after a success', () => {
  const partitions = new Partitions({ firstMs: 100, maxMs: 700 });
  const pauses = Array.from({ length: 5 }, () => fail(partitions).pauseMs);
  expect(pauses).toEqual([100, 200, 400, 700, 700]);
  partitions.committed(place, { next: '5', end: '9' });
  expect(fail(partitions)).toEqual({ attempt: 1, pauseMs: 100 });
});

test('a partition is held until its pause ends, others are not', () => {
  const partitions = new Partitions({ firstMs: 100, maxMs: 700 });
  const resume = vi.fn<() => undefined>();
  fail(partitions, '4', resume);
  vi.advanceTimersByTime(99);
  expect([partitions.isHeld(place), partitions.isHeld(other), resume.mock.calls.length]).toEqual([true, false, 0]);
  vi.advanceTimersByTime(1);
  expect([partitions.isHeld(place), resume.mock.calls.length]).toEqual([false, 1]);
});

test('a failed batch keeps its end until it succeeds, then what came after it is free', () => {
  const partitions = new Partitions({ firstMs: 100, maxMs: 700 });
  fail(partitions, '4');
  expect(partitions.sameEnd(place, upTo(9)).map(({ offset }) => offset)).toEqual(['0', '1', '2', '3', '4']);
  partitions.committed(place, { next: '5', end: '9' });
  expect(partitions.sameEnd(place, upTo(9))).toHaveLength(9);
  expect(partitions.report()).toEqual([{ ...place, next: '5', lag: 4, state: 'reading' }]);
});

test('offsets are compared as 64-bit numbers', () => {
  const partitions = new Partitions({ firstMs: 100, maxMs: 700 });
  fail(partitions, '9007199254740993');
  const messages = ['9007199254740992', '9007199254740993', '9007199254740994'].map(
    (offset) => ({ offset }) as KafkaMessage,
  );
  expect(partitions.sameEnd(place, messages).map(({ offset }) => offset)).toEqual([
    '9007199254740992',
    '9007199254740993',
  ]);
});

test('what is assigned to others is forgotten and its timer ended; a stop of ours stays', () => {
  const partitions = new Partitions({ firstMs: 100, maxMs: 700 });
  const resume = vi.fn<() => undefined>();
  fail(partitions, '4', resume);
  partitions.stop(other, 'no such column');
  expect(partitions.keepOnly({ 'duqing.cases': [4, 5] })).toEqual([place]);
  vi.advanceTimersByTime(1000);
  expect(resume).not.toHaveBeenCalled();
  expect(partitions.report()).toEqual([
    { ...other, next: null, lag: null, state: 'stopped', reason: 'no such column' },
    { topic: 'duqing.cases', partition: 5, next: null, lag: null, state: 'reading' },
  ]);
});
