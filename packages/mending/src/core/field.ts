import { EVENT_TYPES } from '@duqing/events';
import { parsePath, type Path } from './edit.ts';
import type { Text } from './words.ts';

/** How the value of a field is written. */
export type FieldForm = 'text' | 'number' | 'yes-no' | 'number-or-yes-no' | 'only-true' | 'code' | 'codes' | 'object';

/** What the contract says of one field, for people who fill it in. */
export interface FieldView {
  path: string;
  name: Text;
  /** what a right value looks like */
  right: Text;
  form: FieldForm;
  /** of a closed list; empty where any is taken */
  codes: readonly string[];
  /** may be left out */
  optional: boolean;
}

/** Just enough of a schema to walk it. */
interface Shape {
  def: { type: string; entries?: Record<string, string>; values?: readonly unknown[] };
  shape?: Record<string, Shape>;
  element?: Shape;
  unwrap?: () => Shape;
  meta: () => { description?: string; 'x-zh'?: unknown } | undefined;
}

/** What the contract of an event type says of a field; null where it has none such, or the text is no path. */
export function fieldAt(type: string, path: string): FieldView | null {
  const entry = EVENT_TYPES.find((one) => one.type === type);
  if (entry === undefined) return null;
  const outer = walk(entry.schema as unknown as Shape, steps(path));
  if (outer === null) return null;
  const inner = bare(outer);
  const { description = '', 'x-zh': zh = '' } = inner.meta() ?? {};
  const [saidZh = '', ...restZh] = String(zh).split('：');
  const [saidEn = '', ...restEn] = description.split(': ');
  const name = OWN_NAMES[path] ?? { zh: saidZh.split('，')[0] || path, en: saidEn.split(', ')[0] || path };
  return {
    path,
    name,
    right: { zh: restZh.join('：') || String(zh), en: restEn.join(': ') || description },
    form: formOf(inner),
    codes: codesOf(inner),
    optional: outer.def.type === 'optional',
  };
}

/** Attributes of the envelope, of which the contract says only what is right. */
const OWN_NAMES: Readonly<Record<string, Text>> = {
  specversion: { zh: '规范版本', en: 'version of CloudEvents' },
  type: { zh: '消息类型', en: 'type of the message' },
  datacontenttype: { zh: '内容格式', en: 'form of the content' },
  dataschema: { zh: '数据结构地址', en: 'address of the schema' },
  simulated: { zh: '模拟数据标记', en: 'mark of made-up data' },
};

function steps(path: string): Path {
  try {
    return parsePath(path);
  } catch {
    return [''];
  }
}

function walk(schema: Shape, path: Path): Shape | null {
  let at: Shape | undefined = schema;
  for (const step of path) {
    const { shape, element }: Shape = bare(at);
    at = typeof step === 'number' ? element : shape?.[step];
    if (at === undefined) return null;
  }
  return at;
}

function bare(schema: Shape): Shape {
  return schema.def.type === 'optional' ? (schema.unwrap?.() ?? schema) : schema;
}

function formOf({ def, element }: Shape): FieldForm {
  switch (def.type) {
    case 'number':
      return 'number';
    case 'boolean':
      return 'yes-no';
    case 'union':
      return 'number-or-yes-no';
    case 'enum':
      return 'code';
    case 'literal':
      return def.values?.[0] === true ? 'only-true' : 'text';
    case 'array':
      return element !== undefined && ['enum', 'string'].includes(bare(element).def.type) ? 'codes' : 'object';
    case 'object':
      return 'object';
    default:
      return 'text';
  }
}

function codesOf({ def, element }: Shape): readonly string[] {
  if (def.type === 'enum') return Object.values(def.entries ?? {});
  return def.type === 'array' && element !== undefined ? codesOf(bare(element)) : [];
}
