import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAccess, consoleOf, type Principal } from '@duqing/access';
import { loadDeployment, type OutMessage, type Publisher } from '@duqing/runtime';
import { createReader, insertRejects, migrate, openStore, type RejectRow, type Store } from '@duqing/warehouse';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMending, parseSet, parseUnset, type Mend, type Mending, type Outcome } from '../src/index.ts';

const NOW = Date.parse('2026-08-01T09:00:00+08:00');
const DAY = 86_400_000;
const COUNTY = '990102';
const deployment = await loadDeployment('demo');
const folder = mkdtempSync(join(tmpdir(), 'duqing-mending-'));

let store: Store;
let mending: Mending;
let analyst: Principal;
let reviewer: Principal;
let sent: { topic: string; messages: OutMessage[] }[];
const publisher: Publisher = { publish: async (topic, messages) => void sent.push({ topic, messages }) };

beforeAll(async () => {
  store = await openStore({ kind: 'embedded', path: folder });
  await migrate(store);
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  for (const table of ['rejects', 'reject_steps', 'access_tokens', 'audit'])
    await store.command(`TRUNCATE TABLE ${table}`);
  const access = createAccess({ store, deployment, clock: () => NOW });
  analyst = await principal('分析岗', 'analyst');
  reviewer = await principal('审核岗', 'reviewer');
  mending = createMending({ store, deployment, clock: () => NOW, access });
  sent = [];
});

async function principal(post: string, role: string, more: object = {}): Promise<Principal> {
  const access = createAccess({ store, deployment, clock: () => NOW });
  const { token } = await access.issueToken({ post, role, area: '990100', ...more }, consoleOf(deployment));
  const verified = await access.verify(token);
  if (verified === null) throw new Error('token not verified');
  return verified;
}

const EVENT = {
  specversion: '1.0',
  id: 'c-1',
  source: `/${COUNTY}/police`,
  type: 'duqing.case.recorded.v1',
  subject: `${COUNTY}-2026-0001`,
  time: '2026-05-21T09:00:00+08:00',
  receivedtime: '2026-05-21T09:00:01+08:00',
  data: { revision: 1, region: COUNTY, category: 'trafficking', filedAt: '2026-02-30', persons: { involved: 1 } },
};

function reject(
  offset: number,
  over: Partial<RejectRow> = {},
  value: unknown = { ...EVENT, id: `c-${offset}` },
): RejectRow {
  const payload = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  return {
    topic: 'duqing.cases',
    partition: 0,
    offset: String(offset),
    received_at: NOW - DAY,
    source: EVENT.source,
    id: `c-${offset}`,
    type: EVENT.type,
    subject: EVENT.subject,
    code: 'impossible-date',
    field: 'data.filedAt',
    reason_zh: 'data.filedAt：日期或时刻不存在。',
    reason_en: 'data.filedAt: there is no such day or moment.',
    payload: payload.toString('base64'),
    payload_size: payload.length,
    payload_hash: 'ab'.repeat(32),
    masked: false,
    headers: '{}',
    ...over,
  };
}

const RIGHT: Mend = { kind: 'edits', edits: [parseSet('data.filedAt=2026-05-03')] };
const at = (offset: number): { places: string[] } => ({ places: [`duqing.cases/0/${offset}`] });

async function fix(offset: number, mend: Mend, by: Principal | null = analyst): Promise<Outcome | undefined> {
  const [outcome] = await mending.fix(at(offset), { mend, by, commit: by !== null });
  return outcome;
}
async function approve(
  offset: number,
  by: Principal,
  kind: 'replay' | 'discard' = 'replay',
): Promise<Outcome | undefined> {
  const [outcome] = await mending.approve(at(offset), { kind, publisher, by, commit: true });
  return outcome;
}
async function stateOf(offset: number): Promise<string | undefined> {
  return (await mending.cases(at(offset)))[0]?.state;
}

