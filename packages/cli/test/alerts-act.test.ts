import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSession, type Session } from '../src/session.ts';
import { duqing, fileOf, json, newFolder } from './support/duqing.ts';

const data = newFolder();
const there = ['--data', data];
let session: Session | undefined;
let analyst = '';
let key = '';

async function tokenOf(role: string): Promise<string> {
  const grant = ['--post', `${role}-duty`, '--role', role, '--area', '990100'];
  return (await json<{ token: string }>(['token', 'issue', ...grant, ...there])).token;
}

beforeAll(async () => {
  const now = new Date().toISOString();
  const day = now.slice(0, 10);
  const event = {
    specversion: '1.0',
    id: 'e-1',
    source: '/990102/police',
    type: 'duqing.case.recorded.v1',
    subject: '990102-live-1',
    time: now,
    data: {
      revision: 1,
      region: '990102',
      category: 'manufacturing',
      filedAt: day,
      preControlled: false,
      causedByUser: false,
      persons: { involved: 1, minors: 0, pupils: 0, users: 0 },
    },
  };
  await duqing(['replay', fileOf('events.ndjson', JSON.stringify(event)), '--deployment', 'demo', ...there]);
  // commands beside a process that has the folder open start in a fraction of the time
  session = await openSession({ data });
  analyst = await tokenOf('analyst');
  const alerts = await json<{ kind: string; key: string }[]>(['alerts', ...there]);
  key = alerts.find(({ kind }) => kind === 'zero-occurrence')?.key ?? '';
}, 240_000);
afterAll(async () => {
  await session?.close();
  rmSync(data, { recursive: true });
});

// processes of their own, one after the other: on a busy machine each takes its time
const PATIENCE = { timeout: 240_000 };

test(
  'an act needs a token, of a post that may; what it says is checked; then it stands in the alert, the audit and the rules',
  PATIENCE,
  async () => {
    const act = async (args: string[], token: string) => duqing(['alerts', ...args, ...there], { DUQING_TOKEN: token });
    expect((await act(['ack', key], '')).code).toBe(2);
    const refused = await act(['ack', key], await tokenOf('viewer'));
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/post: 岗位viewer-duty.*may not do this/) });
    expect((await act(['comment', key, '电话13800138000'], analyst)).stderr).toMatch(/text: .*personal data/);
    expect(await act(['assign', key, '--to', 'office-head'], analyst)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/analyst-duty {2}指派 {2}→ office-head/),
    });
    expect((await act(['close', key, '--outcome', 'true', '--text', '已核实'], analyst)).code).toBe(0);

    const shown = await json<Record<string, unknown>>(['alerts', 'show', key, ...there]);
    expect(shown).toMatchObject({
      key,
      state: 'firing',
      assignee: 'office-head',
      acknowledged: { by: 'analyst-duty' },
      closed: { outcome: 'true', by: 'analyst-duty' },
      acts: [{ act: 'assign' }, { act: 'close', text: '已核实' }],
      delivery: expect.arrayContaining([
        expect.objectContaining({ sort: 'notice', recipient: 'commander', channels: [] }),
      ]),
    });
    const { rules, weeks } = await json<{ rules: object[]; weeks: object[] }>(['alerts', 'budget', ...there]);
    expect(rules).toContainEqual(expect.objectContaining({ rule: 'zero-occurrence', true: 1, proved: { n: 1, d: 1 } }));
    expect(weeks).toContainEqual(expect.objectContaining({ role: 'commander', rule: 'zero-occurrence', critical: 1 }));
    const audit = await json<{ action: string; outcome: string }[]>(['audit', ...there]);
    expect(
      audit
        .filter(({ action }) => action.startsWith('alert-'))
        .map(({ action, outcome }) => `${action} ${outcome}`)
        .sort(),
    ).toEqual(['alert-acknowledge refused', 'alert-assign done', 'alert-close done', 'alert-comment refused']);
  },
);

test(
  'alerts test: a marked message through every configured way, each reported and kept; exit 1 where one fails, 2 where there is none',
  PATIENCE,
  async () => {
    const heard: string[] = [];
    const server: Server = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => heard.push(chunk.toString('utf8'))).on('end', () => response.end('{}'));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const args = ['alerts', 'test', ...there, '--json'];
    const good = await duqing(args, { DUQING_ALERT_WEBHOOK: `${url}/in` });
    expect(good).toMatchObject({ code: 0 });
    expect(JSON.parse(good.stdout)).toEqual([{ way: 'webhook:engineers', ok: true, tries: 1, error: '' }]);
    expect(JSON.parse(heard[0] ?? '')).toMatchObject({
      role: 'engineers',
      post: 'engineer-duty',
      text: { zh: expect.stringMatching(/^【测试】/) },
    });
    const wecom = await duqing(args, { DUQING_ALERT_WECOM: `${url}/send?key=very-secret` });
    expect(wecom.code).toBe(1);
    expect(wecom.stdout).toContain('an answer without a code');
    expect(wecom.stdout + wecom.stderr).not.toContain('very-secret');
    const none = await duqing(args);
    expect(none).toMatchObject({ code: 2, stdout: '[]\n' });
    const rows = await session?.store.query(
      'SELECT channel, ok FROM alert_deliveries WHERE startsWith(transition_id, {test:String}) ORDER BY channel',
      { test: 'test-' },
    );
    expect(rows).toEqual([
      { channel: 'webhook:engineers', ok: true },
      { channel: 'wecom:engineers', ok: false },
    ]);
    server.close();
  },
);
