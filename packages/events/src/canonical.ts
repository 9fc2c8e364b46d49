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
  return JSON.stringify(sortedKeys(value));
}

/** SHA-256 of the canonical JSON, lower-case hex. */
export function dataHash(data: unknown): string {
  return hash('sha256', canonicalJson(data), 'hex');
}
