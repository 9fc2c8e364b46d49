import { addDays } from '@duqing/calendar';
import { eventText, type Envelope, type Outbox } from './outbox.ts';
import { randomOf } from './random.ts';
import { dayWithin, momentOn } from './time.ts';
import type { Quarter, World } from './world.ts';

const LEAST_A_QUARTER = 4;

/** Each quarter some messages that must be refused, the kinds in turn so that twelve quarters show them all. */
export function sendBad(outbox: Outbox, world: World): void {
  const random = randomOf(world.seed, 'bad');
  let turn = 0;
  for (const quarter of world.withRunning)
    for (let count = LEAST_A_QUARTER + random.poisson(1.5); count > 0; count -= 1) {
      const area = world.areas[random.whole(0, world.areas.length - 1)];
      const spoil = SPOILS[turn % SPOILS.length];
      const time = momentOn(dayWithin(quarter.start, quarter.end, random), random);
      if (!area || !spoil) continue;
      turn += 1;
      const good = goodCase({ region: area.code, city: world.deployment.city, quarter, turn, time });
      const receivedAt = time + 300_000;
      const { key = good.subject, text } = spoil(good, receivedAt);
      outbox.raw({ topic: 'duqing.cases', key, value: text, receivedAt, role: 'bad' });
    }
}

interface Named {
  region: string;
  city: string;
  quarter: Quarter;
  turn: number;
  time: number;
}

type CaseEnvelope = Envelope & { data: Record<string, unknown> };

function goodCase({ region, quarter, turn, time }: Named): CaseEnvelope {
  const subject = `${region}-${quarter.year}-${quarter.number}B${String(turn).padStart(2, '0')}`;
  const data = {
    revision: 1,
    region,
    category: 'trafficking',
    filedAt: addDays(quarter.start, 1),
    severity: 'ordinary',
    persons: { involved: 1, minors: 0, pupils: 0, users: 0 },
  };
  return { id: `${subject}-r1`, source: `/${region}/police`, type: 'duqing.case.recorded.v1', subject, time, data };
}

type Spoil = (good: CaseEnvelope, receivedAt: number) => { key?: string | null; text: string };

/** The same case with other data. */
function withData(change: (data: Record<string, unknown>) => Record<string, unknown>): Spoil {
  return (good, receivedAt) => ({ text: eventText({ ...good, data: change(good.data) }, receivedAt) });
}

/** What senders get wrong, one fault each. */
const SPOILS: readonly Spoil[] = [
  (good, receivedAt) => ({ text: eventText(good, receivedAt).slice(0, -25) }),
  withData((data) => ({ ...data, remark: 'see file' })),
  withData((data) => ({ ...data, filedAt: '2025-02-30' })),
  withData((data) => ({ ...data, region: '001199' })),
  withData((data) => ({ ...data, persons: { involved: -1 } })),
  withData((data) => ({ ...data, persons: { involved: '3' } })),
  withData((data) => ({ ...data, solvedAt: '2001-01-01', solvedBy: ['patrol'] })),
  withData((data) => ({ ...data, category: 'unknown-kind' })),
  withData(({ filedAt, ...data }) => ({ ...data, filedAt: `${String(filedAt)}T08:00:00` })),
  (good, receivedAt) => ({ text: eventText({ ...good, type: 'duqing.case.recorded.v2' }, receivedAt) }),
  (good, receivedAt) => ({ text: eventText({ ...good, source: '/001199/police' }, receivedAt) }),
  () => ({ key: null, text: '[1]' }),
  withData(({ category, ...data }) => ({ ...data, case: String(category) })),
  withData((data) => ({ ...data, category: 'user-incident', causedByUser: false })),
  (good, receivedAt) => ({ text: eventText({ ...good, subject: 'case no. 5' }, receivedAt), key: 'case no. 5' }),
];
