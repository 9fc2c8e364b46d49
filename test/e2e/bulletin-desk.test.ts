import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleOf, createAccess, type Principal } from '@duqing/access';
import {
  BulletinService,
  DeskWork,
  EditionDesk,
  threadMaker,
  verifyBundle,
  type DocumentRef,
  type ThreadMaker,
} from '@duqing/bulletin';
import type { Deployment } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import { generateCity } from '@duqing/simulator';
import { openStandalone, type Standalone } from '@duqing/standalone';
import { createWebApp } from '@duqing/web';
import { createReader, migrate, openStore, type Store } from '@duqing/warehouse';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

const deployment = await loadDeployment('demo');
const QUARTER = '2026Q3';
const DAY = 86_400_000;
const CUT_OFF = Date.parse('2026-10-15T08:00:00+08:00');
const RELEASE = Date.parse('2026-10-20T09:00:00+08:00');
const EDITION: DocumentRef = { quarter: QUARTER, edition: 'provisional', audience: 'internal', lang: 'zh' };
const FIRST = { ...EDITION, correction: 1 };
const SECOND = { ...EDITION, correction: 2 };

let now = CUT_OFF;
const clock = () => now;
let base: string;
let store: Store;
let standalone: Standalone;
let desk: EditionDesk;
const press = threadMaker();
/** what is made waits for it */
let gate = async (): Promise<void> => undefined;
const make: ThreadMaker['make'] = async (order) => {
  await gate();
  return press.make(order);
};
const posts: Record<'writer' | 'other' | 'chief' | 'viewer', Principal> = {} as never;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'duqing-desk-e2e-'));
  store = await openStore({ kind: 'embedded', path: join(base, 'store') });
  await migrate(store);
  standalone = openStandalone({ store, deployment, clock, replay: true });
  const messages = generateCity({ deployment, quarters: 2, seed: 3, until: '2026-10-14' });
  for (const [topic, group] of Map.groupBy(messages, (message) => message.topic)) {
    await standalone.bus.publish(
      topic,
      group.map(({ key, value }) => ({ key, value })),
    );
  }
  await standalone.settle('replay');
  const access = createAccess({ store, deployment, clock });
  const roles = { writer: 'analyst', other: 'analyst', chief: 'reviewer', viewer: 'viewer' } as const;
  for (const [post, role] of Object.entries(roles)) {
    const request = { post: `post-${post}`, role, area: deployment.city };
    const { token } = await access.issueToken(request, consoleOf(deployment));
    tokens[post] = token;
    const principal = await access.verify(token);
    if (principal) posts[post as keyof typeof posts] = principal;
  }
  desk = new EditionDesk({
    reader: standalone.reader,
    store,
    deployment,
    clock,
    access,
    out: join(base, 'out'),
  });
}, 120_000);
afterAll(async () => {
  await press.close();
  await store.close();
  await rm(base, { recursive: true });
});

/** A county's return of the quarter sent once more, with another numerator. */
async function correct(
  revision: number,
  numeratorOf: (original: number, denominator: number) => number,
): Promise<void> {
  const held = await store.query<{ source: string; subject: string; data: string }>(
    `SELECT source, subject, data FROM ledger FINAL WHERE family = 'return' AND subject LIKE '%/lost-contact-rate/${QUARTER}'
AND revision = 1 ORDER BY subject LIMIT 1`,
  );
  const [{ source = '', subject = '', data = '' } = {}] = held;
  const body = JSON.parse(data) as { numerator: number; denominator: number };
  const value = {
    specversion: '1.0',
    id: `again-${revision}`,
    source,
    subject,
    type: 'duqing.return.submitted.v1',
    time: new Date(now).toISOString(),
    simulated: true,
    data: { ...body, revision, numerator: numeratorOf(body.numerator, body.denominator) },
  };
  await standalone.bus.publish('duqing.returns', [{ key: subject, value: JSON.stringify(value) }]);
  now += 60_000;
  await standalone.settle('replay');
}

const bytes = async (folder: string, name: string) => readFile(join(folder, name));
const pathOf = async (ref: DocumentRef) => (await desk.state(ref)).steps.at(-1)?.path ?? '';

