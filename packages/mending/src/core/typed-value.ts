import type { FieldForm } from './field.ts';

const YES = new Map([
  ['是', true],
  ['true', true],
  ['否', false],
  ['false', false],
]);

/**
 * What a person wrote as the JSON value that its field takes. What does not look like one stays text, so that the rules refuse it in
 * their words: nothing is guessed, and a number that would lose digits stays text too.
 */
export function typedValue(written: string, form: FieldForm): unknown {
  const text = written.trim();
  switch (form) {
    case 'text':
    case 'code':
      return text;
    case 'number':
      return numberOr(text);
    case 'yes-no':
    case 'only-true':
      return YES.get(text) ?? text;
    case 'number-or-yes-no':
      return YES.get(text) ?? numberOr(text);
    case 'codes':
      return text.split(/[\s,，、;；]+/).filter((part) => part !== '');
    case 'object':
      return jsonOr(text);
  }
}

function numberOr(text: string): unknown {
  const value = Number(text);
  const isPlain = /^-?(0|[1-9]\d{0,15})(\.\d{1,12})?$/.test(text);
  return isPlain && (!Number.isInteger(value) || Number.isSafeInteger(value)) ? value : text;
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A value as a person writes it: the other way round. */
export function writtenValue(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value.join('、');
  return JSON.stringify(value);
}
