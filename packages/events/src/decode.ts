import type { Fault } from './fault.ts';
import type { RawMessage } from './message.ts';
import { MAX_MESSAGE_BYTES } from './reasons.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true });
const HEADER = 'ce_';
/** Attributes that are not text, of which headers know nothing. */
const FLAGS = new Set(['simulated']);

type Fields = Record<string, unknown>;

/** The event as one object, whatever mode it came in, with the text of the message's value; or why it cannot be read. */
export type Decoded = { event: Fields; text: string; fault?: undefined } | { event?: undefined; fault: Fault };

/** Reads structured JSON and binary mode (`ce_` headers); structured where the content type says so. */
export function decode({ value, headers }: RawMessage): Decoded {
  if (value === null) return { fault: { code: 'null-value', field: '' } };
  if (value.length > MAX_MESSAGE_BYTES) return { fault: { code: 'too-large', field: '' } };
  const text = utf8(value);
  if (text === null) return { fault: { code: 'not-utf8', field: '' } };
  const json = parse(text);
  if (json === undefined) return { fault: { code: 'not-json', field: '' } };
  if (!isObject(json)) return { fault: { code: 'not-an-object', field: '' } };
  const whole = { event: json, text };
  const names = Object.keys(headers);
  if (names.length === 0) return whole;
  const contentType = headers['content-type'] && utf8(headers['content-type']);
  const attributes = names.filter((name) => name.startsWith(HEADER));
  if (contentType?.toLowerCase().startsWith('application/cloudevents')) return structuredFault(contentType) ?? whole;
  return attributes.length === 0 ? whole : binary(whole, { headers, attributes });
}

function structuredFault(contentType: string): Decoded | null {
  if (/^application\/cloudevents\+json\s*(;|$)/i.test(contentType)) return null;
  const right = { zh: 'application/cloudevents+json', en: 'application/cloudevents+json' };
  return { fault: { code: 'wrong-type', field: 'content-type', right } };
}

function binary(
  { event: data, text }: { event: Fields; text: string },
  { headers, attributes }: { headers: RawMessage['headers']; attributes: string[] },
): Decoded {
  const event: [string, unknown][] = [['data', data]];
  if (headers['content-type']) attributes = [...attributes, 'content-type'];
  for (const name of attributes) {
    const bytes = headers[name];
    if (!bytes) continue;
    const attribute = name === 'content-type' ? 'datacontenttype' : name.slice(HEADER.length);
    const value = utf8(bytes);
    if (value === null) return { fault: { code: 'not-utf8', field: attribute } };
    event.push([attribute, FLAGS.has(attribute) && value === 'true' ? true : value]);
  }
  return { event: Object.fromEntries(event), text };
}

/** Null where the bytes are no UTF-8. */
export function utf8(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(json: unknown): json is Fields {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
