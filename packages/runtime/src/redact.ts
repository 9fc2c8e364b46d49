import { maskPersonalData } from '@duqing/events';

/** Keys whose values never leave the process, whatever they hold. */
const SECRET_KEY = /pass(word|wd|phrase)?$|secret|token|authorization|cookie|credential|private.?key|api.?key/i;
const SECRET_TEXT: [RegExp, string][] = [
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1***@'],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}/g, '$1 ***'],
  [/([?&;](?:[a-z_-]*(?:token|password|secret|key))=)[^&\s"']+/gi, '$1***'],
];
const HIDDEN = '***';
/** Nothing that is worth a log line is deeper. */
const DEPTH = 8;

/** A text without credentials in addresses and headers, and with personal data masked. */
export function redactText(text: string): string {
  const plain = SECRET_TEXT.reduce((result, [pattern, instead]) => result.replace(pattern, instead), text);
  return maskPersonalData(plain);
}

/** A copy fit for a log: secret keys hidden, texts and long numbers masked, errors with their causes as plain objects. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return redactText(value.toString());
  if (typeof value === 'number') return redactNumber(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value;
  if (depth >= DEPTH) return '[deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return redactObject(value as Record<string, unknown>, depth);
}

function redactObject(value: Record<string, unknown>, depth: number): Record<string, unknown> {
  const entries = Object.entries(value).map(([key, inner]) => [
    redactText(key),
    SECRET_KEY.test(key) && inner !== undefined && inner !== null ? HIDDEN : redact(inner, depth + 1),
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

/** A number stays one unless its digits read as personal data. */
function redactNumber(value: number): number | string {
  const text = String(value);
  const masked = maskPersonalData(text);
  return masked === text ? value : masked;
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause, ...rest } = error;
  return {
    ...redactObject(rest as Record<string, unknown>, depth),
    type: name,
    message: redactText(message),
    ...(stack !== undefined && { stack: redactText(stack) }),
    ...(cause !== undefined && { cause: redact(cause, depth + 1) }),
  };
}
