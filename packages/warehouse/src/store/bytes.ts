/** Bytes that grow as they are written, for the engine's binary formats: little-endian, lengths as LEB128. */
export class Bytes {
  #held: Buffer;
  #end = 0;

  constructor(size = 65_536) {
    this.#held = Buffer.allocUnsafe(size);
  }

  /** What was written; valid until more is. */
  get written(): Buffer {
    return this.#held.subarray(0, this.#end);
  }

  /** What stands in an array of numbers, as it is in memory. */
  numbers({ buffer, byteOffset, byteLength }: NodeJS.TypedArray): void {
    const at = this.#grow(byteLength);
    Buffer.from(buffer, byteOffset, byteLength).copy(this.#held, at);
    this.#end += byteLength;
  }

  length(value: number): void {
    this.#grow(LONGEST_LENGTH);
    this.#end = leb128(this.#held, value, this.#end);
  }

  /** UTF-8 with its length before it. False, with nothing written, where the text holds half of a surrogate pair. */
  text(value: string): boolean {
    return (value.length < SHORT && this.#shortAscii(value)) || this.#longText(value);
  }

  /** False where it is not plain ASCII. */
  #shortAscii(value: string): boolean {
    const { length } = value;
    let at = this.#grow(SHORT);
    const held = this.#held;
    held[at++] = length;
    for (let index = 0; index < length; index += 1) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) return false;
      held[at++] = code;
    }
    this.#end = at;
    return true;
  }

  /** Written behind the length that plain ASCII would have, and moved where it has another. */
  #longText(value: string): boolean {
    if (!value.isWellFormed()) return false;
    this.#grow(value.length * 3 + LONGEST_LENGTH);
    const guess = sizeOf(value.length);
    const from = this.#end + guess;
    const written = this.#held.write(value, from, 'utf8');
    const size = sizeOf(written);
    if (size !== guess) this.#held.copyWithin(this.#end + size, from, from + written);
    this.#end = leb128(this.#held, written, this.#end) + written;
    return true;
  }

  #grow(size: number): number {
    const needed = this.#end + size;
    if (needed > this.#held.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#held.length * 2));
      this.#held.copy(larger, 0, 0, this.#end);
      this.#held = larger;
    }
    return this.#end;
  }
}

/** Below it a loop is faster than a call, and one byte holds the length. */
const SHORT = 48;
/** Bytes of a length, at most. */
const LONGEST_LENGTH = 8;

function sizeOf(value: number): number {
  let size = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) size += 1;
  return size;
}

function leb128(into: Buffer, value: number, at: number): number {
  let rest = value;
  while (rest > 0x7f) {
    into[at++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  into[at++] = rest;
  return at;
}
