import { addDays, parsePeriod } from '@duqing/calendar';
import type { Envelope, Outbox } from '../outbox.ts';
import { randomOf, type Random } from '../random.ts';
import { sendAgain } from '../history.ts';
import { DAY, momentOn } from '../time.ts';
import type { World } from '../world.ts';
import type { Figure } from './figures.ts';

export interface Return {
  region: string;
  measure: string;
  period: string;
  department: string;
  figure: Figure;
  /** days after the period's end on which it is due */
  dueDays: number;
  /** chance and stories leave it out where it may */
  mayFail: boolean;
}

const MISSING_SHARE = 0.002;
const LATE_SHARE = 0.025;
const CORRECTED_SHARE = 0.03;
const WITHDRAWN_SHARE = 0.004;

/** Sends a return, mostly in time; some come late or not at all, some are corrected or withdrawn and made anew. */
export function sendReturn(outbox: Outbox, { seed }: World, given: Return): void {
  const random = randomOf(seed, 'send', given.measure, given.region, given.period);
  if (given.mayFail && random.chance(MISSING_SHARE)) return;
  const time = timeOf(given, random);
  const first = { ...given, random, revision: 1, time };
  send(outbox, first);
  if (!given.mayFail) return;
  if (random.chance(CORRECTED_SHARE))
    send(outbox, { ...first, revision: 2, time: later(time, random), figure: corrected(given.figure) });
  if (random.chance(WITHDRAWN_SHARE)) takeBack(outbox, first);
}

function timeOf({ period, dueDays, mayFail }: Return, random: Random): number {
  const end = parsePeriod(period)?.end;
  if (end === undefined) throw new RangeError(`no period: ${period}`);
  const isLate = mayFail && random.chance(LATE_SHARE);
  const day = addDays(end, isLate ? dueDays + random.whole(1, 20) : Math.max(1, dueDays - random.whole(2, 8)));
  return momentOn(day, random);
}

function later(time: number, random: Random): number {
  return time + random.whole(3, 70) * DAY;
}

interface Sending extends Return {
  random: Random;
  revision: number;
  /** ms */
  time: number;
}

function send(outbox: Outbox, { region, measure, period, department, figure, random, revision, time }: Sending): void {
  const envelope: Envelope = {
    id: `${measure}-${period}-r${revision}`,
    source: `/${region}/${department}`,
    type: 'duqing.return.submitted.v1',
    subject: `${region}/${measure}/${period}`,
    time,
    data: { revision, region, measure, period, ...figure, department },
  };
  const receivedAt = time + random.whole(1, 90) * 60_000;
  outbox.send(envelope, { receivedAt, role: revision === 1 ? 'record' : 'correction' });
  if (random.chance(0.01)) sendAgain(outbox, envelope, { receivedAt, random });
}

/** The third revision withdraws, half of the time the fourth says the figure again. */
function takeBack(outbox: Outbox, sending: Sending): void {
  const { region, measure, period, department, random } = sending;
  const time = later(sending.time, random) + 70 * DAY;
  outbox.send(
    {
      id: `${measure}-${period}-r3`,
      source: `/${region}/${department}`,
      type: 'duqing.return.withdrawn.v1',
      subject: `${region}/${measure}/${period}`,
      time,
      data: { revision: 3, reason: 'wrong-entity' },
    },
    { receivedAt: time + 60_000, role: 'withdrawal' },
  );
  if (random.chance(0.5)) send(outbox, { ...sending, revision: 4, time: time + 2 * DAY });
}

/** One fewer of what was counted; a zero and a yes or no stay as they are. */
function corrected(figure: Figure): Figure {
  const { value, numerator } = figure;
  if (typeof value === 'number' && value > 0) return { ...figure, value: value - 1 };
  return numerator !== undefined && numerator > 0 ? { ...figure, numerator: numerator - 1 } : figure;
}
