import { MAX_MESSAGE_BYTES } from '@duqing/events';
import { elementsOf } from './elements.ts';

/** Events of one request; a sender with more sends more requests. */
export const MOST_EVENTS = 1_000;

export interface Sent {
  /** as given, without parameters; '' where there is none */
  contentType: string;
  /** lower-case names */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

/** One event of a request: its bytes in structured mode. */
export interface SentEvent {
  value: Uint8Array;
}

interface RequestFault {
  status: 400 | 413 | 415;
  reason: { zh: string; en: string };
}

export type ReadEvents = { ok: true; events: SentEvent[] } | { ok: false; fault: RequestFault };

const TYPES: Record<string, (sent: Sent) => ReadEvents> = {
  'application/cloudevents+json': single,
  'application/cloudevents-batch+json': batch,
  'application/json': plain,
  'application/x-ndjson': lines,
  'application/ndjson': lines,
};

/**
 * The events of a request by CloudEvents' HTTP binding (structured, batch, binary) or as NDJSON. What is wrong with one event is left
 * to the rules of events; only a request that cannot be taken apart is at fault as a whole.
 */
export function readEvents(sent: Sent): ReadEvents {
  const read = TYPES[sent.contentType.toLowerCase()];
  const result = read === undefined ? unsupported(sent.contentType) : read(sent);
  return result.ok && result.events.length > MOST_EVENTS ? tooMany(result.events.length) : result;
}

function single({ body }: Sent): ReadEvents {
  return { ok: true, events: [{ value: body }] };
}

function batch({ body }: Sent): ReadEvents {
  const found = elementsOf(body);
  if (found === null)
    return refuse(400, { zh: '批量报送应为一个 JSON 数组', en: 'a batch is one JSON array of events' });
  return { ok: true, events: found.map((value) => ({ value })) };
}

/** Binary mode where attributes stand in the headers, else one event or an array of them. */
function plain(sent: Sent): ReadEvents {
  if (Object.keys(sent.headers).some((name) => name.startsWith(PREFIX))) return binary(sent);
  const isArray = /^\s*\[/.test(Buffer.from(sent.body.subarray(0, 200)).toString('latin1'));
  return isArray ? batch(sent) : single(sent);
}

const PREFIX = 'ce-';

function binary({ headers, body }: Sent): ReadEvents {
  if (parsed(body) === undefined)
    return refuse(400, { zh: '内容不是完整的 JSON', en: 'the content is not complete JSON' });
  const event: Record<string, unknown> = { datacontenttype: 'application/json' };
  for (const [name, text] of Object.entries(headers)) {
    if (name.startsWith(PREFIX)) event[name.slice(PREFIX.length)] = decoded(text);
  }
  if (event['simulated'] === 'true') event['simulated'] = true;
  // the data's own bytes: written out anew a number could lose digits
  const head = JSON.stringify(event).slice(0, -1);
  return { ok: true, events: [{ value: Buffer.concat([Buffer.from(`${head},"data":`), body, Buffer.from('}')]) }] };
}

/** Header values are percent-encoded; one that is not is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const [LF, CR] = [10, 13];

/** One event a line; blank lines are passed over. */
function lines({ body }: Sent): ReadEvents {
  const events: SentEvent[] = [];
  for (let start = 0; start < body.length;) {
    const found = body.indexOf(LF, start);
    const stop = found < 0 ? body.length : found;
    const value = body.subarray(start, body[stop - 1] === CR ? stop - 1 : stop);
    if (value.some((byte) => byte > 32)) events.push({ value });
    start = stop + 1;
    if (events.length > MOST_EVENTS) break;
  }
  return { ok: true, events };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

function refuse(status: RequestFault['status'], reason: RequestFault['reason']): ReadEvents {
  return { ok: false, fault: { status, reason } };
}

function unsupported(contentType: string): ReadEvents {
  const all = Object.keys(TYPES).join(', ');
  const given = contentType === '' ? '—' : contentType.slice(0, 80);
  return refuse(415, {
    zh: `不支持的 Content-Type ${given}；可用：${all}`,
    en: `Content-Type ${given} is none of ${all}`,
  });
}

function tooMany(count: number): ReadEvents {
  return refuse(413, {
    zh: `一次最多 ${MOST_EVENTS} 条，收到 ${count} 条以上；每条不超过 ${MAX_MESSAGE_BYTES / 1_000_000} MB`,
    en: `at most ${MOST_EVENTS} events a request, here are ${count} or more`,
  });
}
