import { createHash } from 'node:crypto';

/** What a file holds: whole, or in chunks where it is too large to be held. */
export type Content = string | Buffer | Chunks;

/** Chunks that can be gone through more than once and are the same each time. */
export interface Chunks {
  chunks(): Iterable<Uint8Array>;
}

/** Bytes up to which a file is held whole. */
const WHOLE = 8 * 1_048_576;
/** Bytes of text that are put together before they go on. */
const PIECE = 65_536;

export function chunksOf(content: Content): Iterable<Uint8Array> {
  if (typeof content === 'string') return [Buffer.from(content)];
  return Buffer.isBuffer(content) ? [content] : content.chunks();
}

/** SHA-256 of some content and its length in bytes. */
export function measured(content: Content): { sha256: string; bytes: number } {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const chunk of chunksOf(content)) {
    hash.update(chunk);
    bytes += chunk.byteLength;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** The chunks as one buffer where they are few enough to be held, else as they are. */
export function heldIfSmall(chunks: () => Iterable<Uint8Array>, most = WHOLE): Buffer | Chunks {
  const held: Uint8Array[] = [];
  let bytes = 0;
  for (const chunk of chunks()) {
    held.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > most) return { chunks };
  }
  return Buffer.concat(held);
}

/** Texts one after the other as UTF-8, in chunks of some size. */
export function* encoded(texts: Iterable<string>): Iterable<Uint8Array> {
  let held: string[] = [];
  let length = 0;
  for (const text of texts) {
    held.push(text);
    length += text.length;
    if (length < PIECE) continue;
    yield Buffer.from(held.join(''));
    held = [];
    length = 0;
  }
  if (held.length > 0) yield Buffer.from(held.join(''));
}
