import { hash } from 'node:crypto';

/** The same parsed JSON with the keys of every object in one order: sorted, names that are whole numbers before all others. */
export function sortedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sortedKeys);
  const fields = value as Record<string, unknown>;
  const sorted = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(fields).sort()) sorted[key] = sortedKeys(fields[key]);
  return sorted;
}

/** JSON with sorted keys and no blanks, so that equal data has equal text; for parsed JSON only. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = value as Record<string, unknown>;
  const keys = Object.keys(fields);
  // whole numbers come first, in their own order: an object's own
  if (keys.some((key) => key.charCodeAt(0) <= NINE)) return JSON.stringify(sortedKeys(fields));
  let text = '';
  for (const key of keys.sort())
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(fields[key])}`;
  return `{${text}}`;
}

const NINE = 57;

/** SHA-256 of a text, lower-case hex. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
