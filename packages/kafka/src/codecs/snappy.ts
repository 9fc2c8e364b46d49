import { compress, uncompress } from 'snappy';
import { refuseOver, type Codec } from './codec.ts';

/** Java's clients wrap Snappy blocks in the framing of the xerial library: magic, two version numbers, then length and block. */
const magic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
const headerLength = 16;

export const snappy: Codec = {
  compress: ({ buffer }) => compress(buffer),
  async decompress(bytes) {
    const blocks = bytes.subarray(0, magic.length).equals(magic) ? xerialBlocks(bytes) : [bytes];
    refuseOver(
      blocks.reduce((sum, block) => sum + unpackedLength(block), 0),
      'snappy',
    );
    const parts = await Promise.all(blocks.map((block) => uncompress(block, { asBuffer: true })));
    return parts.length === 1 ? asBuffer(parts[0]) : Buffer.concat(parts.map(asBuffer));
  },
};

function asBuffer(part: string | Buffer | undefined): Buffer {
  return part === undefined ? Buffer.alloc(0) : Buffer.from(part as Buffer);
}

function xerialBlocks(bytes: Buffer): Buffer[] {
  const blocks: Buffer[] = [];
  for (let at = headerLength; at < bytes.length;) {
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length < 0 || at + length > bytes.length) throw new Error('snappy batch is cut off inside a block');
    blocks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return blocks;
}

/** A block begins with the length of its content as a little-endian base-128 number. */
function unpackedLength(block: Buffer): number {
  let length = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = block[index];
    if (byte === undefined) break;
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return length;
  }
  throw new Error('snappy block has no readable length');
}
