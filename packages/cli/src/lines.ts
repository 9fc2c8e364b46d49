import { createReadStream } from 'node:fs';

export interface Line {
  /** from 1, blank ones counted */
  number: number;
  /** without its line break; cut off one byte after the limit where it is longer */
  bytes: Uint8Array;
}

const [LF, CR] = [10, 13];
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The lines of a file that are not blank. Memory is bounded by `limit` (bytes) and the read buffer: of a longer line only the
 * first `limit + 1` bytes are kept, so that what judges its size sees that it is too long.
 */
export async function* linesOf(path: string, limit: number): AsyncGenerator<Line> {
  let number = 1;
  let parts: Uint8Array[] = [];
  let size = 0;
  const take = (bytes: Uint8Array): void => {
    const kept = bytes.subarray(0, Math.max(0, limit + 1 - size));
    if (kept.length > 0) parts.push(kept);
    size += kept.length;
  };
  const end = (): Line => {
    const line = { number, bytes: cleaned(Buffer.concat(parts), number) };
    [parts, size] = [[], 0];
    number += 1;
    return line;
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let stop = chunk.indexOf(LF); stop >= 0; stop = chunk.indexOf(LF, start)) {
      take(chunk.subarray(start, stop));
      start = stop + 1;
      const line = end();
      if (!isBlank(line.bytes)) yield line;
    }
    take(Buffer.from(chunk.subarray(start)));
  }
  const last = end();
  if (!isBlank(last.bytes)) yield last;
}

function cleaned(bytes: Buffer, number: number): Uint8Array {
  const start = number === 1 && bytes.subarray(0, 3).equals(BOM) ? 3 : 0;
  const stop = bytes.at(-1) === CR ? bytes.length - 1 : bytes.length;
  return bytes.subarray(start, stop);
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 32 || byte === 9 || byte === CR);
}
