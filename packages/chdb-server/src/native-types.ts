import { Fault } from './fault.ts';

/** How a column of a type lies in the Native format, as far as one must know to find its end. */
export type Shape =
  | { kind: 'fixed'; width: number }
  | { kind: 'text' }
  | { kind: 'nullable' | 'array' | 'dictionary'; of: Shape }
  | { kind: 'tuple'; of: Shape[] };

const WIDTHS: Readonly<Record<string, number>> = {
  ...widths(1, 'UInt8 Int8 Bool Enum8 Nothing'),
  ...widths(2, 'UInt16 Int16 Date Enum16 BFloat16'),
  ...widths(4, 'UInt32 Int32 Float32 DateTime Date32 Time IPv4 Decimal32'),
  ...widths(8, 'UInt64 Int64 Float64 DateTime64 Time64 Decimal64'),
  ...widths(16, 'UInt128 Int128 UUID IPv6 Decimal128'),
  ...widths(32, 'UInt256 Int256 Decimal256'),
};

function widths(width: number, names: string): Record<string, number> {
  return Object.fromEntries(names.split(' ').map((name) => [name, width]));
}

/** The shape of a type as the engine names it; one that is not known here is refused. */
export function shapeOf(type: string): Shape {
  const [, name = '', inner = ''] = /^(\w+)(?:\((.*)\))?$/s.exec(type) ?? [];
  const [first = '', second = ''] = argumentsOf(inner);
  switch (name) {
    case 'String':
      return { kind: 'text' };
    case 'FixedString':
      return { kind: 'fixed', width: Number(inner) };
    case 'Decimal':
      return { kind: 'fixed', width: decimalWidth(Number(first)) };
    case 'Nullable':
      return { kind: 'nullable', of: shapeOf(inner) };
    case 'LowCardinality':
      return { kind: 'dictionary', of: shapeOf(inner.replace(/^Nullable\((.*)\)$/s, '$1')) };
    case 'Array':
      return { kind: 'array', of: shapeOf(inner) };
    case 'Map':
      return { kind: 'array', of: { kind: 'tuple', of: [shapeOf(first), shapeOf(second)] } };
    case 'Tuple':
      return { kind: 'tuple', of: argumentsOf(inner).map((element) => shapeOf(unnamed(element))) };
    case 'SimpleAggregateFunction':
      return shapeOf(second);
    default:
      return { kind: 'fixed', width: WIDTHS[name] ?? (name.startsWith('Interval') ? 8 : refuse(type)) };
  }
}

function refuse(type: string): never {
  throw new Fault(48, 'NOT_IMPLEMENTED', `Native with client_protocol_version is not supported for columns of ${type}`);
}

function decimalWidth(digits: number): number {
  if (digits <= 9) return 4;
  if (digits <= 18) return 8;
  return digits <= 38 ? 16 : 32;
}

/** An element of a named tuple without its name. */
function unnamed(element: string): string {
  return element.replace(/^(?:`(?:[^`\\]|\\.)*`|\w+) (?=\w)/, '');
}

/** What stands between commas that are in no parentheses or quotes. */
function argumentsOf(inner: string): string[] {
  const found: string[] = [];
  let [depth, start] = [0, 0];
  for (const { 0: token, index } of inner.matchAll(/'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[(),]/g)) {
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    else if (token === ',' && depth === 0) {
      found.push(inner.slice(start, index).trim());
      start = index + 1;
    }
  }
  const rest = inner.slice(start).trim();
  return rest === '' ? found : [...found, rest];
}
