import type { Message, Role } from './message.ts';
import type { Random } from './random.ts';
import { DAY, momentText } from './time.ts';

export interface Envelope {
  id: string;
  source: string;
  type: string;
  subject: string;
  /** ms, whole seconds */
  time: number;
  data: object;
}

const TOPICS: Record<string, string> = {
  case: 'duqing.cases',
  seizure: 'duqing.seizures',
  intelligence: 'duqing.intelligence',
  return: 'duqing.returns',
  feed: 'duqing.returns',
};

/** Gathers what was sent, drops what would come in after the run's end, and hands it over in order of receipt. */
export class Outbox {
  readonly #end: number;
  readonly #messages: Message[] = [];

  constructor(end: number) {
    this.#end = end;
  }

  send(envelope: Envelope, { receivedAt, role }: { receivedAt: number; role: Role }): void {
    const value = eventText(envelope, receivedAt);
    this.raw({ topic: topicOf(envelope.type), key: envelope.subject, value, receivedAt, role });
  }

  raw(message: Message): void {
    if (message.receivedAt < this.#end) this.#messages.push(message);
  }

  /** By moment of receipt; of the same second in the order in which they were sent. */
  inOrder(): Message[] {
    return this.#messages
      .map((message, index) => ({ message, index }))
      .sort((a, b) => a.message.receivedAt - b.message.receivedAt || a.index - b.index)
      .map(({ message }) => message);
  }
}

export function eventText({ id, source, type, subject, time, data }: Envelope, receivedAt: number): string {
  return JSON.stringify({
    specversion: '1.0',
    id,
    source,
    type,
    subject,
    time: momentText(time),
    receivedtime: momentText(receivedAt),
    simulated: true,
    datacontenttype: 'application/json',
    data,
  });
}

function topicOf(type: string): string {
  const topic = TOPICS[type.split('.')[1] ?? ''];
  if (topic === undefined) throw new RangeError(`no topic for ${type}`);
  return topic;
}

/** When a message made at `time` comes in: most within the hour, some days later, a few weeks. */
export function receiptOf(time: number, random: Random): number {
  const kind = random.weighted({ soon: 95, days: 4, weeks: 1 });
  const lag = {
    soon: random.between(60_000, 3_600_000),
    days: random.between(0.5, 6) * DAY,
    weeks: random.wait(20) * DAY,
  };
  return time + Math.ceil(lag[kind] / 1000) * 1000;
}
