import type { Bytes } from './bytes.ts';
import { columnOf, putDigits, putNumber } from './wide.ts';

/** How the values of one column are written, all of them one after the other. */
export interface ColumnCodec {
  /** the type under which they are sent: the column's own, or one that the engine turns into it without loss */
  type: string;
  /** stands where a value is null beside its mark */
  zero: unknown;
  /** throws an `Unfit` with the value's place */
  write(values: readonly unknown[], bytes: Bytes): void;
}

/** A value that its column does not take. */
export class Unfit extends Error {
  override readonly name = 'Unfit';
  readonly at: number;

  constructor(at: number, what: string) {
    super(what);
    this.at = at;
  }
}

/** null = values of this type are not written here. */
export function codecOf(type: string): ColumnCodec | null {
  const [, name = '', inner = ''] = /^(\w+)(?:\((.*)\))?$/.exec(type) ?? [];
  switch (name) {
    case 'LowCardinality':
      return codecOf(inner);
    case 'Nullable':
      return wrapped(inner, nullable);
    case 'Array':
      return wrapped(inner, array);
    case 'String':
      return text;
    case 'Bool':
      return bool;
    case 'Float64':
      return float;
    case 'Decimal':
      return decimal(inner);
    default:
      return integer(type);
  }
}

function wrapped(type: string, wrap: (inner: ColumnCodec) => ColumnCodec): ColumnCodec | null {
  const inner = codecOf(type);
  return inner && wrap(inner);
}

const text: ColumnCodec = {
  type: 'String',
  zero: '',
  write: (values, bytes) => {
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at];
      if (typeof value !== 'string') throw unfit(at, value, 'text');
      if (!bytes.text(value)) throw new Unfit(at, 'it holds half of a surrogate pair');
    }
  },
};

const bool: ColumnCodec = {
  type: 'Bool',
  zero: false,
  write: (values, bytes) => {
    const column = new Uint8Array(values.length);
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at];
      if (typeof value !== 'boolean') throw unfit(at, value, 'true or false');
      column[at] = Number(value);
    }
    bytes.numbers(column);
  },
};

const float: ColumnCodec = {
  type: 'Float64',
  zero: 0,
  write: (values, bytes) => {
    const column = new Float64Array(values.length);
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at];
      if (typeof value !== 'number' || !Number.isFinite(value)) throw unfit(at, value, 'a finite number');
      // no zero with a sign, as JSON has none
      column[at] = value + 0;
    }
    bytes.numbers(column);
  },
};

function nullable(inner: ColumnCodec): ColumnCodec {
  return {
    type: `Nullable(${inner.type})`,
    zero: null,
    write: (values, bytes) => {
      const marks = new Uint8Array(values.length);
      const filled = values.slice();
      for (let at = 0; at < values.length; at += 1) {
        if (values[at] !== null) continue;
        marks[at] = 1;
        filled[at] = inner.zero;
      }
      bytes.numbers(marks);
      inner.write(filled, bytes);
    },
  };
}

function array(inner: ColumnCodec): ColumnCodec {
  return {
    type: `Array(${inner.type})`,
    zero: [],
    write: (values, bytes) => {
      // 64 bits each, of which the upper half stays empty
      const ends = new Uint32Array(values.length * 2);
      const all: unknown[] = [];
      for (let at = 0; at < values.length; at += 1) {
        const value = values[at];
        if (!Array.isArray(value)) throw unfit(at, value, 'a list');
        for (const one of value) all.push(one);
        ends[at * 2] = all.length;
      }
      bytes.numbers(ends);
      try {
        inner.write(all, bytes);
      } catch (error) {
        if (!(error instanceof Unfit)) throw error;
        const place = ends.findIndex((last) => last > error.at) / 2;
        throw new Unfit(place, `in a list: ${error.message}`);
      }
    },
  };
}

/** Whole numbers, as such or as decimal text. */
function integer(type: string): ColumnCodec | null {
  const [, unsigned, bits] = /^(U?)Int(8|16|32|64|128|256)$/.exec(type) ?? [];
  if (bits === undefined) return null;
  const values = 1n << BigInt(bits);
  const [least, most] = unsigned === 'U' ? [0n, values - 1n] : [-values / 2n, values / 2n - 1n];
  return numeric({ type, width: Number(bits) / 8, scale: 0, least, most });
}

/** Exact numbers, as decimal text or as a number's own; digits behind the scale are cut off, as the engine does. */
function decimal(of: string): ColumnCodec | null {
  const [precision = NaN, scale = NaN] = of.split(',').map(Number);
  const width = [9, 18, 38, 76].findIndex((digits) => precision <= digits);
  if (width < 0 || !Number.isInteger(scale)) return null;
  const most = 10n ** BigInt(precision) - 1n;
  return numeric({ type: `Decimal(${precision}, ${scale})`, width: 4 << width, scale, least: -most, most });
}

interface Numeric {
  type: string;
  /** bytes */
  width: number;
  /** digits behind the point */
  scale: number;
  least: bigint;
  most: bigint;
}

function numeric({ type, width, scale, least, most }: Numeric): ColumnCodec {
  const range = { least: Number(least), most: Number(most) };
  const digitsOf = { negative: String(-least), positive: String(most) };
  return {
    type,
    zero: 0,
    write: (values, bytes) => {
      const column = columnOf(values.length, width);
      for (let at = 0; at < values.length; at += 1) {
        const value = values[at];
        if (typeof value === 'number' && scale === 0) {
          if (!Number.isSafeInteger(value) || value < range.least || value > range.most) throw unfit(at, value, type);
          putNumber(column, { at, width }, value);
          continue;
        }
        const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
        const negative = text.charCodeAt(0) === MINUS;
        const digits = scale === 0 ? (negative ? text.slice(1) : text) : scaledDigits(text, scale);
        const limit = negative ? digitsOf.negative : digitsOf.positive;
        if (!areDigits(digits) || isMore(digits, limit)) throw unfit(at, value, type);
        putDigits(column, { at, width }, { digits, negative });
      }
      bytes.numbers(column);
    },
  };
}

const MINUS = 0x2d;

/** '' where it is no decimal number. */
function scaledDigits(text: string, scale: number): string {
  const [, whole, rest = ''] = /^-?(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  return whole === undefined ? '' : `${whole}${rest.slice(0, scale).padEnd(scale, '0')}`;
}

function areDigits(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return text !== '';
}

/** Compares decimal digits; zeros before them do not count. */
function isMore(digits: string, limit: string): boolean {
  const own = digits.length > limit.length ? digits.replace(/^0+/, '') : digits;
  return own.length > limit.length || (own.length === limit.length && own > limit);
}

function unfit(at: number, value: unknown, wanted: string): Unfit {
  const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return new Unfit(at, `${shown.slice(0, 80)} is not ${wanted}`);
}