describe('mending a reject', () => {
  beforeEach(async () =>
    insertRejects(
      store,
      [1, 2, 3].map((offset) => reject(offset)),
    ),
  );

  it('by default changes nothing and says what the rules would say', async () => {
    const good = await fix(1, RIGHT, null);
    expect(good).toMatchObject({ ok: true, problem: null });
    const bad = await fix(1, { kind: 'edits', edits: [parseSet('data.filedAt=2026-05-32')] }, null);
    expect(bad?.problem?.zh).toContain('data.filedAt：日期或时刻不存在');
    expect(bad?.problem?.en).toContain('2026-05-20');
    expect([
      await stateOf(1),
      await store.query('SELECT * FROM audit WHERE action LIKE {a:String}', { a: 'propose%' }),
    ]).toEqual(['open', []]);
  });

  it('mends many alike at once: those that the rules accept are proposed, others say why not', async () => {
    await insertRejects(store, [
      reject(4, {}, { ...EVENT, id: 'c-4', data: { ...EVENT.data, solvedAt: '2026-01-01' } }),
    ]);
    const outcomes = await mending.fix(
      { code: 'impossible-date', field: 'data.filedAt' },
      { mend: RIGHT, by: analyst, commit: true },
    );
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true, false]);
    expect(outcomes[3]?.problem?.en).toContain('data.solvedAt');
    const states = (await mending.cases()).map(({ state }) => state);
    expect(states).toEqual(['proposed', 'proposed', 'proposed', 'open']);
  });

  it('is sent anew only when another post approves, under its own identity, received then and not before', async () => {
    await fix(1, RIGHT);
    expect(await approve(1, reviewer)).toMatchObject({ ok: true });
    const [message] = sent[0]?.messages ?? [];
    expect(sent.map(({ topic }) => topic)).toEqual(['duqing.cases']);
    expect(message?.key).toBe(EVENT.subject);
    expect(message?.headers).toEqual({ 'duqing-origin': 'mended duqing.cases/0/1' });
    const { receivedtime: _, ...expected } = { ...EVENT, id: 'c-1', data: { ...EVENT.data, filedAt: '2026-05-03' } };
    expect(JSON.parse(String(message?.value))).toEqual(expected);
    expect(await stateOf(1)).toBe('mended');
  });

  it('the one who proposed may not approve, with another token neither', async () => {
    const engineer = await principal('运维岗', 'engineer');
    const again = await principal('运维岗', 'reviewer');
    await fix(1, RIGHT, engineer);
    for (const by of [engineer, again]) expect((await approve(1, by))?.problem?.en).toContain('another post');
    expect([sent, await stateOf(1)]).toEqual([[], 'proposed']);
  });

  it.each([
    ['an analyst', 'analyst', '990100'],
    ['a viewer', 'viewer', '990100'],
    ['a reviewer of another county', 'reviewer', '990103'],
  ])('%s may not approve', async (_, role, area) => {
    await fix(1, RIGHT);
    expect((await approve(1, await principal('其他岗', role, { area })))?.problem?.en).toContain('no right');
    expect(sent).toEqual([]);
  });

  it('without a token nothing is proposed, at the console neither', async () => {
    const [outcome] = await mending.fix(at(1), { mend: RIGHT, by: consoleOf(deployment), commit: true });
    expect(outcome?.problem?.en).toContain('token');
    expect(await stateOf(1)).toBe('open');
  });

  it('a sending unit mends its own rejects and nobody else’s', async () => {
    const unit = await principal('县公安', 'source', { area: COUNTY, source: EVENT.source });
    const other = await principal('县司法', 'source', { area: COUNTY, source: `/${COUNTY}/justice` });
    expect(await fix(1, RIGHT, unit)).toMatchObject({ ok: true });
    expect(await fix(2, RIGHT, other)).toMatchObject({ ok: false });
  });

  it('a replay that was done is not done again', async () => {
    await fix(1, RIGHT);
    await approve(1, reviewer);
    expect((await approve(1, reviewer))?.problem?.en).toContain('already');
    expect((await fix(1, RIGHT))?.problem?.en).toContain('already');
    expect(sent).toHaveLength(1);
  });

  it('a crash after sending is healed: approving again sends the same bytes and ends it', async () => {
    await fix(1, RIGHT);
    const crashing: Publisher = {
      publish: async (...args) => {
        await publisher.publish(...args);
        throw new Error('killed');
      },
    };
    await expect(
      mending.approve(at(1), { kind: 'replay', publisher: crashing, by: reviewer, commit: true }),
    ).rejects.toThrow('killed');
    expect(await stateOf(1)).toBe('approved');
    await approve(1, reviewer);
    expect(await stateOf(1)).toBe('mended');
    expect(new Set(sent.map(({ messages }) => String(messages[0]?.value))).size).toBe(1);
  });

  it('the newest proposal counts', async () => {
    await fix(1, RIGHT);
    await store.command('TRUNCATE TABLE audit');
    const later = createMending({
      store,
      deployment,
      clock: () => NOW + 1,
      access: createAccess({ store, deployment, clock: () => NOW }),
    });
    const mend: Mend = { kind: 'edits', edits: [parseSet('data.filedAt=2026-05-04')] };
    await later.fix(at(1), { mend, by: analyst, commit: true });
    await approve(1, reviewer);
    expect(String(sent[0]?.messages[0]?.value)).toContain('2026-05-04');
  });

  it('each thing done or refused leaves an audit row with the post', async () => {
    await fix(1, RIGHT);
    await approve(1, analyst);
    await approve(1, reviewer);
    const rows = await store.query(
      "SELECT post, action, object, area, outcome FROM audit FINAL WHERE action != 'issue-token' ORDER BY action DESC, outcome DESC",
    );
    const object = 'duqing.cases/0/1';
    expect(rows).toEqual([
      { post: '分析岗', action: 'propose-replay', object, area: COUNTY, outcome: 'done' },
      { post: '分析岗', action: 'approve-replay', object, area: COUNTY, outcome: 'refused' },
      { post: '审核岗', action: 'approve-replay', object, area: COUNTY, outcome: 'done' },
    ]);
  });

  it('history stays history', async () => {
    await insertRejects(store, [reject(9, { headers: '{"duqing-backfilled":"true"}' })]);
    await fix(9, RIGHT);
    await approve(9, reviewer);
    expect(sent[0]?.messages[0]?.headers).toMatchObject({ 'duqing-backfilled': 'true' });
  });
});

