import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDeployment, TransientError } from '@duqing/runtime';
import { insertRejects, insertRejectSteps, migrate, openStore, type RejectRow, type Store } from '@duqing/warehouse';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Channel } from '../src/channels/channel.ts';
import type { Outgoing } from '../src/core/outgoing.ts';
import { tellRejects } from '../src/morning/rejects-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'duqing-morning-'));
const deployment = await loadDeployment('demo');
let store: Store;
let now: number;
let sent: Outgoing[];
let isAway: boolean;

const channel: Channel = {
  id: 'webhook',
  send: async (message) => {
    if (isAway) throw new TransientError('webhook: no connection');
    sent.push(message);
  },
};

beforeAll(async () => {
  store = await openStore({ kind: 'embedded', path: folder });
  await migrate(store);
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  for (const table of ['rejects', 'reject_steps', 'alert_deliveries']) await store.command(`TRUNCATE TABLE ${table}`);
  [now, sent, isAway] = [at('2026-08-10T08:05'), [], false];
  await insertRejects(store, [
    reject('1', '/990102/police'),
    reject('2', '/990103/police'),
    reject('3', '/990102/justice'),
    reject('4', '/990102/hotline'),
    reject('5', ''),
  ]);
});

function at(text: string): number {
  return Date.parse(`${text}:00+08:00`);
}

function reject(offset: string, source: string): RejectRow {
  const said = { code: 'missing', field: 'data.region', reason_zh: '缺', reason_en: 'missing' };
  const place = { topic: 'duqing.cases', partition: 0, offset, received_at: at('2026-08-09T10:00'), source };
  const what = {
    id: `c-${offset}`,
    type: 'duqing.case.recorded.v1',
    subject: `s-${offset}`,
    masked: false,
    headers: '{}',
  };
  return { ...place, ...said, ...what, payload: '', payload_size: 0, payload_hash: '' };
}

async function pause(): Promise<void> {}

async function tick(): Promise<void> {
  await tellRejects({ store, deployment, channels: [channel], clock: () => now, base: 'http://pages', pause });
}

const told = (): string[] => sent.map(({ id, role }) => `${id} ${role}`).sort();

test('each department is told once a day, and who is of none goes to the engineers; nothing of what was sent leaves', async () => {
  await tick();
  await tick();
  expect(told()).toEqual([
    'rejects-report/2026-08-10/hotline engineers',
    'rejects-report/2026-08-10/justice department:justice',
    'rejects-report/2026-08-10/police department:police',
    'rejects-report/2026-08-10/unknown engineers',
  ]);
  expect(sent.find(({ role }) => role === 'department:police')?.text.zh).toMatch(
    /公安：2 个地区未办结 2 件（昨日新增 2，待复核 0）.*缺少这一项 2。 http:\/\/pages\/rejects$/,
  );
  expect(JSON.stringify(sent)).not.toMatch(/c-\d|s-\d|data\./);
  now = at('2026-08-11T08:05');
  await tick();
  expect(sent).toHaveLength(8);
});

test.each([
  ['2026-08-10T07:59', 0],
  ['2026-08-10T19:59', 4],
  ['2026-08-10T20:00', 0],
])('at %s: %i', async (moment, count) => {
  now = at(moment);
  await tick();
  expect(sent).toHaveLength(count);
});

test('where a channel is away it is told at a later tick, and given up after some rounds', async () => {
  isAway = true;
  for (let round = 0; round < 3; round += 1) await tick();
  isAway = false;
  await tick();
  await tick();
  expect(sent).toHaveLength(4);
});

test('what comes after the morning is told the next morning, not at noon', async () => {
  await store.command('TRUNCATE TABLE rejects');
  await insertRejects(store, [{ ...reject('6', '/990102/police'), received_at: at('2026-08-10T08:01') }]);
  now = at('2026-08-10T12:00');
  await tick();
  expect(sent).toEqual([]);
  now = at('2026-08-11T08:00');
  await tick();
  expect(sent).toHaveLength(1);
});

test('where all is settled nobody is told', async () => {
  const end = {
    proposal_id: 'p',
    kind: 'discard',
    at: now,
    post: 'a',
    token_id: 't',
    reason: 'other',
    payload: '',
  } as const;
  const steps = ['1', '2', '3', '4', '5'].flatMap((offset) =>
    (['proposed', 'done'] as const).map((step) => ({ topic: 'duqing.cases', partition: 0, offset, step, ...end })),
  );
  await insertRejectSteps(store, steps);
  await tick();
  expect(sent).toEqual([]);
});
