import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutMessage } from '@duqing/runtime';
import { loadDeployment } from '@duqing/runtime';
import { createReader, foldStates, migrate, openStore, type AlertDeliveryRow, type Store } from '@duqing/warehouse';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { AlertsService, type AlertsOptions } from '../src/alerts.service.ts';
import { webhookChannel } from '../src/channels/webhook.ts';
import type { Transition } from '../src/core/types.ts';
import { startReceiver, type Receiver } from './support/receiver.ts';
import { record } from './support/records.ts';

const NOW = Date.parse('2026-06-01T09:00:00+08:00');
const COUNTY = '990102';
let path: string;
let store: Store;
let receiver: Receiver;
const deployment = await loadDeployment('demo');

beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'duqing-alerts-'));
  store = await openStore({ kind: 'embedded', path });
  await migrate(store);
});
afterAll(async () => {
  await store.close();
  await rm(path, { recursive: true });
});
beforeEach(async () => {
  receiver = await startReceiver({ status: 200, body: '{}' });
  for (const table of [
    'ledger',
    'alert_transitions',
    'alert_deliveries',
    'alert_letters',
    'alert_acks',
    'facts_case_filed',
    'facts_case_solved',
    'facts_return',
    'facts_seizure',
  ])
    await store.command(`TRUNCATE TABLE ${table}`);
});
afterEach(async () => receiver.close());

interface Parts {
  service: AlertsService;
  published: OutMessage[];
}

/** A service over the shared store, as a process just started would be. */
function start(now: number, given: Partial<AlertsOptions> = {}): Parts {
  const published: OutMessage[] = [];
  const clock = () => now;
  const reader = createReader({ store, deployment, clock });
  const service = new AlertsService({
    store,
    reader,
    deployment,
    clock,
    publisher: { publish: async (_topic, messages) => void published.push(...messages) },
    channels: [webhookChannel({ url: receiver.url, timeout: 500 })],
    base: 'http://duqing.example',
    pause: async () => undefined,
    ...given,
  });
  return { service, published };
}

const manufacturing = {
  family: 'case',
  subject: '990102-2026-0001',
  region: COUNTY,
  receivedAt: NOW - 1000,
  data: {
    region: COUNTY,
    category: 'manufacturing',
    filedAt: '2026-05-20',
    preControlled: false,
    causedByUser: false,
    persons: { involved: 2, minors: 0, pupils: 0, users: 0 },
  },
} as const;
const KEY = `zero-occurrence/zero-manufacturing/${COUNTY}/990102-2026-0001`;

async function ledger(): Promise<AlertDeliveryRow[]> {
  return store.query<AlertDeliveryRow>("SELECT * FROM alert_deliveries WHERE channel != 'bus' ORDER BY channel, at");
}

test('a manufacturing case: one notice in the ledger, on the topic and to each post; a second look adds nothing', async () => {
  await record(store, [manufacturing]);
  const { service, published } = start(NOW);
  const made = await service.evaluate();
  expect(made.filter(({ severity }) => severity === 'critical').map(({ key }) => key)).toEqual([KEY]);
  expect(published.map(({ key }) => key)).toEqual(made.map(({ key }) => key));
  const critical = receiver.heard.map(({ body }) => JSON.parse(body)).filter(({ severity }) => severity === 'critical');
  expect(critical.map(({ role }) => role).sort()).toEqual(['analysts', 'commander']);

  const sent = receiver.heard.length;
  expect(await service.evaluate()).toEqual([]);
  expect(await start(NOW + 1).service.evaluate()).toEqual([]);
  expect(receiver.heard).toHaveLength(sent);
  expect(published).toHaveLength(made.length);
});

