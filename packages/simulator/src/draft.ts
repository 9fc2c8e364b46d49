import { addDays, startOfDay, type Day } from '@duqing/calendar';
import type { Random } from './random.ts';

/** One message of the made-up city, with the moment of its receipt. */
export interface Message {
  topic: string;
  key: string;
  /** one line: a CloudEvent as JSON, or what a bad sender sent */
  value: string;
  /** ms */
  receivedAt: number;
}

export interface Draft {
  topic: string;
  type: string;
  source: string;
  subject: string;
  /** ms: when the sender made it; received some minutes later */
  at: number;
  data: { revision: number } & Record<string, unknown>;
}

const HOUR = 3_600_000;

/** A moment in the working hours of a day in Shanghai. */
export function workingHour(day: Day, random: Random): number {
  return startOfDay(day) + 8 * HOUR + random.whole(10 * HOUR);
}

/** A day from `start` (inclusive) to `end` (exclusive). */
export function dayBetween(start: Day, { end, random }: { end: Day; random: Random }): Day {
  const days = Math.round((startOfDay(end) - startOfDay(start)) / (24 * HOUR));
  return addDays(start, random.whole(days));
}

/** RFC 3339 in +08:00 to the second. */
export function momentText(ms: number): string {
  return new Date(ms + 8 * HOUR).toISOString().replace(/\.\d+Z$/, '+08:00');
}

/** The message of a draft, marked simulated, received a few minutes after it was made. */
export function messageOf(draft: Draft, random: Random): Message {
  const receivedAt = draft.at + 60_000 + random.whole(50) * 60_000;
  const event = {
    specversion: '1.0',
    id: `${draft.subject.replaceAll('/', '-')}-r${draft.data.revision}-${draft.type.includes('withdrawn') ? 'w' : 'n'}`,
    source: draft.source,
    type: draft.type,
    subject: draft.subject,
    time: momentText(draft.at),
    receivedtime: momentText(receivedAt),
    simulated: true,
    datacontenttype: 'application/json',
    data: draft.data,
  };
  return { topic: draft.topic, key: draft.subject, value: JSON.stringify(event), receivedAt };
}
