import type { Access, Principal } from '@duqing/access';
import { EVENT_TYPES, reasonOf, validate, type Flag, type ValidationContext } from '@duqing/events';
import type { OutMessage, Publisher } from '@duqing/runtime';
import type { Store } from '@duqing/warehouse';
import type { SentEvent } from './read-events.ts';

/** What intake works with; without it there is no way in over HTTP. */
export interface Intake {
  access: Access;
  publisher: Publisher;
  /** what was sent before */
  store: Store;
  /** what an event that comes now is judged by */
  context: () => Promise<ValidationContext>;
  /** events a minute for each token, on average; default 6 000 */
  perMinute?: number;
}

/** What became of one event of a request, in its order. */
export type EventAnswer = { index: number; source: string | null; id: string | null } & (
  | { accepted: true; flags: Flag[] }
  | { accepted: false; code: string; field: string; reason: { zh: string; en: string } }
);

export interface Judged {
  answer: EventAnswer;
  /** null where it is refused */
  message: { topic: string; out: OutMessage } | null;
}

/**
 * Judges every event, publishes the good ones and resolves when all of them are acknowledged. A refused one is not published: its
 * sender has the answer. Throws what the publisher throws; then nothing is promised, and all may be sent again.
 */
export async function takeEvents(
  intake: Intake,
  sent: { principal: Principal; events: readonly SentEvent[] },
): Promise<EventAnswer[]> {
  const judged = await judgeEvents(intake, sent);
  await publishGood(intake.publisher, judged);
  return judged.map(({ answer }) => answer);
}

/** What would become of each event, in its order. */
export async function judgeEvents(
  { access, context }: Pick<Intake, 'access' | 'context'>,
  { principal, events }: { principal: Principal; events: readonly SentEvent[] },
): Promise<Judged[]> {
  const rules = await context();
  return events.map(({ value }, index) => judge(value, { index, principal, access, rules }));
}

/** Topic by topic; resolves when all are acknowledged. */
export async function publishGood(publisher: Publisher, judged: readonly Judged[]): Promise<void> {
  const messages = judged.flatMap(({ message }) => message ?? []);
  for (const [topic, all] of Map.groupBy(messages, (one) => one.topic))
    await publisher.publish(
      topic,
      all.map(({ out }) => out),
    );
}

interface Judging {
  index: number;
  principal: Principal;
  access: Access;
  rules: ValidationContext;
}

function judge(value: Uint8Array, { index, principal, access, rules }: Judging): Judged {
  const topic = topicOf(value);
  const place = { topic, partition: 0, offset: '0', key: null, headers: {}, appendedAt: rules.now };
  const result = validate({ ...place, value }, rules);
  if (!result.ok) {
    const { source, id, code, field, reason } = result.reject;
    return { answer: { index, source, id, accepted: false, code, field, reason }, message: null };
  }
  const { source, id, subject } = result.event;
  if (!access.maySendAs(principal, source)) {
    return { answer: { index, source, id, accepted: false, ...notYours(principal) }, message: null };
  }
  const out = { key: subject, value, headers: { 'duqing-origin': `http ${principal.tokenId}` } };
  return { answer: { index, source, id, accepted: true, flags: result.flags }, message: { topic, out } };
}

function notYours({ source, area }: Principal): { code: string; field: string; reason: { zh: string; en: string } } {
  const own = source ?? `/${area}/…`;
  const fault = { code: 'source-outside-area', field: 'source', right: { zh: own, en: own } } as const;
  return { ...fault, reason: reasonOf(fault) };
}

/** Where its sender would have put it; what cannot be read is judged as a case and refused. */
function topicOf(value: Uint8Array): string {
  const fallback = 'duqing.cases';
  try {
    const event = JSON.parse(Buffer.from(value).toString('utf8')) as { type?: unknown } | null;
    return EVENT_TYPES.find(({ type }) => type === event?.type)?.topic ?? fallback;
  } catch {
    return fallback;
  }
}
