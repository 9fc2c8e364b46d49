import { createHash } from 'node:crypto';
import { dayOf, quarterOfDay } from '@duqing/calendar';
import type { ReferenceRecord } from '@duqing/testkit';
import type { Balance } from '@duqing/warehouse';
import type { Held } from './collector.ts';

type Class = 'accepted' | 'superseded' | 'duplicate' | 'conflict';

interface Message {
  topic: string;
  record: ReferenceRecord;
  bytes: string;
  /** revision, withdrawal, time, hash: what decides between records of an entity, as sortable text */
  rank: string;
  /** what makes two messages say the same */
  content: string;
}

/** Each message's class by SEMANTICS "Identity and conflict", counted by source, topic and quarter of receipt: no SQL. */
export function balanceOf(messages: readonly { held: Held; record: ReferenceRecord }[]): Map<string, Partial<Balance>> {
  const counts = new Map<string, Partial<Balance>>();
  const all = messages.map(({ held, record }) => messageOf(held, record));
  for (const entity of Map.groupBy(all, ({ record }) => `${familyOf(record)} ${record.subject}`).values()) {
    for (const [message, one] of classesOf(entity)) {
      const { topic, record } = message;
      const key = `${record.source} ${topic} ${quarterOfDay(dayOf(record.receivedAt))}`;
      const count = counts.get(key) ?? { received: 0, accepted: 0, superseded: 0, duplicate: 0, conflict: 0 };
      counts.set(key, { ...count, received: (count.received ?? 0) + 1, [one]: (count[one] ?? 0) + 1 });
    }
  }
  return counts;
}

function familyOf({ type }: ReferenceRecord): string {
  return type.split('.')[1] ?? '';
}

function messageOf(held: Held, record: ReferenceRecord): Message {
  const data = canonical(record.data);
  const hash = createHash('sha256').update(data).digest('hex');
  const parts = [
    String(record.data.revision).padStart(16, '0'),
    record.type.includes('.withdrawn.') ? '1' : '0',
    String(Date.parse(record.time)).padStart(16, '0'),
    hash,
  ];
  return {
    topic: held.topic,
    record,
    bytes: Buffer.from(held.value ?? []).toString('utf8'),
    rank: parts.join(' '),
    content: `${record.data.revision} ${record.type} ${hash}`,
  };
}

/** `entity` in the order of its partition; received times decide first. */
function classesOf(entity: Message[]): Map<Message, Class> {
  const arrived = entity.toSorted((a, b) => a.record.receivedAt - b.record.receivedAt);
  const top = arrived.reduce((best, one) => (one.rank > best.rank ? one : best));
  const classes = new Map<Message, Class>();
  for (const message of arrived) {
    if (message === top) classes.set(message, 'accepted');
    else if (isDuplicate(message, arrived)) classes.set(message, 'duplicate');
    else classes.set(message, message.record.data.revision < top.record.data.revision ? 'superseded' : 'conflict');
  }
  return classes;
}

/** Of messages that say the same one stands for them: the highest, then the first. Other bytes under the same id are a conflict. */
function isDuplicate(message: Message, arrived: readonly Message[]): boolean {
  const alike = arrived.filter(({ content }) => content === message.content);
  const stands = alike.reduce((best, one) => (one.rank > best.rank ? one : best));
  const sameId = ({ record }: Message): boolean =>
    record.source === message.record.source && record.id === message.record.id;
  if (message === stands) return false;
  return !(sameId(stands) && stands.bytes !== message.bytes);
}

/** JSON with sorted keys (RFC 8785 for what events hold). */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, held]) => `${JSON.stringify(key)}:${canonical(held)}`).join(',')}}`;
}