test('a draft is kept with its hash, and made again from its snapshot it is the same', async () => {
  const first = await desk.draft(EDITION, { by: posts.writer, asOf: CUT_OFF, narrative: '## summary\n形势平稳。\n' });
  expect(first).toMatchObject({ stage: 'drafted', writers: ['post-writer'] });
  now += DAY;
  await standalone.settle('replay');
  const again = await desk.draft(EDITION, { by: posts.writer, asOf: CUT_OFF });
  expect(again.steps).toHaveLength(1);
  const page = (await desk.draftFile(EDITION, 'bulletin.html'))?.toString('utf8') ?? '';
  expect(page).toContain('草稿：尚未审核签发，不得引用');
  expect(page).toContain('形势平稳。');
  expect(await standalone.reader.bulletins()).toEqual([]);
});

test('who wrote it neither reviews nor seals it, roles are asked, and nothing is sealed unreviewed', async () => {
  await expect(desk.review(EDITION, { by: posts.writer })).rejects.toThrow(/another post must review/);
  await expect(desk.review(EDITION, { by: posts.viewer })).rejects.toThrow(/no right/);
  await expect(desk.review(EDITION, { by: consoleOf(deployment) })).rejects.toThrow(/token/);
  await expect(desk.seal(EDITION, { by: posts.chief })).rejects.toThrow(/reviewed first/);
  await expect(desk.seal(EDITION, { by: posts.other })).rejects.toThrow(/no right/);
  await desk.sendBack(EDITION, { by: posts.other, remark: '补充研判' });
  await expect(desk.review(EDITION, { by: posts.other })).rejects.toThrow(/sent back/);
  await desk.write(EDITION, { by: posts.writer, narrative: '## summary\n形势总体平稳。\n' });
  expect(await desk.review(EDITION, { by: posts.other })).toMatchObject({ stage: 'reviewed', reviewer: 'post-other' });
});

test('sealed before the release day it waits; on that day it is issued, whoever answers for it in the manifest', async () => {
  expect(await desk.seal(EDITION, { by: posts.chief })).toMatchObject({ stage: 'signed', signer: 'post-chief' });
  expect(await desk.releaseSigned()).toEqual([]);
  expect(await standalone.reader.bulletins()).toEqual([]);
  now = RELEASE;
  await standalone.settle('replay');
  expect(await desk.releaseSigned()).toEqual(['2026Q3/provisional/internal/zh']);
  expect(await desk.releaseSigned()).toEqual([]);
  const folder = await pathOf(EDITION);
  expect(await verifyBundle(folder)).toEqual({ ok: true, faults: [] });
  const manifest = JSON.parse((await bytes(folder, 'manifest.json')).toString()) as { posts: object };
  expect(manifest.posts).toEqual({ written: ['post-writer'], reviewed: 'post-other', sealed: 'post-chief' });
  const page = (await bytes(folder, 'bulletin.html')).toString();
  expect([page.includes('草稿'), page.includes('形势总体平稳。')]).toEqual([false, true]);
  const [row] = await standalone.reader.bulletins();
  expect(row).toMatchObject({ as_of: CUT_OFF, edition: 'provisional' });
  await expect(desk.draft(EDITION, { by: posts.writer })).rejects.toThrow(/never changes/);
});

test('nothing came in: no notice, however often it is looked', async () => {
  expect(await desk.correct()).toEqual([]);
  now += DAY;
  await standalone.settle('replay');
  expect(await desk.correct()).toEqual([]);
});

test('a correction that turns a verdict opens one notice; looked at again, or as an even later figure, it stays that one', async () => {
  await correct(2, (_, denominator) => denominator);
  const [opened, ...more] = await desk.correct();
  expect(more).toEqual([]);
  expect(opened).toMatchObject({
    document: '2026Q3/provisional/internal/zh/correction-1',
    stage: 'drafted',
    writers: [],
  });
  expect(await desk.correct()).toEqual([]);
  const json = JSON.parse((await desk.draftFile(FIRST, 'notice.json'))?.toString() ?? '{}') as Notice;
  const turned = json.figures.find(({ id }) => id.endsWith(`/lost-contact-rate/${QUARTER}`));
  expect(turned).toMatchObject({
    before: { verdict: 'met' },
    after: { verdict: 'missed' },
    reasons: [{ kind: 'corrected', records: 1 }],
  });
  expect(json.sentences.length).toBeGreaterThan(0);
  await correct(3, (_, denominator) => denominator - 1);
  expect(await desk.correct()).toHaveLength(1);
  expect((await desk.state(SECOND)).stage).toBe('none');
});

