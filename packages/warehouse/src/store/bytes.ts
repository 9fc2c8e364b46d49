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
    this.#grow(8);
    this.#end = leb128(this.#held, value, this.#end);
  }

  /** UTF-8 with its length before it. */
  text(value: string): void {
    const { length } = value;
    let at = this.#grow(length * 3 + 5);
    const held = this.#held;
    if (length < SHORT) {
      const start = at;
      held[at++] = length;
      for (let index = 0; index < length; index += 1) {
        const code = value.charCodeAt(index);
        if (code > 0x7f) {
          at = start;
          break;
        }
        held[at++] = code;
      }
      if (at > start) {
        this.#end = at;
        return;
      }
    }
    this.#longText(value);
  }

  /** Written behind the length that plain ASCII would have, and moved where it has another. */
  #longText(value: string): void {
    const guess = sizeOf(value.length);
    const written = this.#held.write(value, this.#end + guess, 'utf8');
    const size = sizeOf(written);
    const from = this.#end + guess;
    if (size !== guess) this.#held.copyWithin(this.#end + size, from, from + written);
    this.#end = leb128(this.#held, written, this.#end) + written;
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
