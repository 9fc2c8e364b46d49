import type { z } from 'zod';
import type { Right } from './schema/fields.ts';
import type { RejectCode } from './types.ts';

/** Why a message is refused, before it is put into words. */
export interface Fault {
  code: RejectCode;
  /** JSON path such as data.items[0].purity; an attribute's name in both modes; '' = the whole message */
  field: string;
  /** what a right value looks like, where a schema or a rule knows */
  right?: Right;
}

type Path = readonly PropertyKey[];

/** data.items[0].purity */
export function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

/** The first fault that a schema found in a message, with what its field asks for. */
export function faultOf(
  issues: readonly z.core.$ZodIssue[],
  { schema, input }: { schema: z.ZodType; input: unknown },
): Fault {
  const [issue] = issues;
  if (!issue) throw new Error('a failed check without an issue');
  const code = codeOf(issue, valueAt(input, issue.path));
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const asked = unknown.length > 0 ? undefined : rightAt(schema, issue.path);
  return { code, field: pathText([...issue.path, ...unknown]), ...(asked && { right: asked }) };
}

/** Null and blank text are missing values, whatever the field's type: neither ever becomes 0. */
function codeOf(issue: z.core.$ZodIssue, value: unknown): RejectCode {
  if (issue.code === 'unrecognized_keys') return 'unknown-key';
  if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) return 'missing';
  switch (issue.code) {
    case 'too_big':
    case 'too_small':
    case 'not_multiple_of':
      return 'out-of-range';
    case 'invalid_value':
      return typeof value === 'object' ? 'wrong-type' : 'unknown-code';
    case 'custom':
      return (issue.params?.['code'] as RejectCode | undefined) ?? 'wrong-type';
    case 'invalid_union':
      return issue.errors.flat().some((inner) => inner.code === 'too_small' || inner.code === 'too_big')
        ? 'out-of-range'
        : 'wrong-type';
    case 'invalid_type':
      return typeof value === 'number' && !Number.isFinite(value) ? 'out-of-range' : 'wrong-type';
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_element':
      return 'wrong-type';
  }
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce((value: unknown, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], input);
}

/** Walks a schema along a path to what its field asks for. */
function rightAt(schema: z.ZodType, path: Path): Right | undefined {
  const field = path.reduce<z.ZodType | undefined>((outer, key) => outer && childOf(outer, key), schema);
  const meta = field && bare(field).meta();
  if (!meta?.description) return undefined;
  return { zh: String(meta['x-zh']), en: meta.description };
}

interface Shaped {
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  unwrap?: () => z.ZodType;
}

function childOf(outer: z.ZodType, key: PropertyKey): z.ZodType | undefined {
  const { shape, element } = bare(outer) as Shaped;
  return typeof key === 'number' ? element : shape?.[String(key)];
}

function bare(schema: z.ZodType): z.ZodType {
  const { type } = schema.def as { type: string };
  return type === 'optional' ? ((schema as Shaped).unwrap?.() ?? schema) : schema;
}
