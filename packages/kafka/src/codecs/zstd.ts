import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { largestBatch, type Codec } from './codec.ts';

const pack = promisify<Buffer, zlib.ZstdOptions, Buffer>(zlib.zstdCompress);
const unpack = promisify<Buffer, zlib.ZstdOptions, Buffer>(zlib.zstdDecompress);

export const zstd: Codec = {
  compress: ({ buffer }) => pack(buffer, {}),
  decompress: (bytes) => unpack(bytes, { maxOutputLength: largestBatch }),
};