const NONE = /^$/;

function whole(event: object): Mend {
  return { kind: 'whole', text: JSON.stringify(event) };
}
function headers(): string {
  const { specversion, id, source, type, subject, time } = EVENT;
  const attributes = Object.entries({ specversion, id, source, type, subject, time });
  return JSON.stringify(Object.fromEntries(attributes.map(([name, text]) => [`ce_${name}`, text])));
}

describe('what can be mended', () => {
  const WHOLE = { ...EVENT, data: { ...EVENT.data, filedAt: '2026-05-03' } };

  it.each<[string, Partial<RejectRow>, unknown, Mend, RegExp]>([
    ['no JSON, by fields', { code: 'not-json' }, '{"a":', RIGHT, /no JSON object/],
    ['no JSON, by a whole event', { code: 'not-json', id: '', source: '' }, '{"a":', whole(WHOLE), NONE],
    [
      'another id',
      {},
      EVENT,
      { kind: 'edits', edits: [parseSet('id=c-7'), parseSet('data.filedAt=2026-05-03')] },
      /identity.*c-1/,
    ],
    ['another source by a whole event', {}, EVENT, whole({ ...WHOLE, source: `/${COUNTY}/justice` }), /identity/],
    [
      'an id that was at fault',
      { field: 'id', id: 'c 1' },
      { ...WHOLE, id: 'c 1' },
      { kind: 'edits', edits: [parseSet('id=c-1')] },
      NONE,
    ],
    ['a message held in part', { payload_size: 70_000 }, EVENT, RIGHT, /64 KiB/],
    [
      'masked digits left in',
      { masked: true, code: 'personal-data' },
      { ...WHOLE, subject: '***********' },
      RIGHT,
      /masked/,
    ],
    [
      'masked digits replaced',
      { masked: true, code: 'personal-data' },
      { ...WHOLE, subject: '***********' },
      { kind: 'edits', edits: [parseSet('subject=990102-1')] },
      NONE,
    ],
    [
      'an unknown key',
      { code: 'unknown-key' },
      { ...WHOLE, data: { ...WHOLE.data, colour: 'red' } },
      { kind: 'edits', edits: [parseUnset('data.colour')] },
      NONE,
    ],
    [
      'a number given as text',
      { code: 'wrong-type' },
      { ...WHOLE, data: { ...WHOLE.data, revision: '2' } },
      { kind: 'edits', edits: [parseSet('data.revision:=2')] },
      NONE,
    ],
    [
      'a place that is not there',
      {},
      EVENT,
      { kind: 'edits', edits: [parseSet('data.items[0].purity:=1')] },
      /no such place/,
    ],
    ['binary mode, by its headers', { headers: headers() }, WHOLE.data, { kind: 'edits', edits: [] }, NONE],
  ])('%s', async (_, over, value, mend, problem) => {
    await insertRejects(store, [reject(1, { id: 'c-1', ...over }, value)]);
    const outcome = await fix(1, mend, null);
    expect(outcome?.ok).toBe(problem === NONE);
    expect(outcome?.problem?.en ?? '').toMatch(problem);
    expect(outcome?.problem?.zh ?? '退').toMatch(/\p{Script=Han}/u);
  });

  it('goes to the topic of its type where it came in another', async () => {
    await insertRejects(store, [
      reject(
        1,
        { topic: 'duqing.cases', code: 'wrong-topic', type: 'duqing.seizure.recorded.v1' },
        {
          ...EVENT,
          type: 'duqing.seizure.recorded.v1',
          data: {
            revision: 1,
            region: COUNTY,
            seizedAt: '2026-05-03',
            items: [{ substance: 'heroin', quantity: { value: 1, unit: 'g' } }],
          },
        },
      ),
    ]);
    expect(await fix(1, { kind: 'edits', edits: [] })).toMatchObject({ ok: true });
    await approve(1, reviewer);
    expect(sent.map(({ topic }) => topic)).toEqual(['duqing.seizures']);
  });

  it.each([
    ['data.filedAt'],
    ['=x'],
    ['data..a=1'],
    ['data.a:=red'],
    ['__proto__.a=1'],
    ['data.constructor=1'],
    ['a[b]=1'],
  ])('refuses the edit %s', (text) => {
    expect(() => parseSet(text)).toThrow(/·/);
  });
});

