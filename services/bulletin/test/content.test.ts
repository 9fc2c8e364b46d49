import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunksOf, encoded, heldIfSmall, measured } from '../src/core/content.ts';
import { zipped } from '../src/forms/zip.ts';
import { writeBundle } from '../src/write.ts';
import { bytesOf } from './support.ts';

function lines(): Iterable<Uint8Array> {
  return encoded(Array.from({ length: 500 }, (_, at) => `${at} 婺城 ㎎\n`));
}

const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 40_000 }), { maxLength: 6 });

test('texts come out as they went in, whatever the chunks; no sign is broken over two', () => {
  fc.assert(
    fc.property(texts, (parts) => {
      const chunks = [...encoded(parts)].map((chunk) => Buffer.from(chunk).toString('utf8'));
      expect(chunks.join('')).toBe(parts.join('').toWellFormed());
    }),
    { numRuns: 40 },
  );
});

test('what is too large to be held has the same bytes, length and hash as what is held', () => {
  const [held, passed] = [heldIfSmall(lines), heldIfSmall(lines, 100)];
  expect([Buffer.isBuffer(held), Buffer.isBuffer(passed)]).toEqual([true, false]);
  expect(bytesOf(passed)).toEqual(held);
  expect(measured(passed)).toEqual({
    bytes: bytesOf(held).length,
    sha256: createHash('sha256').update(bytesOf(held)).digest('hex'),
  });
});

test('of what is not held no more is made than is asked for', () => {
  let made = 0;
  const chunks = function* (): Iterable<Uint8Array> {
    for (made = 1; ; made += 1) yield Buffer.alloc(10);
  };
  const content = heldIfSmall(chunks, 100);
  expect(made).toBe(11);
  const [first] = chunksOf(content);
  expect([first?.length, made]).toEqual([10, 1]);
});

test('an archive that is made chunk by chunk is read by others, and each part of it leaves before the next begins', () => {
  const order: string[] = [];
  const part = function* (name: string): Iterable<Uint8Array> {
    for (let at = 0; at < 40; at += 1) {
      order.push(`${name}${at}`);
      yield Buffer.from(`${name}${at} ${createHash('sha256').update(`${at}`).digest('hex')}\n`.repeat(2_000));
    }
  };
  const entries = function* (): Iterable<readonly [string, Iterable<Uint8Array>]> {
    for (const name of ['甲', 'b']) yield [name, part(name)];
  };
  const chunks: Uint8Array[] = [];
  const begun: number[] = [];
  for (const chunk of zipped(entries())) {
    begun.push(order.length);
    chunks.push(chunk);
  }
  expect(begun.filter((parts) => parts < 40).length).toBeGreaterThan(10);
  const read = unzipSync(Buffer.concat(chunks));
  expect(Object.keys(read)).toEqual(['甲', 'b']);
  expect(Buffer.from(read['b'] ?? [])).toEqual(Buffer.concat([...part('b')]));
});

test('a file that is not held is written whole, and the same again is the same', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'duqing-content-'));
  try {
    const content = heldIfSmall(lines, 10);
    const out = join(folder, 'out');
    expect(await writeBundle(out, new Map([['figures.csv', content]]))).toBe(true);
    expect(await readFile(join(out, 'figures.csv'))).toEqual(bytesOf(content));
    expect(await writeBundle(out, new Map([['figures.csv', content]]))).toBe(false);
    await writeFile(join(out, 'figures.csv'), 'x');
    await expect(writeBundle(out, new Map([['figures.csv', content]]))).rejects.toThrow('holds something else');
  } finally {
    await rm(folder, { recursive: true });
  }
});
