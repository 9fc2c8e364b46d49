import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAccess, type Principal } from '@duqing/access';
import { loadDeployment } from '@duqing/runtime';
import { migrate, openStore, signalActs, type SignalView, type Store } from '@duqing/warehouse';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ActError, assess, type AssessRequest } from '../src/index.ts';

const NOW = Date.parse('2026-06-01T09:00:00+08:00');
const KEY = 'early-warning/cases/trafficking/990102';
const deployment = await loadDeployment('demo');
let path: string;
let store: Store;

const principal = (role: Principal['role'], area = '990100'): Principal => ({
  tokenId: 'abc',
  post: `post-${role}`,
  role,
  area,
  source: null,
});
const signal: SignalView = {
  key: KEY,
  measure: 'cases',
  code: 'trafficking',
  name: { zh: '贩卖、运输毒品案件', en: 'trafficking cases' },
  region: '990102',
  week: '2026-W22',
  from: '2026-05-25',
  to: '2026-05-31',
  since: '2026-W22',
  observed: 14,
  complete: true,
  expected: 3.5,
  limit: 6.6,
  limits: [],
  simulated: true,
  backfilled: false,
  assessment: null,
  dismissed: false,
};
const request = (given: Partial<AssessRequest> = {}): AssessRequest => ({
  key: KEY,
  act: 'dismiss',
  text: '专项行动集中移送',
  ...given,
});
const said = async (given: Partial<AssessRequest> = {}, by = principal('analyst')) =>
  assess(
    {
      store,
      deployment,
      access: createAccess({ store, deployment, clock: () => NOW }),
      clock: () => NOW,
      reader: { signals: async () => ({ week: '2026-W23', signals: [signal], blind: [], feeds: 24 }) },
    },
    request(given),
    by,
  );
const refusal = async (given: Partial<AssessRequest>, by?: Principal): Promise<string> =>
  said(given, by).then(
    () => 'done',
    (error: unknown) => (error instanceof ActError ? error.field : String(error)),
  );
const audited = async () =>
  store.query('SELECT action, object, area, outcome, post FROM audit FINAL ORDER BY at, audit_id');

beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'duqing-assess-'));
  store = await openStore({ kind: 'embedded', path });
  await migrate(store);
});
afterAll(async () => {
  await store.close();
  await rm(path, { recursive: true });
});
beforeEach(async () => {
  for (const table of ['signal_acts', 'audit']) await store.command(`TRUNCATE TABLE ${table}`);
});

test('an act is kept with the week and count that were judged, and is in the audit; said twice it is one', async () => {
  const row = await said();
  expect(await said()).toEqual(row);
  expect(await signalActs(store, { at: NOW })).toEqual([row]);
  expect(row).toMatchObject({ key: KEY, act: 'dismiss', week: '2026-W22', observed: 14, post: 'post-analyst' });
  expect(await audited()).toEqual([
    { action: 'signal-dismiss', object: KEY, area: '990102', outcome: 'done', post: 'post-analyst' },
  ]);
});

test.each([
  ['a viewer', 'post', {}, principal('viewer')],
  ['an analyst of another area', 'post', {}, principal('analyst', '990103')],
  ['no reason for a dismissal', 'text', { text: ' ' }, undefined],
  ['no reason for passing on', 'text', { act: 'pass-on', text: '' }, undefined],
  ['an identity number', 'text', { text: '嫌疑人 11010519491231002X' }, undefined],
  ['a signal that is none', 'key', { key: 'early-warning/cases/other/990102' }, undefined],
  ['a week that has grown since', 'week', { observed: 12 }, undefined],
  ['another week', 'week', { week: '2026-W21' }, undefined],
] as const)('%s: refused by %s, kept nowhere but in the audit', async (_name, field, given, by) => {
  expect(await refusal(given, by)).toBe(field);
  expect(await signalActs(store, { at: NOW })).toEqual([]);
  expect(await audited()).toMatchObject([{ outcome: 'refused' }]);
});

test('to confirm needs no reason', async () => {
  expect(await refusal({ act: 'confirm', text: '' })).toBe('done');
});
