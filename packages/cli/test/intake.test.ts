import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessOf } from '../src/acting.ts';
import { openSession } from '../src/session.ts';
import { consoleOf } from '@duqing/access';

const BIN = fileURLToPath(new URL('../bin/duqing.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'duqing-serve-'));
const data = join(folder, 'data');
let server: ChildProcess;
let url = '';
let token = '';
const posts = { analyst: '', reviewer: '' };
const env = { PATH: process.env['PATH'], HOME: folder };

beforeAll(async () => {
  const session = await openSession({ data, deployment: 'demo' });
  const issue = async (post: string, role: string, area: string): Promise<string> =>
    (await accessOf(session).issueToken({ post, role, area }, consoleOf(session.deployment))).token;
  token = await issue('县公安', 'source', '990102');
  for (const role of ['analyst', 'reviewer'] as const) posts[role] = await issue(`岗位-${role}`, role, '990100');
  await session.close();
  const file = join(folder, 'bad.ndjson');
  writeFileSync(file, JSON.stringify(caseOf('r-1', { filedAt: '2026-02-30' })));
  await promisify(execFile)(process.execPath, [BIN, 'replay', file, '--data', data], { env, cwd: folder });
  server = spawn(process.execPath, [BIN, 'serve', '--intake', '--port', '0', '--data', data], {
    env,
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (server.stdout === null) throw new Error('no stdout');
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  url = line;
});
afterAll(async () => {
  if (server.exitCode === null) {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

function caseOf(id: string, data: object): object {
  const envelope = { specversion: '1.0', id, source: '/990102/police', type: 'duqing.case.recorded.v1' };
  const full = { revision: 1, region: '990102', category: 'trafficking', filedAt: '2026-05-03', ...data };
  return { ...envelope, subject: `990102-${id}`, time: '2026-05-21T09:00:00+08:00', data: full };
}

async function form(as: keyof typeof posts, path: string, fields: Record<string, string>): Promise<string> {
  const headers = { authorization: `Bearer ${posts[as]}` };
  return (await fetch(`${url}${path}`, { method: 'POST', headers, body: new URLSearchParams(fields) })).text();
}

it('a reject mended on the pages by two posts goes through the embedded pipeline, once', async () => {
  const place = 'duqing.cases/0/0';
  const value = { place, path: 'data.filedAt', value: '2026-05-04' };
  expect(await form('analyst', '/rejects/propose', value)).toContain('已提出改正');
  const review = await form('reviewer', '/rejects/review', { place });
  const [, seen = ''] = /name="seen [^"]*" value="([^"]*)"/.exec(review) ?? [];
  const approve = async (): Promise<string> => form('reviewer', '/rejects/approve', { place, [`seen ${place}`]: seen });
  expect(await approve()).toContain('已重放');
  expect(await approve()).toContain('不再处理');
  const beside = await openSession({ data });
  const held = 'SELECT subject, day FROM facts_case_filed FINAL';
  expect(await beside.store.query(held)).toEqual([{ subject: '990102-r-1', day: '2026-05-04' }]);
  expect(await beside.store.query('SELECT count() AS n FROM ledger FINAL')).toEqual([{ n: 1 }]);
  await beside.close();
});

it('what a sending unit posts is stored when it is told so, received now, and stays after the end', async () => {
  const now = new Date();
  const day = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
  const event = {
    specversion: '1.0',
    id: 'h-1',
    source: '/990102/police',
    type: 'duqing.case.recorded.v1',
    subject: '990102-h-1',
    time: now.toISOString(),
    receivedtime: '2020-01-01T00:00:00Z',
    data: {
      revision: 1,
      region: '990102',
      category: 'trafficking',
      filedAt: day,
      persons: { involved: 1, minors: 0, pupils: 0 },
    },
  };
  const response = await fetch(`${url}/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
  });
  expect([response.status, await response.json()]).toMatchObject([200, { accepted: 1, rejected: 0 }]);
  const beside = await openSession({ data });
  const QUERY = 'SELECT subject, received_at FROM ledger FINAL';
  const rows = await beside.store.query<{ subject: string; received_at: number }>(QUERY);
  const row = rows.find(({ subject }) => subject === '990102-h-1');
  expect(rows).toHaveLength(2);
  expect(row?.received_at).toBeGreaterThanOrEqual(now.getTime());
  await beside.close();
  server.kill('SIGTERM');
  expect(await once(server, 'exit')).toEqual([0, null]);
  const after = await openSession({ data });
  expect(await after.store.query('SELECT count() AS n FROM facts_case_filed FINAL')).toEqual([{ n: 2 }]);
  expect(await after.store.query('SELECT count() > 0 AS computed FROM watermarks')).toEqual([{ computed: 1 }]);
  await after.close();
});
