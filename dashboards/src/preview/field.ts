import type { FieldJson, MappingJson, PanelJson } from './board-json.ts';
import type { Field, Frame } from './frame.ts';

/** Fields with their panel's options: defaults, then what the data say of themselves, then overrides by name. */
export function withConfig({ refId, fields }: Frame, { fieldConfig }: PanelJson): Frame {
  const configured = fields.map((field): Field => {
    const start: FieldJson = { ...fieldConfig?.defaults, ...field.config };
    const overrides = (fieldConfig?.overrides ?? []).filter(({ matcher }) => matches(matcher, field.name));
    const config = overrides
      .flatMap(({ properties }) => properties)
      .reduce((so, { id, value }) => withProperty(so, id, value), start);
    return { ...field, config };
  });
  return { refId, fields: configured };
}

function matches({ id, options }: { id: string; options: string }, name: string): boolean {
  switch (id) {
    case 'byName':
      return options === name;
    case 'byRegexp':
      return new RegExp(options.replaceAll(/^\/|\/$/g, ''), 'u').test(name);
    default:
      throw new RangeError(`matcher not known here: ${id}`);
  }
}

function withProperty(config: FieldJson, id: string, value: unknown): FieldJson {
  if (!id.startsWith('custom.')) return { ...config, [id]: value };
  return { ...config, custom: { ...config.custom, [id.slice('custom.'.length)]: value } };
}

export function isHidden({ config: { custom } }: Field): boolean {
  const from = custom?.['hideFrom'] as { viz?: boolean } | undefined;
  return custom?.['hidden'] === true || from?.viz === true;
}

export interface Shown {
  text: string;
  color: string | null;
}

/** A value as the panel writes it: its mapping's text and colour, else with its unit, coloured by the thresholds of numbers. */
export function shown(value: string | number | null, { type, config }: Field): Shown {
  const mapped = value === null ? undefined : mappingOf(String(value), config.mappings ?? []);
  if (mapped) return { text: mapped.text ?? String(value), color: mapped.color ?? null };
  if (value === null) return { text: config.noValue ?? '', color: null };
  if (type === 'time') return { text: momentOf(Number(value)), color: null };
  if (typeof value === 'string') return { text: value, color: null };
  return { text: withUnit(value, config), color: stepOf(value, config) };
}

function mappingOf(value: string, mappings: MappingJson[]): { text?: string; color?: string } | undefined {
  for (const mapping of mappings)
    switch (mapping.type) {
      case 'value':
        if (mapping.options[value]) return mapping.options[value];
        break;
      case 'regex':
        if (new RegExp(mapping.options.pattern, 'u').test(value)) return mapping.options.result;
        break;
      default:
        throw new RangeError(`mapping not known here: ${JSON.stringify(mapping)}`);
    }
  return undefined;
}

const PARTS = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

export function momentOf(ms: number): string {
  return PARTS.format(ms);
}

function withUnit(value: number, { unit = 'none', decimals }: FieldJson): string {
  const digits = decimals ?? (Number.isInteger(value) ? 0 : Math.abs(value) < 10 ? 2 : 1);
  const text = value.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: decimals ?? 0 });
  if (unit === 'none') return text.replaceAll(',', '');
  if (unit === 'short' || unit === 'locale') return text;
  if (unit === 'percent') return `${text}%`;
  if (unit === 's') return `${text} s`;
  if (unit.startsWith('suffix:')) return text + unit.slice('suffix:'.length);
  throw new RangeError(`unit not known here: ${unit}`);
}

function stepOf(value: number, { thresholds }: FieldJson): string | null {
  const step = thresholds?.steps.findLast(({ value: from }) => from === null || value >= from);
  return step?.color ?? null;
}
