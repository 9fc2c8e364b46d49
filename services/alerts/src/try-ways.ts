import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { minuteOf, onDuty, rosterOf } from '@duqing/duty';
import type { Deployment } from '@duqing/regions';
import { readEnv, type Clock } from '@duqing/runtime';
import type { Store } from '@duqing/warehouse';
import { pushAlerts } from './alertmanager/push.ts';
import { channelsOf } from './channels/index.ts';
import type { Outgoing } from './core/outgoing.ts';
import { channelsEnv } from './env.ts';
import { attempt } from './outbox.ts';
import { appendDeliveries } from './store/ledger.ts';

/** How one way out of the house took a test. */
export interface TriedWay {
  way: string;
  ok: boolean;
  tries: number;
  /** without any secret; '' where it went through */
  error: string;
}

interface TryOptions {
  store: Store;
  deployment: Deployment;
  clock: Clock;
  /** commander, analysts, engineers, department:… */
  role: string;
  env?: NodeJS.ProcessEnv;
}

/**
 * Sends one message that says it is a test through every way that the environment names, and keeps in the ledger of delivery how each
 * took it. Alertmanager gets a test alert that ends after a minute: where it hands over to us it comes to the engineers too.
 */
export async function tryWays({ store, deployment, clock, role, env = process.env }: TryOptions): Promise<TriedWay[]> {
  const given = readEnv(channelsEnv, env);
  const at = clock();
  const post = onDuty(rosterOf(deployment, at), role, at)?.post ?? '';
  const message = testMessage({ role, post, at, simulated: deployment.simulated, link: given.DUQING_WEB_URL ?? '' });
  const tried: TriedWay[] = [];
  for (const channel of channelsOf(given, { clock, deployment }))
    tried.push(await tryOne(`${channel.id}:${role}`, async () => channel.send(message)));
  const url = given.DUQING_ALERTMANAGER_URL?.replace(/\/$/, '');
  if (url !== undefined) tried.push(await tryOne('alertmanager', async () => pushAlerts(url, [testAlert(at)])));
  const rows = tried.map(({ way, ok, error, tries }) => ({
    transition_id: message.id,
    channel: way,
    at,
    ok,
    error,
    tries,
  }));
  await appendDeliveries(store, rows);
  return tried;
}

async function tryOne(way: string, send: () => Promise<void>): Promise<TriedWay> {
  const { error, tries } = await attempt(send, async (ms) => sleep(ms));
  return { way, ok: error === null, tries, error: error ?? '' };
}

interface Testing {
  role: string;
  post: string;
  at: number;
  simulated: boolean;
  link: string;
}

function testMessage({ role, post, at, simulated, link }: Testing): Outgoing {
  const when = minuteOf(at);
  return {
    id: `test-${randomUUID()}`,
    role,
    post,
    severity: 'info',
    simulated,
    link,
    text: {
      zh: `【测试】毒情监测预警渠道测试，无需处置（${when}）${link === '' ? '' : ` ${link}`}`,
      en: `TEST of the alert channels, nothing to do (${when})${link === '' ? '' : ` ${link}`}`,
    },
  };
}

function testAlert(at: number) {
  return {
    labels: { alertname: 'duqing-test', role: 'engineers', kind: 'test', severity: 'info' },
    annotations: { summary: '【测试】毒情监测预警渠道测试，无需处置' },
    startsAt: new Date(at).toISOString(),
    endsAt: new Date(at + 60_000).toISOString(),
  };
}