test('a notice is reviewed and sealed by two posts like an edition, and the edition stays as it is', async () => {
  const before = await bytes(await pathOf(EDITION), 'bulletin.pdf');
  await desk.review(FIRST, { by: posts.chief });
  await expect(desk.seal(FIRST, { by: posts.chief })).rejects.toThrow(/another post/);
  const access = createAccess({ store, deployment, clock });
  const request = { post: 'post-deputy', role: 'reviewer', area: deployment.city };
  const { token } = await access.issueToken(request, consoleOf(deployment));
  const deputy = await access.verify(token);
  if (!deputy) throw new Error('no deputy');
  expect(await desk.seal(FIRST, { by: deputy })).toMatchObject({ stage: 'issued' });
  const folder = await pathOf(FIRST);
  expect(await verifyBundle(folder)).toEqual({ ok: true, faults: [] });
  const page = (await bytes(folder, 'notice.html')).toString();
  expect(page).toContain('更正通知（第1号）');
  expect(page).not.toContain('草稿');
  expect(await bytes(await pathOf(EDITION), 'bulletin.pdf')).toEqual(before);
  expect(await desk.correct()).toEqual([]);
});

test('a correction that flips back after its notice needs a second one; before it was sealed it would have been void', async () => {
  await correct(4, (original) => original);
  expect((await desk.correct()).map(({ document, stage }) => [document.slice(-12), stage])).toEqual([
    ['correction-2', 'drafted'],
  ]);
  const json = JSON.parse((await desk.draftFile(SECOND, 'notice.json'))?.toString() ?? '{}') as Notice;
  const back = json.figures.find(({ id }) => id.endsWith(`/lost-contact-rate/${QUARTER}`));
  expect(back).toMatchObject({ before: { verdict: 'missed' }, after: { verdict: 'met' } });
  await correct(5, (_, denominator) => denominator - 1);
  expect((await desk.correct()).map(({ stage }) => stage)).toEqual(['void']);
  expect(await desk.correct()).toEqual([]);
});

test('made again with its cut-off after corrections, a retroactive target, other methods, categories, areas and people: the same bytes', async () => {
  const folder = await pathOf(EDITION);
  const [row] = await standalone.reader.bulletins();
  await recount('population', '2025');
  const later = changedSince(deployment, new Date(now).toISOString());
  now += DAY;
  await standalone.settle('replay');
  const reader = createReader({ store, deployment: later, clock });
  const [before] = await standalone.reader.cells({
    indicator: 'it-solved-share',
    region: deployment.city,
    period: QUARTER,
  });
  const [after] = await reader.cells({ indicator: 'it-solved-share', region: deployment.city, period: QUARTER });
  expect([after?.target, after?.numerator]).not.toEqual([before?.target, before?.numerator]);
  const service = new BulletinService({
    reader,
    deployment: later,
    clock,
    watermark: async () => now,
    notices: async () => [],
    append: async () => Promise.reject(new Error('it is sealed already')),
  });
  const out = join(base, 'again');
  const { files } = await service.issue({
    quarter: QUARTER,
    edition: 'provisional',
    lang: 'zh',
    asOf: row?.as_of ?? 0,
    out,
  });
  for (const name of files)
    expect([name, (await bytes(out, name)).equals(await bytes(folder, name))]).toEqual([name, true]);
});

