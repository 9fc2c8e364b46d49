import { mkdir, mkdtemp, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { Fault } from './fault.ts';

/** Bytes of a body that are looked at to tell a statement from its data: ClickHouse's max_query_size. */
const HEAD = 262_144;
/** Bytes of a statement that are taken into memory; the engine's own limit is far below for most statements. */
const LARGEST = 64 * 1024 * 1024;
/** Bytes of data held before they are written to a file. */
const AT_ONCE = 2 * 1024 * 1024;

/** A request's body, decompressed, read once: first its head, then the rest. */
export class Body {
  readonly #chunks: AsyncIterator<Buffer>;
  #ended = false;

  constructor(request: IncomingMessage) {
    this.#chunks = decompressed(request)[Symbol.asyncIterator]();
  }

  /** The beginning of the body: more than 256 KiB of it, or all. */
  async head(): Promise<Buffer> {
    return this.#take(HEAD);
  }

  /** What follows the given beginning, in memory; refused where both are over 64 MiB. */
  async all(head: Buffer): Promise<Buffer> {
    const rest = await this.#take(LARGEST - head.length);
    if (!this.#ended) throw new Fault(307, 'TOO_MANY_BYTES', `a statement of more than ${LARGEST} bytes`);
    return Buffer.concat([head, rest]);
  }

  /** Writes data to a file in `spool` that is gone when `use` has ended: whatever the size, memory stays as it is. */
  async inFile<T>(
    spool: string,
    { beginning, use }: { beginning: Buffer; use: (path: string) => Promise<T> },
  ): Promise<T> {
    const folder = await mkdtemp(join(spool, `${process.pid}-`));
    try {
      const path = join(folder, 'data');
      const file = await open(path, 'w', 0o600);
      try {
        await this.#into(file, beginning);
      } finally {
        await file.close();
      }
      return await use(path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Many chunks by one call of the system: they are small, and each call changes threads. */
  async #into(file: FileHandle, beginning: Buffer): Promise<void> {
    let taken = [beginning];
    while (taken.length > 0) {
      await writeAll(file, taken);
      taken = this.#ended ? [] : await this.#chunksOf(AT_ONCE);
    }
  }

  async #take(limit: number): Promise<Buffer> {
    return Buffer.concat(await this.#chunksOf(limit));
  }

  /** Chunks until there are more than `limit` bytes, or the end. */
  async #chunksOf(limit: number): Promise<Buffer[]> {
    const taken: Buffer[] = [];
    let size = 0;
    while (!this.#ended && size <= limit) {
      const { done, value } = await this.#chunks.next();
      if (done) this.#ended = true;
      else {
        taken.push(value);
        size += value.length;
      }
    }
    return taken;
  }
}

/** The system may write less than it is given. */
async function writeAll(file: FileHandle, chunks: readonly Buffer[]): Promise<void> {
  const size = chunks.reduce((sum, { length }) => sum + length, 0);
  if (size === 0) return;
  const { bytesWritten } = await file.writev(chunks);
  if (bytesWritten < size) await file.writeFile(Buffer.concat(chunks).subarray(bytesWritten));
}

/** The folder for data on its way, beside the engine's own; what a process left there that was killed is removed. */
export async function openSpool(path: string): Promise<string> {
  const spool = join(path, 'spool');
  await mkdir(spool, { recursive: true, mode: 0o700 });
  const left = (await readdir(spool)).filter((name) => !name.startsWith(`${process.pid}-`));
  await Promise.all(left.map(async (name) => rm(join(spool, name), { recursive: true, force: true })));
  return spool;
}

function decompressed(request: IncomingMessage): AsyncIterable<Buffer> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return request;
  const make = DECODERS.get(encoding);
  if (!make)
    throw new Fault(
      89,
      'UNKNOWN_COMPRESSION_METHOD',
      `Content-Encoding ${encoding}: known are gzip, deflate, br and zstd`,
    );
  const decoder = make();
  // an error of either side ends the iteration with it
  void pipeline(request, decoder).catch((error: unknown) => decoder.destroy(error as Error));
  return unzipped(decoder, encoding);
}

async function* unzipped(decoder: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  try {
    yield* decoder;
  } catch (error) {
    throw new Fault(354, 'ZLIB_INFLATE_FAILED', `the body is not ${encoding}: ${(error as Error).message}`);
  }
}

const DECODERS = new Map([
  ['gzip', () => createGunzip()],
  ['x-gzip', () => createGunzip()],
  ['deflate', () => createInflate()],
  ['br', () => createBrotliDecompress()],
  ['zstd', () => createZstdDecompress()],
]);