test('what leaves the house names kind, area, count and link, and neither the case nor its item', async () => {
  await record(store, [manufacturing]);
  await start(NOW).service.evaluate();
  const body = receiver.heard.map((one) => one.body).find((text) => text.includes('critical')) ?? '';
  expect(body).not.toContain('2026-0001');
  expect(body).not.toContain('制造');
  expect(JSON.parse(body)).toMatchObject({
    simulated: true,
    text: {
      zh: expect.stringMatching(
        /^【模拟数据】【特急】.*990102.*零发生项目出现1项 http:\/\/duqing\.example\/alerts\/[0-9a-f]{64}$/,
      ),
    },
  });
});

test('withdrawn: recall no. 1 to the same posts, and the state as known between stays', async () => {
  await record(store, [manufacturing]);
  await start(NOW).service.evaluate();
  const told = receiver.heard.length;
  await record(store, [
    { ...manufacturing, revision: 2, withdrawn: true, receivedAt: NOW + 500, data: { reason: 'entered-twice' } },
  ]);
  const { service } = start(NOW + 1000);
  await service.evaluate();
  const recalls = receiver.heard.slice(told).map(({ body }) => JSON.parse(body));
  expect(recalls.map(({ role }) => role).sort()).toEqual(['analysts', 'commander']);
  expect(recalls[0].text.zh).toContain('【更正】');
  const rows = await createReader({ store, deployment, clock: () => NOW + 1000 }).transitions();
  expect(foldStates(rows, NOW).find(({ key }) => key === KEY)?.state).toBe('firing');
  expect(foldStates(rows).find(({ key }) => key === KEY)).toMatchObject({
    state: 'resolved',
    notices: [{ kind: 'notice' }, { kind: 'recall', text: { zh: expect.stringContaining('【更正第1号】') } }],
  });
});

test('imported history raises nothing', async () => {
  await record(store, [{ ...manufacturing, backfilled: true, data: { ...manufacturing.data, filedAt: '2025-05-20' } }]);
  await record(store, [{ ...manufacturing, subject: 'live-1' }]);
  const made = await start(NOW).service.evaluate();
  expect(made.filter(({ kind }) => kind === 'zero-occurrence').map(({ causes }) => causes)).toEqual([['live-1']]);
  const old = made.filter(({ key, period }) => period.startsWith('2025') && !key.endsWith('/population/2025'));
  expect(old.map(({ key }) => key)).toEqual([]);
});

test('a busy receiver is tried again with the same key; one that refuses is tried again at the next look, then given up', async () => {
  await record(store, [manufacturing]);
  receiver.next.push({ status: 503 }, { status: 429 });
  await start(NOW).service.evaluate();
  const [first, second, third] = receiver.heard.map(({ headers }) => headers['idempotency-key']);
  expect(first).toBeDefined();
  expect([second, third]).toEqual([first, first]);
  expect((await ledger()).every(({ ok }) => ok)).toBe(true);

  await store.command('TRUNCATE TABLE alert_deliveries');
  const givenUp: string[] = [];
  for (let round = 0; round < 10; round += 1) {
    receiver.next.push(...Array.from({ length: 400 }, () => ({ status: 400 })));
    await start(NOW + round * 6 * 3_600_000, { onGivenUp: (what) => givenUp.push(what) }).service.evaluate();
  }
  const failed = (await ledger()).filter(({ channel, ok }) => channel === 'webhook:commander' && !ok);
  const perNotice = Map.groupBy(failed, ({ transition_id }) => transition_id);
  const fromStart = [...perNotice.values()].filter((rows) => rows[0]?.at === NOW);
  expect(fromStart.length).toBeGreaterThan(0);
  expect(fromStart.map((rows) => rows.length)).toEqual(fromStart.map(() => 8));
  expect(failed[0]?.error).toBe('webhook: answered 400');
  expect(givenUp.some((what) => what.includes('for commander not delivered'))).toBe(true);
  expect(JSON.stringify([failed, givenUp])).not.toContain(receiver.url);
});

