import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../src/lines.ts';

async function lines(content: string | Buffer, limit = 1_000): Promise<{ number: number; text: string }[]> {
  const file = join(mkdtempSync(join(tmpdir(), 'duqing-lines-')), 'events.ndjson');
  writeFileSync(file, content);
  const found = [];
  for await (const { number, bytes } of linesOf(file, limit))
    found.push({ number, text: Buffer.from(bytes).toString() });
  return found;
}

describe('linesOf', () => {
  it('skips blank lines but counts them, and takes CRLF and a BOM off', async () => {
    expect(await lines('\ufeff{"a":1}\r\n\r\n  \n{"b":2}\r\n')).toEqual([
      { number: 1, text: '{"a":1}' },
      { number: 4, text: '{"b":2}' },
    ]);
  });

  it('reads a last line without a line break', async () => {
    expect(await lines('{"a":1}\n{"b":2}')).toHaveLength(2);
  });

  it('P21: keeps one byte more than the limit of an over-long line, under its right number', async () => {
    const found = await lines(`{"a":1}\n{"b":2}\n\n${'x'.repeat(6_000_000)}\n{"c":3}\r\n`, 1_000);
    expect(found.map(({ number, text }) => [number, text.length])).toEqual([
      [1, 7],
      [2, 7],
      [4, 1_001],
      [5, 7],
    ]);
  });

  it('reads characters that two chunks of the file share', async () => {
    const text = '婺'.repeat(100_000);
    expect((await lines(text, 1_000_000))[0]?.text).toBe(text);
  });
});
