import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deployment } from '@duqing/regions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  insertConfigurationStep,
  liveDeployment,
  migrate,
  openStore,
  recordedVersions,
  type ConfigurationStepRow,
  type Store,
} from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'duqing-configuration-'));
let store: Store;
beforeAll(async () => {
  store = await openStore({ kind: 'embedded', path: folder });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const first = { validFrom: '2000-01-01', recordedAt: null, source: 'installed', value: { itSupported: ['video'] } };
const installed = { methods: [first], targets: [], categories: [], regions: [], calendar: [] } as unknown as Deployment;

function row(over: Partial<ConfigurationStepRow>): ConfigurationStepRow {
  return {
    proposal_id: 'p-1',
    step: 'proposed',
    at: 1,
    post: 'analysts',
    token_id: 't-1',
    part: 'methods',
    valid_from: '2026-01-01',
    source: 'minutes',
    reason: 'trial',
    base: '',
    value: '{"itSupported":["tip"]}',
    ...over,
  };
}

test.each<[what: string, steps: Partial<ConfigurationStepRow>[], recorded: [string, number][]]>([
  ['proposed only: not recorded', [{}], []],
  ['approved: known from its approval', [{}, { step: 'approved', at: 5 }], [['p-1', 5]]],
  ['approved twice: from the first', [{}, { step: 'approved', at: 5 }, { step: 'approved', at: 7 }], [['p-1', 5]]],
  ['rejected, then approved: never', [{}, { step: 'rejected', at: 4 }, { step: 'approved', at: 5 }], []],
  ['approved, then rejected: stays', [{}, { step: 'approved', at: 4 }, { step: 'rejected', at: 5 }], [['p-1', 4]]],
  ['approved without a proposal: never', [{ step: 'approved', at: 5 }], []],
])('%s', (_, steps, recorded) => {
  expect(recordedVersions(steps.map(row)).map(({ id, at }) => [id, at])).toEqual(recorded);
});

test('a live deployment of a store that is not set up yet has what it was installed with, then what is recorded', async () => {
  const live = await liveDeployment(store, installed);
  expect(live.methods).toEqual([first]);
  await migrate(store);
  for (const one of [row({}), row({ step: 'approved', at: 5, value: '' })]) await insertConfigurationStep(store, one);
  const before = live.methods;
  await live.refresh?.();
  expect(live.methods.map(({ id, recordedAt }) => [id, recordedAt])).toEqual([
    [undefined, null],
    ['p-1', '1970-01-01T08:00:00.005+08:00'],
  ]);
  expect([before, installed.methods]).toEqual([[first], [first]]);
});
