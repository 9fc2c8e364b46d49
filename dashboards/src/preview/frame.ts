import type { FieldJson } from './board-json.ts';

type FieldType = 'number' | 'text' | 'time';

/** A column of a result with the options that its panel gives it. Times are ms. */
export interface Field {
  name: string;
  type: FieldType;
  values: (string | number | null)[];
  config: FieldJson;
}

/** What one query of a panel gave. */
export interface Frame {
  refId: string;
  fields: Field[];
}

/** The engine's answer: columns with their types, rows by name. */
export interface Answer {
  columns: { name: string; type: string }[];
  rows: Record<string, unknown>[];
}

const NUMBER = /^(?:Nullable\()?(?:U?Int|Float|Decimal|Bool)/;
const TEXT = /^(?:LowCardinality\()?(?:Nullable\()?(?:String|Enum|FixedString)/;
const TIME = /^(?:Nullable\()?DateTime(?:64)?\((?:\d, )?'Asia\/Shanghai'\)/;

/** An answer as fields; a type that our panels do not draw is an error. */
export function frameOf(refId: string, { columns, rows }: Answer): Frame {
  const fields = columns.map(({ name, type }): Field => {
    const kind = typeOf(name, type);
    return { name, type: kind, values: rows.map((row) => valueOf(row[name], kind)), config: {} };
  });
  return { refId, fields };
}

function typeOf(name: string, type: string): FieldType {
  if (NUMBER.test(type)) return 'number';
  if (TEXT.test(type)) return 'text';
  if (TIME.test(type)) return 'time';
  throw new RangeError(`column ${name}: type not drawn: ${type}`);
}

function valueOf(value: unknown, type: FieldType): string | number | null {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'number':
      return Number(value);
    case 'text':
      return String(value);
    case 'time':
      return Date.parse(`${String(value).replace(' ', 'T')}+08:00`);
  }
}

/** How many rows a frame has. */
export function lengthOf({ fields }: Frame): number {
  return fields[0]?.values.length ?? 0;
}
