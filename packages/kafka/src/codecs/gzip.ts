import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { largestBatch, type Codec } from './codec.ts';

const pack = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gzip);
const unpack = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip);

export const gzip: Codec = {
  compress: ({ buffer }) => pack(buffer, {}),
  decompress: (bytes) => unpack(bytes, { maxOutputLength: largestBatch }),
};
