import type { OutMessage } from '@duqing/runtime';

/** Splits in order, each part at most `limit` bytes; a message larger than that is a part of its own. */
export function chunksOf(messages: readonly OutMessage[], limit: number): OutMessage[][] {
  const chunks: OutMessage[][] = [];
  let room = 0;
  for (const message of messages) {
    const size = sizeOf(message);
    if (size > room) {
      chunks.push([]);
      room = limit;
    }
    chunks.at(-1)?.push(message);
    room -= size;
  }
  return chunks;
}

/** Bytes of a message in a request, with an allowance for lengths and offsets. */
export function sizeOf({ key, value, headers = {} }: OutMessage): number {
  const texts = Object.entries(headers).flat();
  const bytes = [key ?? '', ...texts].reduce((sum, part) => sum + Buffer.byteLength(part) + 5, 0);
  return 30 + bytes + Buffer.byteLength(value);
}
