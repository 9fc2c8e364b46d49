import { type Envelope, type Outbox, receiptOf } from './outbox.ts';
import type { Role } from './message.ts';
import type { Random } from './random.ts';
import { DAY } from './time.ts';

/** One revision of an entity as its sender makes it; `data` without the revision, null = withdrawn. */
export interface Step {
  /** ms */
  time: number;
  source: string;
  data: object | null;
  reason?: string;
  role: Role;
}

export interface History {
  family: 'case' | 'seizure' | 'intelligence';
  subject: string;
  steps: Step[];
}

/** A revision of an entity with the moment it was received. */
export interface Received {
  receivedAt: number;
  revision: number;
  data: object | null;
}

const DUPLICATE_SHARE = 0.02;

/** Sends every revision, some twice; returns what was received when, for whoever counts. */
export function sendHistory(outbox: Outbox, { family, subject, steps }: History, random: Random): Received[] {
  return steps.map((step, index) => {
    const revision = index + 1;
    const receivedAt = receiptOf(step.time, random);
    const envelope: Envelope = {
      id: `${subject}-r${revision}`,
      source: step.source,
      type: `duqing.${family}.${step.data === null ? 'withdrawn' : 'recorded'}.v1`,
      subject,
      time: step.time,
      data: step.data === null ? { revision, reason: step.reason ?? 'other' } : { revision, ...step.data },
    };
    outbox.send(envelope, { receivedAt, role: step.role });
    if (random.chance(DUPLICATE_SHARE)) sendAgain(outbox, envelope, { receivedAt, random });
    return { receivedAt, revision, data: step.data };
  });
}

/** Either the same bytes once more, or the same record under another id some days later. */
export function sendAgain(
  outbox: Outbox,
  envelope: Envelope,
  { receivedAt, random }: { receivedAt: number; random: Random },
): void {
  if (random.chance(0.5)) return outbox.send(envelope, { receivedAt, role: 'duplicate' });
  const later = receivedAt + random.whole(1, 5) * DAY;
  outbox.send({ ...envelope, id: `${envelope.id}-again` }, { receivedAt: later, role: 'duplicate' });
}