test('stopped between the ledger and the way out: the next start publishes and sends it, once', async () => {
  await record(store, [manufacturing]);
  const broken = start(NOW, { publisher: { publish: async () => Promise.reject(new Error('stopped')) } });
  await expect(broken.service.evaluate()).rejects.toThrow('stopped');
  expect(receiver.heard).toEqual([]);
  const { service, published } = start(NOW + 1);
  expect(await service.evaluate()).toEqual([]);
  expect(published.map(({ key }) => key)).toContain(KEY);
  const sent = receiver.heard.length;
  await start(NOW + 2).service.evaluate();
  expect(receiver.heard).toHaveLength(sent);
});

test('P16: one payload posted three times is one notice; a repeat a day later is none', async () => {
  await record(store, [manufacturing]);
  const made = await start(NOW, { channels: [] }).service.evaluate();
  const fired = made.find(({ key }) => key === KEY);
  const alert = {
    status: 'firing',
    labels: { alertname: 'zero-occurrence', role: 'commander' },
    annotations: { transition_id: fired?.transition_id },
    startsAt: '2026-06-01T01:00:00Z',
    fingerprint: 'abc',
  };
  const payload = { version: '4', status: 'firing', alerts: [alert] };
  const { service } = start(NOW);
  for (let round = 0; round < 3; round += 1) await service.handOver(payload);
  await start(NOW + 86_400_000).service.handOver({ ...payload, alerts: [{ ...alert, status: 'resolved' }] });
  const heard = receiver.heard.map(({ body }) => JSON.parse(body) as { id: string; role: string });
  expect(heard.filter(({ id }) => id === fired?.transition_id).map(({ role }) => role)).toEqual(['commander']);
  expect(heard.slice(1).map(({ role }) => role)).toEqual(['deputy-commander', 'office-head']);
});

test.each([
  ['values {}', { values: {} }],
  ['values null', { values: null }],
  ['valueString ""', { valueString: '' }],
  ['annotations null', { annotations: null }],
  ['a value that is NaN', { annotations: { value: 'NaN' } }],
])('P17: an alert of another system with %s says area, rule and that no value was given; once', async (_name, part) => {
  const { service } = start(NOW);
  const alert = {
    status: 'resolved',
    labels: { alertname: 'Lost contact', county: COUNTY },
    annotations: {},
    startsAt: '2026-06-01T01:00:00Z',
    ...part,
  };
  for (let round = 0; round < 3; round += 1) await service.handOver({ alerts: [alert] });
  expect(receiver.heard).toHaveLength(1);
  const { text, role } = JSON.parse(receiver.heard[0]?.body ?? '');
  expect(role).toBe('engineers');
  expect(text.zh).toMatch(/^【恢复】.*（990102）：Lost contact，未给出数值$/);
  expect(text.en).toMatch(/: Lost contact, value not given$/);
});

test.each([null, 'text', {}, { alerts: [{ status: 'maybe' }] }])(
  '%j is no payload: refused by field',
  async (payload) => {
    await expect(start(NOW).service.handOver(payload)).rejects.toThrow(/^payload: /);
  },
);

test('a running period: missed for a day, then a correction turns it: recall at once; a new event would only let it recover', async () => {
  const solved = (index: number, method: string, revision = 1) =>
    ({
      family: 'case',
      subject: `990102-2026-1${index}`,
      region: COUNTY,
      revision,
      receivedAt: NOW - 1000 + revision,
      data: {
        region: COUNTY,
        category: 'trafficking',
        filedAt: '2026-05-02',
        solvedAt: '2026-05-20',
        solvedBy: [method],
        causedByUser: false,
        persons: { involved: 1, minors: 0, pupils: 0, users: 0 },
      },
    }) as const;
  const key = `target-missed/it-solved-share/${COUNTY}/2026Q2`;
  const DAY = 86_400_000;
  const stateAfter = async (now: number) => {
    await start(now).service.evaluate();
    const rows = await store.query<Transition>('SELECT * FROM alert_transitions FINAL');
    return foldStates(rows).find((alert) => alert.key === key);
  };
  await record(store, [solved(1, 'tip'), solved(2, 'patrol')]);
  expect((await stateAfter(NOW))?.state).toBe('pending');
  expect((await stateAfter(NOW + DAY))?.state).toBe('firing');
  await record(store, [{ ...solved(1, 'video', 2), receivedAt: NOW + DAY + 500 }]);
  const recalled = await stateAfter(NOW + DAY + 1000);
  expect(recalled).toMatchObject({ state: 'resolved', notices: [{ kind: 'notice' }, { kind: 'recall' }] });
  expect(recalled?.text.zh).toContain('1/2（50.0%）');

  for (const table of ['ledger', 'alert_transitions', 'facts_case_filed', 'facts_case_solved'])
    await store.command(`TRUNCATE TABLE ${table}`);
  await record(store, [solved(1, 'tip')]);
  await stateAfter(NOW);
  expect((await stateAfter(NOW + DAY))?.state).toBe('firing');
  await record(store, [{ ...solved(3, 'video'), receivedAt: NOW + DAY + 500 }]);
  expect((await stateAfter(NOW + DAY + 1000))?.state).toBe('recovering');
});

