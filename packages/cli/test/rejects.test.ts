import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession, type Session } from '../src/session.ts';

const BIN = fileURLToPath(new URL('../bin/duqing.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'duqing-rejects-'));
const data = join(folder, 'data');
const AREA = '990102';

interface Said {
  code: number;
  out: string;
  err: string;
}

/** One command line as a process of its own, over the test's own folder. */
async function duqing(args: string[], token = ''): Promise<Said> {
  const env = { PATH: process.env['PATH'], HOME: folder, DUQING_TOKEN: token, NODE_NO_WARNINGS: '1' };
  return new Promise((resolve) => {
    execFile(process.execPath, [BIN, ...args, '--data', data], { env, cwd: folder }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

async function json<T>(args: string[], token = ''): Promise<T> {
  const { out, err } = await duqing([...args, '--json'], token);
  expect(err).not.toContain('duqing:');
  return JSON.parse(out) as T;
}

function event(id: string, data: object): string {
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: `/${AREA}/police`,
    type: 'duqing.case.recorded.v1',
    subject: `${AREA}-${id}`,
    time: '2026-06-01T09:00:00+08:00',
    receivedtime: '2026-06-01T09:00:00+08:00',
    data: {
      revision: 1,
      region: AREA,
      category: 'trafficking',
      filedAt: '2026-05-03',
      persons: { involved: 1 },
      ...data,
    },
  });
}

interface View {
  offset: string;
  state: string;
  reason: string;
  receivedAt: string;
}

let session: Session | undefined;
let engineer = '';
let analyst = '';

beforeAll(async () => {
  const lines = [
    event('a', {}),
    event('b', { filedAt: '2026-02-30' }),
    event('c', { filedAt: '2026-02-30' }),
    event('d', { colour: 'red' }),
    'broken',
  ];
  const file = join(folder, 'events.ndjson');
  writeFileSync(file, lines.join('\n'));
  await duqing(['replay', file, '--deployment', 'demo']);
  // commands beside a process that has the folder open start in a fraction of the time
  session = await openSession({ data });
});
afterAll(async () => {
  await session?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function issue(post: string, role: string, by = ''): Promise<string> {
  return (await json<{ token: string }>(['token', 'issue', '--post', post, '--role', role, '--area', '990100'], by))
    .token;
}

async function states(): Promise<string> {
  const rows = await json<View[]>(['rejects', 'list']);
  return rows.map(({ offset, state }) => `${offset} ${state}`).join(', ');
}

describe('rejects that get mended, from the command line', () => {
  it('lists each reject with its reason and when it was first received', async () => {
    const rows = await json<View[]>(['rejects', 'list']);
    expect(rows.map(({ offset, reason, state }) => [offset, reason, state])).toEqual([
      ['1', 'impossible-date', 'open'],
      ['2', 'impossible-date', 'open'],
      ['3', 'unknown-key', 'open'],
      ['4', 'not-json', 'open'],
    ]);
    expect(rows[0]?.receivedAt).toBe('2026-06-01T09:00:00.000+08:00');
  });

  it('the console issues the first tokens; once an engineer has one, it no longer does', async () => {
    analyst = await issue('分析岗', 'analyst');
    engineer = await issue('运维岗', 'engineer');
    const { code, err } = await duqing(['token', 'issue', '--post', 'x1', '--role', 'viewer', '--area', '990100']);
    expect([code, err]).toEqual([1, expect.stringContaining('engineer')]);
    expect((await duqing(['token', 'list'])).out).not.toContain(engineer.slice(-30));
    const bad = await duqing(['token', 'issue', '--post', '13812345678', '--role', 'boss', '--area', '1'], engineer);
    expect(bad.code).toBe(2);
    expect(bad.err).toMatch(/post: .*role: .*area: /);
  });

  it('a fix is tried first: wrong ones say why, right ones change nothing yet', async () => {
    const wrong = await duqing(['rejects', 'fix', '--code', 'impossible-date', '--set', 'data.filedAt=2026-05']);
    expect(wrong.code).toBe(1);
    expect(wrong.out).toContain('data.filedAt：');
    const right = await duqing(['rejects', 'fix', '--code', 'impossible-date', '--set', 'data.filedAt=2026-05-09']);
    expect([right.code, right.out.trim().split('\n').length, right.err]).toEqual([
      0,
      2,
      expect.stringContaining('dry run'),
    ]);
    expect(await states()).toBe('1 open, 2 open, 3 open, 4 open');
  });

  it.each([
    ['nothing chosen', ['rejects', 'fix', '--set', 'data.a=1']],
    ['an edit that is none', ['rejects', 'fix', '--code', 'missing', '--set', 'data.a']],
    ['nothing that matches', ['rejects', 'fix', '--code', 'missing', '--set', 'data.a=1']],
    ['a proposal without a token', ['rejects', 'fix', '--code', 'unknown-key', '--unset', 'data.colour', '--propose']],
    ['a discard without a reason', ['rejects', 'discard', 'duqing.cases/0/4', '--propose']],
    ['a state that is none', ['rejects', 'list', '--state', 'lost']],
  ])('%s is wrong use', async (_, args) => {
    expect((await duqing(args)).code).toBe(2);
  });

  it('one post proposes many alike at once, another sends them: received now, counted once, redone never', async () => {
    const set = ['--set', 'data.filedAt=2026-05-09', '--propose'];
    expect((await duqing(['rejects', 'fix', '--code', 'impossible-date', ...set], analyst)).code).toBe(0);
    expect(await states()).toBe('1 proposed, 2 proposed, 3 open, 4 open');
    const own = await duqing(['rejects', 'replay', '--code', 'impossible-date', '--approve'], analyst);
    expect([own.code, own.out]).toEqual([1, expect.stringContaining('无权')]);
    const done = await duqing(['rejects', 'replay', '--code', 'impossible-date', '--approve'], engineer);
    expect([done.code, done.err]).toEqual([0, '']);
    expect(await states()).toBe('1 mended, 2 mended, 3 open, 4 open');
    const again = await duqing(['rejects', 'replay', 'duqing.cases/0/1', '--approve'], engineer);
    expect(again.code).toBe(1);
    const facts = await session?.store.query('SELECT subject, day FROM facts_case_filed FINAL ORDER BY subject');
    expect(facts).toEqual([
      { subject: `${AREA}-a`, day: '2026-05-03' },
      { subject: `${AREA}-b`, day: '2026-05-09' },
      { subject: `${AREA}-c`, day: '2026-05-09' },
    ]);
  });

  it('an unreadable message is mended by a whole event, or discarded with a reason by two posts', async () => {
    const file = join(folder, 'fixed.json');
    writeFileSync(file, event('e', {}));
    const fixed = await duqing(['rejects', 'fix', 'duqing.cases/0/4', '--payload', file]);
    expect(fixed.code).toBe(0);
    const proposed = await duqing(
      ['rejects', 'discard', 'duqing.cases/0/4', '--reason', 'unreadable', '--propose'],
      analyst,
    );
    expect(proposed.code).toBe(0);
    expect((await duqing(['rejects', 'discard', 'duqing.cases/0/4', '--approve'], engineer)).code).toBe(0);
    expect(await states()).toBe('1 mended, 2 mended, 3 open, 4 discarded');
    const shown = await json<{ proposal: object }>(['rejects', 'show', 'duqing.cases/0/4']);
    expect(shown.proposal).toMatchObject({ kind: 'discard', reason: 'unreadable', post: '分析岗' });
  });

  it('the balance tells rejected from discarded, and a mended reject was received anew', async () => {
    const empty = join(folder, 'empty.ndjson');
    writeFileSync(empty, '');
    const { out } = await duqing(['replay', empty]);
    expect(JSON.parse(out.trim().split('\n').at(-1) ?? '')).toEqual({
      received: 7,
      accepted: 3,
      superseded: 0,
      duplicate: 0,
      conflict: 0,
      rejected: 3,
      discarded: 1,
    });
  });

  it('the morning report and the audit say what is open and who did what', async () => {
    const { out } = await duqing(['rejects', 'report']);
    expect(out).toContain(`/${AREA}/police：未处理 1 件`);
    const short = await duqing(['rejects', 'report', '--short']);
    expect(short.out).toMatch(/【退件日报】公安：.*未办结 1 件/);
    expect(short.out).not.toMatch(/\/police|data\./);
    const rows = await json<{ post: string; action: string; outcome: string }[]>(['audit'], engineer);
    const did = rows.map(({ post, action, outcome }) => `${post} ${action} ${outcome}`);
    expect(did).toContain('分析岗 propose-replay done');
    expect(did).toContain('运维岗 approve-replay done');
    expect(did).toContain('分析岗 approve-replay refused');
    expect((await duqing(['audit'], analyst)).code).toBe(1);
  });

  it('doubts are counted apart from rejects', async () => {
    const file = join(folder, 'doubtful.ndjson');
    writeFileSync(file, event('f', { persons: {} }));
    await duqing(['replay', file]);
    const counts = await json<{ flag: string; records: number; source: string }[]>(['rejects', 'flags']);
    expect(counts.find(({ flag }) => flag === 'attribute-missing')?.records).toBe(4);
  });

  it('a revoked token does nothing any more', async () => {
    const [row] = (await json<{ id: string; post: string }[]>(['token', 'list'])).filter(
      ({ post }) => post === '分析岗',
    );
    expect((await duqing(['token', 'revoke', row?.id ?? ''], engineer)).code).toBe(0);
    const { code, err } = await duqing(
      ['rejects', 'discard', '--code', 'unknown-key', '--reason', 'other', '--propose'],
      analyst,
    );
    expect([code, err]).toEqual([1, expect.stringContaining('revoked')]);
  });
});
