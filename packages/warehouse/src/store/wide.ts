/** A column of numbers whose bytes in memory are those on the wire (little-endian, as every machine that Node runs on). */
export type Column = Uint8Array | Uint16Array | Uint32Array;

/** Zeros for so many numbers of a width in bytes: 1, 2, or a multiple of 4. */
export function columnOf(count: number, width: number): Column {
  if (width === 1) return new Uint8Array(count);
  return width === 2 ? new Uint16Array(count) : new Uint32Array((count * width) / 4);
}

const WORD = 2 ** 32;

/** Puts a whole number that a double holds exactly, in two's complement where it is negative. */
export function putNumber(column: Column, { at, width }: Place, value: number): void {
  const words = width / 4;
  if (words < 1) {
    column[at] = value;
    return;
  }
  const start = at * words;
  column[start] = value;
  if (words > 1) column[start + 1] = Math.floor(value / WORD);
  if (words > 2 && value < 0) column.fill(WORD - 1, start + 2, start + words);
}

/** Puts a whole number given by its decimal digits, which fits. */
export function putDigits(column: Column, { at, width }: Place, { digits, negative }: Digits): void {
  if (digits.length <= 15) return putNumber(column, { at, width }, negative ? -Number(digits) : Number(digits));
  const used = fill(digits);
  if (negative) negate(used);
  const count = negative ? width / 2 : used;
  for (let limb = 0; limb < count; limb += 2)
    column[(at * width) / 4 + limb / 2] = (limbs[limb] ?? 0) + (limbs[limb + 1] ?? 0) * LIMB;
}

interface Place {
  /** index among the column's numbers */
  at: number;
  /** bytes */
  width: number;
}

interface Digits {
  digits: string;
  negative: boolean;
}

/** Digits taken at a time: their power of ten times a limb stays exact in a double. */
const STEP = 9;
const POWER = 10 ** STEP;
const LIMB = 0x10000;
/** One number of up to 256 bits, and one limb behind it. */
const limbs = new Uint16Array(17);

/** Gives the limbs that are used, and one of zeros behind them. */
function fill(digits: string): number {
  let used = 0;
  for (let start = 0, end = digits.length % STEP || STEP; start < digits.length; start = end, end += STEP) {
    let carry = Number(digits.slice(start, end));
    for (let index = 0; index < used; index += 1) {
      const value = (limbs[index] ?? 0) * POWER + carry;
      carry = Math.floor(value / LIMB);
      limbs[index] = value - carry * LIMB;
    }
    for (; carry > 0; carry = Math.floor(carry / LIMB)) limbs[used++] = carry % LIMB;
  }
  limbs[used] = 0;
  return used;
}

/** Makes a two's complement of all limbs. */
function negate(used: number): void {
  limbs.fill(0, used);
  let carry = 1;
  for (let index = 0; index < limbs.length; index += 1) {
    const value = 0xffff - (limbs[index] ?? 0) + carry;
    limbs[index] = value;
    carry = value > 0xffff ? 1 : 0;
  }
}