async function balance(): Promise<object> {
  const reader = createReader({ store, deployment, clock: () => NOW });
  const [row] = await reader.balance();
  const [view] = await store.query<object>('SELECT * FROM published_balance');
  expect(view).toEqual(row);
  return { received: row?.received, rejected: row?.rejected, discarded: row?.discarded };
}

describe('discarding', () => {
  beforeEach(async () =>
    insertRejects(
      store,
      [1, 2].map((offset) => reject(offset)),
    ),
  );

  it('needs a second post, then counts as discarded and no longer as rejected', async () => {
    expect((await approve(1, reviewer, 'discard'))?.problem?.en).toContain('nobody proposed');
    await mending.discard(at(1), { reason: 'test-message', by: analyst, commit: true });
    expect(await balance()).toEqual({ received: 2, rejected: 2, discarded: 0 });
    expect(await approve(1, reviewer, 'discard')).toMatchObject({ ok: true });
    expect(await stateOf(1)).toBe('discarded');
    expect(await balance()).toEqual({ received: 2, rejected: 1, discarded: 1 });
    expect(sent).toEqual([]);
  });

  it('a mended reject stays a reject in the balance: what was sent anew is received anew', async () => {
    await fix(1, RIGHT);
    await approve(1, reviewer);
    expect(await balance()).toEqual({ received: 2, rejected: 2, discarded: 0 });
  });

  it('what was proposed to be discarded is not replayed, and the other way round', async () => {
    await mending.discard(at(1), { reason: 'other', by: analyst, commit: true });
    expect((await approve(1, reviewer))?.problem?.en).toContain('nothing to approve');
    await fix(2, RIGHT);
    expect((await approve(2, reviewer, 'discard'))?.problem?.en).toContain('nobody proposed');
  });
});
