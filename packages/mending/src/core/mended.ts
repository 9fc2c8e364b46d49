import { EVENT_TYPES, validate, type Flag, type ValidationContext } from '@duqing/events';
import type { RejectRow } from '@duqing/warehouse';
import { edited, type Edit } from './edit.ts';
import { MendError, type Text } from './words.ts';

type Fields = Record<string, unknown>;

/** How an event is mended: fields of what was sent, or the whole event anew. */
export type Mend = { kind: 'edits'; edits: readonly Edit[] } | { kind: 'whole'; text: string };

/** The mended event as it will be sent, and what the rules say of it. */
export interface Mended {
  topic: string;
  subject: string;
  /** compact JSON in structured mode */
  payload: string;
  /** null where it would be accepted */
  refused: Text | null;
  flags: Flag[];
}

/**
 * The mended event of a reject, validated as if it came now. It keeps its identity (source, id) wherever that could be read.
 * Throws a MendError where it cannot be mended this way.
 */
export function mendedOf(row: RejectRow, mend: Mend, context: ValidationContext): Mended {
  const event = mend.kind === 'whole' ? parsed(mend.text) : edited(sentEvent(row), mend.edits);
  // a mended reject is received when it is replayed
  delete event['receivedtime'];
  checkIdentity(row, event);
  const payload = JSON.stringify(event);
  if (/\*{11}/.test(payload))
    throw new MendError({
      zh: '仍含被遮盖的个人信息（***），请改为约定的编号或删除',
      en: 'masked personal data (***) is still in it; put an agreed id in its place or take it out',
    });
  return judged(payload, { type: event['type'], subject: event['subject'], context });
}

/** A payload that was validated before, validated as if it came now. */
export function judgedAgain(payload: string, context: ValidationContext): Mended {
  const { type, subject } = parsed(payload);
  return judged(payload, { type, subject, context });
}

function judged(
  payload: string,
  { type, subject, context }: { type: unknown; subject: unknown; context: ValidationContext },
): Mended {
  const topic = EVENT_TYPES.find((entry) => entry.type === type)?.topic ?? 'duqing.cases';
  const value = Buffer.from(payload);
  const message = { topic, partition: 0, offset: '0', key: null, value, headers: {}, appendedAt: context.now };
  const result = validate(message, { ...context, replay: false });
  const key = typeof subject === 'string' ? subject : '';
  return result.ok
    ? { topic, subject: key, payload, refused: null, flags: result.flags }
    : { topic, subject: key, payload, refused: result.reject.reason, flags: [] };
}

/** What was sent as JSON text in structured mode; null where it cannot be read, or is held only in part. */
export function sentText(row: RejectRow): string | null {
  try {
    return JSON.stringify(sentEvent(row));
  } catch (error) {
    if (!(error instanceof MendError)) throw error;
    return null;
  }
}

/** What was sent, as one object; throws where the store does not have it whole or it cannot be read. */
function sentEvent(row: RejectRow): Fields {
  const bytes = Buffer.from(row.payload, 'base64');
  if (bytes.length < row.payload_size)
    throw new MendError({
      zh: '消息过大，库中只存了前 64 KiB，请用 --payload 给出完整的事件文件',
      en: 'the message is large and only its first 64 KiB are held: give the whole event with --payload',
    });
  const headers = JSON.parse(row.headers) as Record<string, string>;
  const attributes = Object.entries(headers).filter(([name]) => name.startsWith('ce_'));
  const body = parsed(bytes.toString('utf8'));
  if (attributes.length === 0) return body;
  const fields: Fields = { ...Object.fromEntries(attributes.map(([name, text]) => [name.slice(3), text])), data: body };
  if (fields['simulated'] === 'true') fields['simulated'] = true;
  return fields;
}

function parsed(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  } catch {
    // said below, as for any other text that is no event
  }
  throw new MendError({
    zh: '内容不是一个 JSON 对象，无法按字段修改，请用 --payload 给出改好的事件文件',
    en: 'the content is no JSON object, so no field of it can be set: give the mended event with --payload',
  });
}

function checkIdentity(row: RejectRow, event: Fields): void {
  for (const name of ['source', 'id'] as const) {
    const was = row[name];
    if (was === '' || was.includes('*') || row.field === name || event[name] === was) continue;
    throw new MendError({
      zh: `${name} 是消息的身份，改正后必须不变：${was}`,
      en: `${name} is the message's identity and stays as it was: ${was}`,
    });
  }
}
