import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunksOf, sizeOf } from '../src/chunks.ts';

const message = fc.record({ key: fc.option(fc.string()), value: fc.uint8Array({ maxLength: 300 }) });

test('chunks keep every message in order and stay under the limit, save for one message that is larger alone', () => {
  fc.assert(
    fc.property(fc.array(message), fc.integer({ min: 1, max: 1000 }), (messages, limit) => {
      const chunks = chunksOf(messages, limit);
      expect(chunks.flat()).toEqual(messages);
      for (const chunk of chunks) {
        expect(chunk.length).toBeGreaterThan(0);
        const bytes = chunk.reduce((sum, one) => sum + sizeOf(one), 0);
        expect(chunk.length === 1 || bytes <= limit).toBe(true);
      }
    }),
  );
});

test('a size counts key, value and headers in bytes, not in characters', () => {
  const bare = sizeOf({ key: null, value: '' });
  expect(sizeOf({ key: '金华', value: '' }) - bare).toBe(6);
  expect(sizeOf({ key: null, value: '毒情' }) - bare).toBe(6);
  expect(sizeOf({ key: null, value: '', headers: { a: '情' } }) - bare).toBe(14);
});
