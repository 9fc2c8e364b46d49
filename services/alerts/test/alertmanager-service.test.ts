import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDeployment } from '@duqing/runtime';
import { createReader, migrate, openStore, type Store } from '@duqing/warehouse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alertmanagerConfig } from '../src/alertmanager/config.ts';
import { AlertsService } from '../src/alerts.service.ts';
import { webhookChannel } from '../src/channels/webhook.ts';
import { startIntake } from '../src/intake.ts';
import { freePort, hasAlertmanager, startAlertmanager, until, type Alertmanager } from './support/alertmanager.ts';
import { startReceiver, type Receiver } from './support/receiver.ts';
import { record } from './support/records.ts';

const skip = !hasAlertmanager && process.env['CI'] !== 'true';
const needs = skip ? ' (skipped: needs prometheus-alertmanager)' : '';
const COUNTY = '990102';
// no hours of night: this test runs whenever it runs
const { roster: _night, ...deployment } = await loadDeployment('demo');

function found(subject: string) {
  const persons = { involved: 1, minors: 0, pupils: 0, users: 0 };
  const data = { region: COUNTY, category: 'manufacturing', preControlled: false, causedByUser: false, persons };
  const filedAt = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  return {
    family: 'case' as const,
    subject,
    region: COUNTY,
    receivedAt: Date.now() - 1000,
    data: { ...data, filedAt },
  };
}

async function postsOf({ url }: Alertmanager): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^alertmanager_notifications_total\{integration="webhook"\} (\d+)/m.exec(text)?.[1]);
}

/** The whole way: our ledger, a real Alertmanager, our intake, a channel. */
describe.skipIf(skip)(`through a real Alertmanager${needs}`, () => {
  let folder: string;
  let store: Store;
  let manager: Alertmanager;
  let receiver: Receiver;
  let ours: Awaited<ReturnType<typeof startOurs>>;
  let ports: { manager: number; intake: number };
  const config = (): string => join(folder, 'alertmanager.yml');

  /** Our process, as just started: nothing but the store is kept. */
  async function startOurs() {
    const service = new AlertsService({
      store,
      reader: createReader({ store, deployment, clock: Date.now }),
      deployment,
      clock: Date.now,
      publisher: { publish: async () => undefined },
      channels: [webhookChannel({ url: receiver.url })],
      base: 'http://duqing.example',
      alertmanager: `http://127.0.0.1:${ports.manager}`,
    });
    const errors: unknown[] = [];
    const handle = async (payload: unknown): Promise<void> => service.handOver(payload);
    const intake = await startIntake({ port: ports.intake, handle, onError: (error) => errors.push(error) });
    return { service, errors, close: intake.close };
  }
  const startManager = async () =>
    startAlertmanager({ config: config(), storage: join(folder, 'am'), port: ports.manager });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'duqing-am-whole-'));
    store = await openStore({ kind: 'embedded', path: join(folder, 'store') });
    await migrate(store);
    receiver = await startReceiver({ status: 200, body: '{}' });
    ports = { manager: await freePort(), intake: await freePort() };
    const fast = alertmanagerConfig({ webhook: `http://127.0.0.1:${ports.intake}/alertmanager` })
      .replaceAll(/group_wait: \S+/g, 'group_wait: 0s')
      .replaceAll(/(group_interval|repeat_interval): \S+/g, '$1: 1s');
    await writeFile(config(), fast);
    manager = await startManager();
    ours = await startOurs();
  });
  afterAll(async () => {
    await ours.close();
    await manager.stop();
    await receiver.close();
    await store.close();
    await rm(folder, { recursive: true });
  });

  const told = (id: string | undefined): string[] =>
    receiver.heard
      .map(({ body }) => JSON.parse(body) as { id: string; role: string })
      .filter((message) => message.id === id)
      .map(({ role }) => role)
      .sort();
  const noticeOf = async (subject: string): Promise<string | undefined> => {
    const made = await ours.service.evaluate();
    return made.find(({ key }) => key === `zero-occurrence/zero-manufacturing/${COUNTY}/${subject}`)?.transition_id;
  };
  /** Alertmanager says everything again every second; this waits until it has said something after now. */
  const saidAgain = async (): Promise<void> => {
    const before = await postsOf(manager);
    await until(async () => (await postsOf(manager)) >= before + 3);
  };

  test('each post is told once, however often it is said again and whichever side starts anew', async () => {
    await record(store, [found('whole-1')]);
    const id = await noticeOf('whole-1');
    await until(() => told(id).length >= 2);
    await saidAgain();
    expect(told(id)).toEqual(['analysts', 'commander']);
    const before = receiver.heard.length;

    await ours.close();
    ours = await startOurs();
    await ours.service.evaluate();
    await saidAgain();
    await manager.stop();
    manager = await startManager();
    await ours.service.evaluate();
    await saidAgain();
    expect(receiver.heard.slice(before).map(({ body }) => body)).toEqual([]);
    expect(ours.errors).toEqual([]);
  });

  test('what is silenced is not told, and waits for nobody to acknowledge it; what is not is told', async () => {
    const silence = {
      matchers: [{ name: 'kind', value: 'zero-occurrence', isRegex: false, isEqual: true }],
      startsAt: new Date(Date.now() - 1000).toISOString(),
      endsAt: new Date(Date.now() + 600_000).toISOString(),
      createdBy: 'engineer-duty',
      comment: 'known',
    };
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${manager.url}/api/v2/silences`, {
      method: 'POST',
      headers,
      body: JSON.stringify(silence),
    });
    expect(answer.status).toBe(200);
    await record(store, [found('whole-2')]);
    const id = await noticeOf('whole-2');
    const seizure = {
      region: COUNTY,
      seizedAt: '2026-01-02',
      channel: 'parcel',
      items: [{ substance: 'methamphetamine', quantity: { value: 5000, unit: 'g' } }],
    };
    await record(store, [
      { family: 'seizure', subject: 's-loud', region: COUNTY, receivedAt: Date.now(), data: seizure },
    ]);
    const made = await ours.service.evaluate();
    const loud = made.find(({ kind }) => kind === 'large-seizure')?.transition_id;
    await until(() => told(loud).length >= 2);
    await saidAgain();
    expect(told(id)).toEqual([]);
    const [letters] = await store.query('SELECT count() AS n FROM alert_letters FINAL WHERE ref = {id:String}', { id });
    expect(letters).toMatchObject({ n: expect.toSatisfy((n: unknown) => Number(n) === 2) });
  });

  test('Alertmanager is away: what is new goes out directly, once, also after it is back', async () => {
    await manager.stop();
    await record(store, [
      {
        family: 'seizure',
        subject: 's-direct',
        region: COUNTY,
        receivedAt: Date.now(),
        data: {
          region: COUNTY,
          seizedAt: '2026-01-03',
          channel: 'parcel',
          items: [{ substance: 'methamphetamine', quantity: { value: 6000, unit: 'g' } }],
        },
      },
    ]);
    const made = await ours.service.evaluate();
    const id = made.find(({ key }) => key.endsWith('/s-direct'))?.transition_id;
    expect(told(id)).toEqual(['analysts', 'commander']);
    manager = await startManager();
    await ours.service.evaluate();
    await saidAgain();
    expect(told(id)).toEqual(['analysts', 'commander']);
  });
});
