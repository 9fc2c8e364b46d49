import zlib from 'node:zlib';
import fc from 'fast-check';
import { compressFrame } from 'lz4-napi';
import { compress } from 'snappy';
import { expect, test } from 'vitest';
import { largestBatch } from '../src/codecs/codec.ts';
import { gzip } from '../src/codecs/gzip.ts';
import { lz4 } from '../src/codecs/lz4.ts';
import { snappy } from '../src/codecs/snappy.ts';
import { zstd } from '../src/codecs/zstd.ts';

const codecs = { gzip, snappy, lz4, zstd };
const bomb = Buffer.alloc(largestBatch + 1);

test.each(Object.entries(codecs))('%s gives back what it packed', async (_, codec) => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 100_000 }), async (bytes) => {
      const buffer = Buffer.from(bytes);
      expect(await codec.decompress(await codec.compress({ buffer }))).toEqual(buffer);
    }),
    { numRuns: 30 },
  );
});

test('snappy in the framing of Java’s library, of several blocks, is put together', async () => {
  const blocks = await Promise.all(
    ['first ', 'second ', 'third'].map((part) => compress(Buffer.from(part.repeat(1000)))),
  );
  const header = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  const frames = blocks.flatMap((block) => [
    Buffer.from(Uint8Array.of(0, 0, block.length >> 8, block.length & 255)),
    block,
  ]);
  const framed = Buffer.concat([header, ...frames]);
  expect((await snappy.decompress(framed)).toString()).toBe(
    'first '.repeat(1000) + 'second '.repeat(1000) + 'third'.repeat(1000),
  );
  await expect(snappy.decompress(framed.subarray(0, -1))).rejects.toThrow('cut off inside a block');
});

test.each([
  ['gzip', gzip, () => zlib.gzipSync(bomb)],
  ['zstd', zstd, () => zlib.zstdCompressSync(bomb)],
  ['snappy', snappy, () => compress(bomb)],
  ['lz4', lz4, () => compressFrame(bomb)],
] as const)('a %s batch that would unpack to more than the limit is refused', async (_, codec, packed) => {
  await expect(codec.decompress(Buffer.from(await packed()))).rejects.toThrow(/refused|larger than/i);
});

test('lz4 without its frame, and snappy without a length, are refused', async () => {
  await expect(lz4.decompress(Buffer.from('no frame at all'))).rejects.toThrow('does not begin as an LZ4 frame');
  await expect(snappy.decompress(Buffer.alloc(6, 0xff))).rejects.toThrow('no readable length');
});
