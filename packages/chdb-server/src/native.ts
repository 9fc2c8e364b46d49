import { Fault } from './fault.ts';
import { shapeOf, type Shape } from './native-types.ts';

/** From this version on every column says whether its values lie in a form of their own. */
const CUSTOM_SERIALIZATION = 54_454;
/** Not an overflow block, of no bucket: what a server says of every block of a result. */
const BLOCK_INFO = Buffer.from([1, 0, 2, 0xff, 0xff, 0xff, 0xff, 0]);
const NO_CUSTOM = Buffer.from([0]);

/**
 * Whole blocks of the Native format as a client that names its protocol version reads them. The engine embedded writes them as for
 * version 0 and takes no other; what differs is said before each block and behind the type of each column.
 */
export function versioned(document: Uint8Array, version: number): Uint8Array {
  if (version === 0 || document.length === 0) return document;
  const bytes = Buffer.from(document.buffer, document.byteOffset, document.byteLength);
  const reader = new Reader(bytes);
  const parts: Buffer[] = [];
  while (!reader.done) {
    parts.push(BLOCK_INFO);
    let from = reader.at;
    const [columns, rows] = [reader.count(), reader.count()];
    for (let column = 0; column < columns; column += 1) {
      reader.text();
      const shape = shapeOf(reader.text());
      if (version >= CUSTOM_SERIALIZATION) {
        parts.push(bytes.subarray(from, reader.at), NO_CUSTOM);
        from = reader.at;
      }
      if (rows > 0) skipColumn(reader, shape, rows);
    }
    parts.push(bytes.subarray(from, reader.at));
  }
  return Buffer.concat(parts);
}

function skipColumn(reader: Reader, shape: Shape, rows: number): void {
  skipPrefix(reader, shape);
  skipValues(reader, shape, rows);
}

/** A dictionary says its version before all values of the column, however deep it lies. */
function skipPrefix(reader: Reader, shape: Shape): void {
  switch (shape.kind) {
    case 'dictionary':
      return reader.skip(8);
    case 'nullable':
    case 'array':
      return skipPrefix(reader, shape.of);
    case 'tuple':
      for (const element of shape.of) skipPrefix(reader, element);
      return;
    case 'fixed':
    case 'text':
  }
}

function skipValues(reader: Reader, shape: Shape, rows: number): void {
  switch (shape.kind) {
    case 'fixed':
      return reader.skip(shape.width * rows);
    case 'text':
      for (let row = 0; row < rows; row += 1) reader.text();
      return;
    case 'nullable':
      reader.skip(rows);
      return skipValues(reader, shape.of, rows);
    case 'array': {
      if (rows === 0) return;
      reader.skip(8 * (rows - 1));
      return skipValues(reader, shape.of, reader.whole());
    }
    case 'tuple':
      for (const element of shape.of) skipValues(reader, element, rows);
      return;
    case 'dictionary':
      return skipDictionary(reader, shape.of, rows);
  }
}

/** The width of the indexes, then the keys, then an index for each row. */
function skipDictionary(reader: Reader, keys: Shape, rows: number): void {
  if (rows === 0) return;
  const width = 2 ** (reader.byte() & 0x0f);
  reader.skip(7);
  skipValues(reader, keys, reader.whole());
  reader.skip(8 + width * rows);
}

/** A place in bytes; reading beyond their end is a fault. */
class Reader {
  readonly #bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.at >= this.#bytes.length;
  }

  skip(length: number): void {
    this.at += length;
    if (this.at > this.#bytes.length) throw new Fault(33, 'CANNOT_READ_ALL_DATA', 'a block was cut off');
  }

  byte(): number {
    this.skip(1);
    return this.#bytes[this.at - 1] ?? 0;
  }

  /** 64 bits, little endian */
  whole(): number {
    this.skip(8);
    return Number(this.#bytes.readBigUInt64LE(this.at - 8));
  }

  /** LEB128 */
  count(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  text(): string {
    const length = this.count();
    this.skip(length);
    return this.#bytes.toString('utf8', this.at - length, this.at);
  }
}
