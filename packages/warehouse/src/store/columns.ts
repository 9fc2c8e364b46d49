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
      if (!value.isWellFormed()) throw new Unfit(at, 'holds half of a surrogate pair');
      bytes.text(value);
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
      bytes.numbers(Uint8Array.from(values, (value) => Number(value === null)));
      inner.write(
        values.map((value) => (value === null ? inner.zero : value)),
        bytes,
      );
    },
  };
}

function array(inner: ColumnCodec): ColumnCodec {
  return {
    type: `Array(${inner.type})`,
    zero: [],
    write: (values, bytes) => {
      const ends = new BigUint64Array(values.length);
      let end = 0;
      for (let at = 0; at < values.length; at += 1) {
        const value = values[at];
        if (!Array.isArray(value)) throw unfit(at, value, 'a list');
        end += value.length;
        ends[at] = BigInt(end);
      }
      bytes.numbers(ends);
      try {
        inner.write(values.flat(), bytes);
      } catch (error) {
        if (!(error instanceof Unfit)) throw error;
        throw new Unfit(
          ends.findIndex((last) => last > error.at),
          `in a list: ${error.message}`,
        );
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
        const [, sign, whole = '', rest = ''] = /^(-?)0*(\d+)(?:\.(\d+))?$/.exec(textOf(value)) ?? [];
        const digits = scale === 0 ? whole : `${whole}${rest.slice(0, scale).padEnd(scale, '0')}`;
        const negative = sign === '-';
        const limit = negative ? digitsOf.negative : digitsOf.positive;
        if (sign === undefined || (scale === 0 && rest !== '') || isMore(digits, limit)) throw unfit(at, value, type);
        putDigits(column, { at, width }, { digits, negative });
      }
      bytes.numbers(column);
    },
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Compares decimal digits; zeros before a decimal's whole part do not count. */
function isMore(digits: string, limit: string): boolean {
  const own = digits.length > limit.length ? digits.replace(/^0+/, '') : digits;
  return own.length > limit.length || (own.length === limit.length && own > limit);
}

function unfit(at: number, value: unknown, wanted: string): Unfit {
  const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return new Unfit(at, `${shown.slice(0, 80)} is not ${wanted}`);
}
