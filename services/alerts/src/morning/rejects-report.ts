import { setTimeout as sleep } from 'node:timers/promises';
import { dayOf, shanghai, startOfDay } from '@duqing/calendar';
import { INDICATORS } from '@duqing/catalogue';
import { morningLetters, rejectList, type MorningLetter } from '@duqing/mending';
import { departmentName } from '@duqing/outlook';
import { Setting, type Deployment } from '@duqing/regions';
import type { Clock } from '@duqing/runtime';
import type { Store } from '@duqing/warehouse';
import type { Channel } from '../channels/channel.ts';
import type { Outgoing } from '../core/outgoing.ts';
import { attempt } from '../outbox.ts';
import { appendDeliveries, readDeliveries } from '../store/ledger.ts';

export interface MorningOptions {
  store: Store;
  deployment: Deployment;
  channels: readonly Channel[];
  clock: Clock;
  /** address of the pages, without a slash at the end */
  base: string;
  /** waits between tries */
  pause?: (ms: number) => Promise<void>;
}

/** Hours in Beijing between which a day's report may go out: after a night's outage it comes late, never at night. */
const [FROM_HOUR, TO_HOUR] = [8, 20];
const DAY = 86_400_000;
/** Rounds after which a day's report is given up: the next comes in the morning. */
const MOST_ROUNDS = 5;

/**
 * Tells each department of its unsettled rejects, once a day from eight in the morning, on every channel; those whose sender names no
 * department of the catalogue go to the engineers. What was delivered is in the ledger of deliveries, so a restart tells nobody twice.
 */
export async function tellRejects(options: MorningOptions): Promise<void> {
  const { store, channels, clock } = options;
  const now = clock();
  const hour = Number(shanghai(now).slice(11, 13));
  if (channels.length === 0 || hour < FROM_HOUR || hour >= TO_HOUR) return;
  const held = await readDeliveries(store, now - DAY);
  // what came after the morning is the next morning's, so that nobody is told at noon of what came at ten
  const morning = startOfDay(dayOf(now)) + FROM_HOUR * 3_600_000;
  const cases = (await rejectList(store)).filter(({ row }) => row.received_at < morning);
  for (const letter of lettersAt(cases, { options, now })) {
    for (const channel of channels) {
      const message = messageOf(letter, options);
      const to = `${channel.id}:${message.role}`;
      const before = held.get(`${message.id}/${to}`);
      if (before?.delivered === true || (before?.failures ?? 0) >= MOST_ROUNDS) continue;
      const { error, tries } = await attempt(async () => channel.send(message), options.pause ?? wait);
      const row = {
        transition_id: message.id,
        channel: to,
        at: clock(),
        ok: error === null,
        error: error ?? '',
        tries,
      };
      await appendDeliveries(store, [row]);
    }
  }
}

async function wait(ms: number): Promise<void> {
  await sleep(ms);
}

function lettersAt(
  cases: Awaited<ReturnType<typeof rejectList>>,
  { options, now }: { options: MorningOptions; now: number },
): MorningLetter[] {
  const { deployment, base } = options;
  const { regions } = new Setting(deployment, now);
  const [zh, en] = [departmentName('zh'), departmentName('en')];
  return morningLetters(cases, {
    now,
    areaName: (code) => regions.get(code)?.name ?? { zh: code, en: code },
    departmentName: (code) => ({ zh: zh(code), en: en(code) }),
    link: `${base}/rejects`,
    simulated: deployment.simulated,
  });
}

const DEPARTMENTS = new Set<string>(INDICATORS.map(({ columns }) => columns.department));

function messageOf({ department, day, text }: MorningLetter, { deployment, base }: MorningOptions): Outgoing {
  return {
    id: `rejects-report/${day}/${department === '' ? 'unknown' : department}`,
    role: DEPARTMENTS.has(department) ? `department:${department}` : 'engineers',
    post: '',
    severity: 'info',
    simulated: deployment.simulated,
    link: `${base}/rejects`,
    text,
  };
}
