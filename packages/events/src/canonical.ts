import { hash } from 'node:crypto';

/** JSON with keys sorted by UTF-16 code units and no blanks, so that equal data has equal text; for parsed JSON only. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = value as Record<string, unknown>;
  const pairs = Object.keys(fields)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(fields[key])}`);
  return `{${pairs.join(',')}}`;
}

/** SHA-256 of the canonical JSON, lower-case hex. */
export function dataHash(data: unknown): string {
  return hash('sha256', canonicalJson(data), 'hex');
}
