import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
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

beforeAll(async () => {
  const session = await openSession({ data, deployment: 'demo' });
  const request = { post: '县公安', role: 'source', area: '990102' };
  token = (await accessOf(session).issueToken(request, consoleOf(session.deployment))).token;
  await session.close();
  server = spawn(process.execPath, [BIN, 'serve', '--intake', '--port', '0', '--data', data], {
    env: { PATH: process.env['PATH'], HOME: folder },
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
  const [row] = await beside.store.query<{ subject: string; received_at: number }>(QUERY);
  expect(row?.subject).toBe('990102-h-1');
  expect(row?.received_at).toBeGreaterThanOrEqual(now.getTime());
  await beside.close();
  server.kill('SIGTERM');
  expect(await once(server, 'exit')).toEqual([0, null]);
  const after = await openSession({ data });
  expect(await after.store.query('SELECT count() AS n FROM facts_case_filed FINAL')).toEqual([{ n: 1 }]);
  expect(await after.store.query('SELECT count() > 0 AS computed FROM watermarks')).toEqual([{ computed: 1 }]);
  await after.close();
});