test('given up on one way: the engineers are told by the others, once a channel; it says nothing about itself', async () => {
  await record(store, [manufacturing]);
  const refused = { id: 'wecom', send: async () => Promise.reject(new Error('wecom: answered 400')) };
  const channels = [refused, webhookChannel({ url: receiver.url, timeout: 500 })];
  const made: Transition[] = [];
  for (let round = 0; round < 8; round += 1)
    made.push(...(await start(NOW + round * 900_000, { channels }).service.evaluate()));
  const alerts = made.filter(({ kind }) => kind === 'undelivered');
  expect(alerts.map(({ key, to_state }) => `${key} ${to_state}`)).toEqual(['undelivered/wecom firing']);
  expect(alerts[0]?.text_zh).toMatch(
    /渠道wecom一天内有\d+条通知多次重试后仍未送达，其中特急\d条；最后一次：wecom: answered 400/,
  );
  const told = receiver.heard.map(({ body }) => JSON.parse(body)).filter(({ id }) => id === alerts[0]?.transition_id);
  expect(told.map(({ role }) => role)).toEqual(['engineers']);
  const later = await start(NOW + 2 * 86_400_000, { channels: [] }).service.evaluate();
  expect(later.filter(({ kind }) => kind === 'undelivered').map(({ to_state }) => to_state)).toEqual(['resolved']);
});

test('told as it falls due, without an evaluation: assigned, then nobody acknowledges a graver one: its stand-in, once', async () => {
  await record(store, [manufacturing]);
  await start(NOW).service.evaluate();
  const count = receiver.heard.length;
  const heard = () =>
    receiver.heard
      .slice(count)
      .map(({ body }) => JSON.parse(body) as { role: string; severity: string; text: { zh: string }; link: string });
  const tell = async (now: number): Promise<void> => start(now).service.tell();
  for (const now of [NOW + 60_000, NOW + 30 * 60_000, NOW + 31 * 60_000]) await tell(now);
  const standIns = heard().filter(({ text }) => text.zh.includes('代班'));
  expect(new Set(standIns.map(({ role, severity }) => `${role} ${severity}`))).toEqual(
    new Set(['deputy-commander critical']),
  );
  const links = standIns.map(({ link }) => link);
  expect(new Set(links).size).toBe(links.length);

  const acted = {
    act_id: 'a-1',
    key: KEY,
    notice: 1,
    act: 'assign',
    at: NOW + 32 * 60_000,
    post: 'analyst-duty',
    role: 'analyst',
    token_id: 't',
  };
  await store.insert('alert_acks', [{ ...acted, assignee: 'office-head', due: 0, outcome: '', text: '' }]);
  await tell(NOW + 33 * 60_000);
  await tell(NOW + 90 * 60_000);
  const own = heard().filter(({ text }) => text.zh.includes('零发生项目出现'));
  expect(own.map(({ role, text }) => `${role} ${/【(指派|代班|升级)/.exec(text.zh)?.[1]}`)).toEqual([
    'deputy-commander 代班',
    'office-head 指派',
  ]);
});
