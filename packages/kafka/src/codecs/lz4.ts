import { compressFrame, decompressFrame } from 'lz4-napi';
import { refuseOver, type Codec } from './codec.ts';

export const lz4: Codec = {
  compress: ({ buffer }) => compressFrame(buffer),
  async decompress(bytes) {
    refuseOver(mostUnpacked(bytes), 'lz4');
    return decompressFrame(bytes);
  },
};

/** Upper limit of what an LZ4 frame holds: its number of blocks times the largest block its header allows (65 536 bytes by Kafka). */
function mostUnpacked(frame: Buffer): number {
  if (frame.length < 7 || frame.readUInt32LE(0) !== 0x184d2204)
    throw new Error('lz4 batch does not begin as an LZ4 frame');
  const flags = frame.readUInt8(4);
  const largestBlock = 2 ** (8 + 2 * ((frame.readUInt8(5) >> 4) & 7));
  const checksum = (flags & 0x10) === 0 ? 0 : 4;
  let at = 7 + ((flags & 0x08) === 0 ? 0 : 8) + ((flags & 0x01) === 0 ? 0 : 4);
  let blocks = 0;
  while (at + 4 <= frame.length) {
    const length = frame.readUInt32LE(at) & 0x7fffffff;
    if (length === 0) break;
    blocks += 1;
    at += 4 + length + checksum;
  }
  return blocks * largestBlock;
}
