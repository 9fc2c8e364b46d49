import { utf8 } from './decode.ts';
import type { RawMessage } from './message.ts';
import { findPersonalData, hasLongRun, maskPersonalData } from './personal.ts';

/** Digits in bytes that are no UTF-8 text: perhaps UTF-16, perhaps another code page; letters beside them prove nothing there. */
const LOOSE = /\d(?:\0?\d){10,40}(?:\0?[Xx])?/g;

/**
 * Whether any text in the event (names of fields too) looks like personal data: the path of the first that does, else null. `text`
 * is the message's value, decoded.
 */
export function personalPath(
  { event, text }: { event: Record<string, unknown>; text: string },
  headers: RawMessage['headers'],
): (string | number)[] | null {
  const isAnySuspect =
    isSuspect(text) || Object.values(headers).some((bytes) => bytes !== undefined && isSuspect(utf8(bytes) ?? ''));
  return isAnySuspect ? firstFind(event) : null;
}

/** Cheap sign that a text may hold what `findPersonalData` finds; escapes may hide digits. */
function isSuspect(text: string): boolean {
  return text.includes('\\u') || hasLongRun(text);
}

/** Depth first without recursion: a message may be nested as deep as it is long. */
function firstFind(event: Record<string, unknown>): (string | number)[] | null {
  const open: { value: unknown; path: (string | number)[] }[] = [{ value: event, path: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === 'string' && findPersonalData(value).length > 0) return path;
    if (typeof value !== 'object' || value === null) continue;
    const isList = Array.isArray(value);
    for (const [key, inner] of Object.entries(value).toReversed()) {
      const at = [...path, isList ? Number(key) : key];
      if (!isList && findPersonalData(key).length > 0) return at;
      open.push({ value: inner, path: at });
    }
  }
  return null;
}

/** What may be kept of a message that holds personal data anywhere (key and headers too); null where it holds none. */
export function maskedCopy({ value, key, headers }: RawMessage): Uint8Array | null {
  const kept = value ?? new Uint8Array();
  const masked = maskBytes(kept);
  if (masked !== null) return masked;
  const others = [key, ...Object.values(headers)];
  return others.some((bytes) => bytes && maskBytes(bytes) !== null) ? kept : null;
}

function maskBytes(bytes: Uint8Array): Uint8Array | null {
  const text = utf8(bytes);
  if (text === null || text.includes('\0')) return maskLoosely(bytes);
  if (!isSuspect(text)) return null;
  const masked = maskPersonalData(text.includes('\\') ? maskEscaped(text) : text);
  return masked === text ? null : Buffer.from(masked, 'utf8');
}

/**
 * Strings with escapes are read first: `\u0031` may be a digit and the n of `\n` is no letter. What follows a quote without its
 * partner cannot be read, so every long run of digits there goes.
 */
function maskEscaped(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (let start = text.indexOf('"'); start >= 0; start = text.indexOf('"', at)) {
    const end = closingQuote(text, start + 1);
    if (end < 0) break;
    parts.push(text.slice(at, start), maskLiteral(text.slice(start, end + 1)));
    at = end + 1;
  }
  const rest = text.slice(at);
  return [...parts, rest.includes('"') ? maskRuns(rest) : rest].join('');
}

/** Index of the quote that ends a JSON string whose first character is at `from`; −1 where there is none. */
function closingQuote(text: string, from: number): number {
  for (let index = from; index < text.length; index += 1) {
    if (text[index] === '"') return index;
    if (text[index] === '\\') index += 1;
  }
  return -1;
}

function maskLiteral(literal: string): string {
  if (!literal.includes('\\')) return literal;
  try {
    const text = JSON.parse(literal) as string;
    const masked = maskPersonalData(text);
    return masked === text ? literal : JSON.stringify(masked);
  } catch {
    return maskRuns(literal);
  }
}

function maskRuns(text: string): string {
  return text.replace(LOOSE, (run) => run.replace(/[^\0]/g, '*'));
}

function maskLoosely(bytes: Uint8Array): Uint8Array | null {
  const text = Buffer.from(bytes).toString('latin1');
  const masked = maskRuns(text);
  return masked === text ? null : Buffer.from(masked, 'latin1');
}