test('a retroactive target turns published conclusions too, and the notice says that it is the target', async () => {
  const later = changedSince(deployment, new Date(now - 1).toISOString());
  const reader = createReader({ store, deployment: later, clock });
  const access = createAccess({ store, deployment: later, clock });
  const other = new EditionDesk({ reader, store, deployment: later, clock, access, out: join(base, 'out') });
  expect((await other.correct()).map(({ stage }) => stage)).toEqual(['drafted']);
  const json = JSON.parse((await other.draftFile(SECOND, 'notice.json'))?.toString() ?? '{}') as Notice;
  const turned = json.figures.filter(({ id }) => id.endsWith(`/it-solved-share/${QUARTER}`));
  expect(turned.length).toBeGreaterThan(0);
  for (const { reasons } of turned)
    expect(reasons).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'target' })]));
});

test('the same in the pages: a hand-written number comes back with its line, rights and two posts hold, a draft stays in its sandbox', async () => {
  const access = createAccess({ store, deployment, clock });
  const given = { reader: standalone.reader, deployment, clock };
  const slow = new EditionDesk({ ...given, store, access, out: join(base, 'out'), maker: make });
  const failures: unknown[] = [];
  const work = new DeskWork({ desk: slow, clock, onError: (error) => failures.push(error) });
  const editions = ({ principal }: { principal: Principal }) => work.as(principal);
  const web = await createWebApp({ ...given, desk: { access, store, publisher: null, editions } });
  const url = await web.listen({ port: 0 });
  const ask = async (path: string, post: string, fields?: Record<string, string>) => {
    const headers = {
      authorization: `Bearer ${tokens[post]}`,
      ...(fields && { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const init = fields ? { method: 'POST', body: new URLSearchParams(fields).toString() } : {};
    const response = await fetch(`${url}${path}`, { ...init, headers, redirect: 'manual' });
    return {
      status: response.status,
      text: await response.text(),
      csp: response.headers.get('content-security-policy'),
      refresh: response.headers.get('refresh'),
    };
  };
  try {
    const page = '/bulletins/desk/2026Q3~provisional~internal~en';
    const opened = Promise.withResolvers<void>();
    gate = async () => opened.promise;
    const begun = await ask('/bulletins/desk', 'writer', { quarter: QUARTER, edition: 'provisional', of: 'en' });
    expect(begun.status).toBe(303);
    // nothing is made yet: the page says so and looks again by itself, other pages answer, nobody else begins
    const making = await ask(page, 'other');
    expect([making.status, making.refresh]).toEqual([200, '5']);
    expect(making.text).toMatch(/正在制作草稿[^]*岗位 post-writer/);
    expect(making.text).not.toContain('<textarea');
    expect((await ask('/bulletins/desk', 'other')).text).toContain('制作中');
    expect((await ask('/', 'viewer')).status).toBe(200);
    const twice = await ask('/bulletins/desk', 'other', { quarter: QUARTER, edition: 'provisional', of: 'en' });
    expect([twice.status, twice.text.includes('岗位 post-writer 正在办理')]).toEqual([409, true]);
    opened.resolve();
    const made = async (says: string) =>
      vi.waitFor(
        async () => {
          const answer = await ask(page, 'other');
          expect([answer.refresh, answer.text.includes(says)]).toEqual([null, true]);
        },
        { timeout: 60_000, interval: 250 },
      );
    await made('待审核');
    const told = await ask(`${page}/write`, 'writer', { narrative: '## summary\n共 12 起。' });
    expect(told.status).toBe(409);
    expect(told.text).toMatch(/第 2 行：数字“12”须用占位符/);
    expect(told.text).toContain('共 12 起。</textarea>');
    const figure = `{{${deployment.city}/it-solved-share/${QUARTER}}}`;
    expect((await ask(`${page}/write`, 'writer', { narrative: `## summary\nIt is ${figure}.` })).status).toBe(303);
    await made('待审核');
    const draft = await ask(`${page}/bulletin.html`, 'other');
    expect(draft.text).toMatch(/It is \d+\.\d %/);
    expect(draft.csp).toContain('sandbox');
    expect((await ask(page, 'viewer')).status).toBe(403);
    expect((await ask(`${page}/seal`, 'other', {})).status).toBe(403);
    expect((await ask(`${page}/review`, 'writer', {})).text).toContain('须由另一岗位审核');
    expect((await ask(`${page}/review`, 'chief', {})).status).toBe(303);
    gate = async () => Promise.reject(new Error('no font'));
    expect((await ask(`${page}/seal`, 'chief', {})).status).toBe(303);
    await made('制作未完成，原因见服务日志；可再试一次');
    expect(failures.map(String)).toEqual(['Error: no font']);
    gate = async () => undefined;
    expect((await ask(`${page}/seal`, 'chief', {})).status).toBe(303);
    await made('已发布，不再改动');
    expect((await ask('/bulletins', 'viewer')).text).toMatch(/更正通知第1号/);
    const sealed = (await standalone.reader.bulletins()).map(({ lang, as_of }) => [lang, as_of]);
    expect(sealed).toEqual([
      ['zh', CUT_OFF],
      ['en', CUT_OFF],
    ]);
  } finally {
    await web.close();
  }
});

test('a public edition is drafted alike; that figures are kept back is no change since the draft', async () => {
  const ref = { quarter: QUARTER, edition: 'final', audience: 'public', lang: 'zh' } as const;
  now = Date.parse('2027-01-21T08:00:00+08:00');
  await standalone.settle('replay');
  const state = await desk.draft(ref, { by: posts.writer });
  expect(state).toMatchObject({ document: '2026Q3/final/public/zh', stage: 'drafted' });
  expect((await desk.draftFile(ref, 'bulletin.html'))?.toString()).toContain('公开版');
  expect(await desk.changeLines(ref, 'zh')).toEqual([]);
});

test('every step is in the audit, refusals too', async () => {
  const access = createAccess({ store, deployment, clock });
  const rows = (await access.auditRows(200)).filter(({ action }) => action.startsWith('bulletin-'));
  const actions = new Set(rows.map(({ action, outcome }) => `${action} ${outcome}`));
  for (const action of ['drafted', 'reviewed', 'returned', 'signed', 'issued', 'void'])
    expect([action, actions.has(`bulletin-${action} done`)]).toEqual([action, true]);
  expect(actions).toContain('bulletin-review refused');
});

/** The city with every part of its configuration written anew, valid long before and recorded at a moment. */
function changedSince(before: Deployment, recordedAt: string): Deployment {
  const version = { validFrom: '2024-01-01', recordedAt, source: 'test' };
  const [targets, regions] = [before.targets.at(-1)?.value, before.regions.at(-1)?.value];
  if (!targets || !regions) throw new Error('the city has no targets or areas');
  const limits = [
    { indicator: 'it-solved-share', level: 'city', limit: 99 } as const,
    { indicator: 'it-solved-share', level: 'county', limit: 99 } as const,
  ];
  const ended = { validTo: '2026-07-01', successors: ['990182'] };
  return {
    ...before,
    targets: [...before.targets, { ...version, value: { ...targets, limits } }],
    methods: [...before.methods, { ...version, value: { itSupported: ['video'] } }],
    categories: [
      ...before.categories,
      { ...version, value: { drugCrime: ['trafficking'], administrative: ['drug-use'], userCaused: ['other'] } },
    ],
    regions: [
      ...before.regions,
      { ...version, value: regions.map((region) => (region.code === '990181' ? { ...region, ...ended } : region)) },
    ],
  };
}

/** A county's helper sent once more with twice its value. */
async function recount(measure: string, period: string): Promise<void> {
  const [held] = await store.query<{ source: string; subject: string; data: string }>(
    `SELECT source, subject, data FROM ledger FINAL WHERE family = 'return' AND subject LIKE '%/${measure}/${period}' ORDER BY subject LIMIT 1`,
  );
  if (!held) throw new Error(`no ${measure} of ${period}`);
  const body = JSON.parse(held.data) as { revision: number; value: number };
  const value = {
    specversion: '1.0',
    id: `recount-${measure}`,
    source: held.source,
    subject: held.subject,
    type: 'duqing.return.submitted.v1',
    time: new Date(now).toISOString(),
    simulated: true,
    data: { ...body, revision: body.revision + 1, value: body.value * 2 },
  };
  await standalone.bus.publish('duqing.returns', [{ key: held.subject, value: JSON.stringify(value) }]);
  now += 60_000;
  await standalone.settle('replay');
}

interface Notice {
  figures: { id: string; before: object; after: object; reasons: object[] }[];
  sentences: object[];
}
