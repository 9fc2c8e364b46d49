import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAccess, type Principal } from '@duqing/access';
import { loadDeployment } from '@duqing/runtime';
import { migrate, openStore, type AlertView, type Reader, type Store } from '@duqing/warehouse';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { act, ActError, caseOf, readActs, type ActRequest, type ActsOptions } from '../src/index.ts';

const NOW = Date.parse('2026-06-01T09:00:00+08:00');
const KEY = 'veto/transit-hub/990102/990102/transit-hub/2026Q2';
const deployment = await loadDeployment('demo');
let path: string;
let store: Store;
let alert: AlertView;

const analyst: Principal = { tokenId: 'abc', post: 'analyst-duty', role: 'analyst', area: '990100', source: null };
const comment = (text: string): ActRequest => ({ key: KEY, act: 'comment', form: 'f', text });

beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'duqing-duty-'));
  store = await openStore({ kind: 'embedded', path });
  await migrate(store);
});
afterAll(async () => {
  await store.close();
  await rm(path, { recursive: true });
});
beforeEach(async () => {
  for (const table of ['alert_acks', 'audit']) await store.command(`TRUNCATE TABLE ${table}`);
  alert = {
    kind: 'veto',
    key: KEY,
    severity: 'critical',
    indicator: 'transit-hub',
    region: '990102',
    period: '2026Q2',
    state: 'firing',
    since: new Date(NOW).toISOString(),
    notices: [{ number: 1, at: new Date(NOW).toISOString(), kind: 'notice', text: { zh: '', en: '' } }],
    text: { zh: '', en: '' },
    short: { zh: '不达标', en: 'missed' },
    simulated: true,
  };
});

const clock = (): number => NOW;

function options(): ActsOptions {
  const reader = { alerts: async () => [alert] } as Partial<Reader> as Reader;
  return { store, deployment, clock, reader, access: createAccess({ store, deployment, clock }) };
}

async function refusal(request: ActRequest, by = analyst): Promise<string> {
  return act(options(), request, by).then(
    () => 'done',
    (error: unknown) => (error as ActError).field,
  );
}

test('assigned to a post with a due day: in the ledger with who did it, and in the audit; a form sent twice is one act', async () => {
  const request: ActRequest = {
    key: KEY,
    act: 'assign',
    form: 'f-1',
    notice: 1,
    assignee: 'office-head',
    due: '2026-06-01',
  };
  const done = await act(options(), request, analyst);
  expect(await act(options(), request, analyst)).toEqual(done);
  const acts = await readActs(store, KEY);
  expect(acts).toHaveLength(1);
  expect(caseOf(alert, { acts, at: NOW })).toMatchObject({
    assignee: 'office-head',
    due: Date.parse('2026-06-02T00:00:00+08:00'),
    acknowledged: { by: 'analyst-duty' },
  });
  const [audit] = await createAccess(options()).auditRows(10);
  expect(audit).toMatchObject({
    action: 'alert-assign',
    object: KEY,
    area: '990102',
    outcome: 'done',
    post: 'analyst-duty',
  });
});

test.each<[string, Partial<ActRequest>, string]>([
  ['no such alert', { key: 'veto/none' }, 'key'],
  ['blank comment', { text: '  ' }, 'text'],
  ['501 characters', { text: '字'.repeat(501) }, 'text'],
  ['an ID number', { text: '嫌疑人 11010519491231002X' }, 'text'],
  ['a mobile number in wide digits', { text: '电话１３８００１３８０００' }, 'text'],
  ['unprintable characters', { text: 'a\u0000b' }, 'text'],
  ['a person instead of a post', { act: 'assign', assignee: '张三' }, 'assignee'],
  ['due yesterday', { act: 'assign', assignee: 'office-head', due: '2026-05-31' }, 'due'],
  ['due on no day', { act: 'assign', assignee: 'office-head', due: '2026-02-30' }, 'due'],
  ['due in two years', { act: 'assign', assignee: 'office-head', due: '2028-06-01' }, 'due'],
  ['an outcome that there is not', { act: 'close', outcome: 'maybe' }, 'outcome'],
  ['a notice that was not the newest', { act: 'acknowledge', notice: 2 }, 'notice'],
])('refused, nothing kept, told by field: %s', async (_name, given, field) => {
  expect(await refusal({ ...comment('可以'), ...given })).toBe(field);
  expect(await readActs(store)).toEqual([]);
  const [audit] = await createAccess(options()).auditRows(1);
  expect(audit).toMatchObject({ outcome: 'refused' });
  expect(JSON.stringify(audit)).not.toMatch(/11010519491231002X|13800138000/);
});

test('by role and area', async () => {
  const ask = { ...comment('x'), act: 'close', outcome: 'true' } as const;
  expect(await refusal(ask, { ...analyst, role: 'viewer' })).toBe('post');
  expect(await refusal(ask, { ...analyst, role: 'source' })).toBe('post');
  expect(await refusal(ask, { ...analyst, area: '990103' })).toBe('post');
  expect(await refusal(ask, { ...analyst, role: 'intelligence' })).toBe('post');
  expect(await refusal(comment('x'), { ...analyst, role: 'intelligence' })).toBe('done');
  expect(await refusal(ask, { ...analyst, area: '990102' })).toBe('done');
});

test('ended: may still be closed; recalled: only a comment or an outcome; never sent: nothing', async () => {
  const [first] = alert.notices;
  if (!first) throw new Error('none');
  alert = { ...alert, state: 'resolved', notices: [first, { ...first, number: 2, kind: 'resolved' }] };
  expect(await refusal({ ...comment(''), act: 'acknowledge', notice: 1 })).toBe('done');
  alert = { ...alert, notices: [first, { ...first, number: 2, kind: 'recall' }] };
  expect(await refusal({ ...comment(''), act: 'acknowledge', form: 'g' })).toBe('key');
  expect(await refusal({ ...comment(''), act: 'assign', assignee: 'office-head' })).toBe('key');
  expect(await refusal({ ...comment('误报'), act: 'close', outcome: 'false' })).toBe('done');
  alert = { ...alert, state: 'pending', notices: [] };
  expect(await refusal(comment('x'))).toBe('key');
});
