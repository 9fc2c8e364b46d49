/** The format that carries each column's type, so that a value's shape never depends on a setting or on its size. */
export const ROW_FORMAT = 'JSONCompactEachRowWithNamesAndTypes';

/** How numbers that JSON cannot hold exactly are written: as text, for `decodeRows` to judge by type. */
export const ROW_SETTINGS = {
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_decimals: 1,
  output_format_json_quote_denormals: 0,
} as const;

type Decode = (value: unknown, column: string) => unknown;

/** Rows of a result in `ROW_FORMAT` under `ROW_SETTINGS`; 64-bit integers as numbers. */
export function decodeRows<T>(text: string): T[] {
  const [head, typeLine, ...lines] = text.split('\n').filter((line) => line !== '');
  if (head === undefined || typeLine === undefined) return [];
  const names = JSON.parse(head) as string[];
  const decoders = (JSON.parse(typeLine) as string[]).map((type, index) => decoderOf(type, names[index] ?? ''));
  return lines.map((line) => rowOf(JSON.parse(line) as unknown[], { names, decoders }) as T);
}

function rowOf(values: unknown[], { names, decoders }: { names: string[]; decoders: (Decode | null)[] }): object {
  const row: Record<string, unknown> = {};
  for (const [index, name] of names.entries()) {
    const decode = decoders[index];
    row[name] = decode ? decode(values[index], name) : values[index];
  }
  return row;
}

/** null = the JSON value is already what the caller gets. */
function decoderOf(type: string, column: string): Decode | null {
  const wrapped = /^(Nullable|LowCardinality|Array)\((.*)\)$/.exec(type);
  if (wrapped) return wrap(wrapped[1] ?? '', decoderOf(wrapped[2] ?? '', column));
  if (type === 'Int64' || type === 'UInt64') return toNumber;
  if (/\bU?Int64\b/.test(type) && !/^(Decimal|DateTime|AggregateFunction|Enum)/.test(type))
    throw new RangeError(`${column}: 64-bit integers inside ${type} are not read; take them out in SQL`);
  return null;
}

function wrap(kind: string, inner: Decode | null): Decode | null {
  if (!inner) return null;
  if (kind !== 'Array') return (value, column) => (value === null ? null : inner(value, column));
  return (values, column) => (values as unknown[]).map((value) => inner(value, column));
}

function toNumber(value: unknown, column: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw new RangeError(`${column}: ${String(value)} is beyond 2^53; select it as text`);
  return number;
}
