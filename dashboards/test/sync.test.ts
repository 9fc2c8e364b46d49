import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { desiredState, type JsonObject } from '../src/sync/desired.ts';
import { startFakeGrafana, type FakeGrafana } from './fake-grafana.ts';

const MAIN = fileURLToPath(new URL('../src/sync/main.ts', import.meta.url));
const DESIRED = desiredState('zh');

let grafana: FakeGrafana;
beforeEach(async () => {
  grafana = await startFakeGrafana();
});
afterEach(async () => grafana.close());

interface Ran {
  code: number;
  out: string;
  err: string;
}

async function run(
  command: string,
  { url = grafana.url, token = grafana.token, more = [] as string[] } = {},
): Promise<Ran> {
  const env = { ...process.env, DUQING_GRAFANA_TOKEN: token };
  return new Promise((done) => {
    execFile(process.execPath, [MAIN, command, '--url', url, ...more], { env }, (error, out, err) => {
      done({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

function rule(uid: string): JsonObject {
  const found = grafana.rules.get(uid);
  if (!found) throw new Error(`no rule ${uid}`);
  return found;
}

function panelsOf(uid: string): JsonObject[] {
  const board = grafana.boards.get(uid);
  if (!board) throw new Error(`no board ${uid}`);
  return board.dashboard['panels'] as JsonObject[];
}

test('an empty Grafana differs by everything; pushed it is as generated, and pushed again nothing is other', async () => {
  const before = await run('diff');
  expect(before.code).toBe(1);
  for (const { uid } of DESIRED.boards) expect(before.out).toContain(`board ${uid}: missing\n`);
  expect((await run('push')).code).toBe(0);
  expect(grafana.boards.size).toBe(DESIRED.boards.length);
  expect(await run('diff')).toMatchObject({ code: 0, out: 'as generated\n' });
  const rules = structuredClone([...grafana.rules]);
  expect((await run('push')).code).toBe(0);
  expect([...grafana.rules]).toEqual(rules);
});

test('what people changed is named by board, rule and path, and push mends it', async () => {
  await run('push');
  const [board] = DESIRED.boards;
  const panels = panelsOf(board?.uid ?? '');
  Object.assign(panels[0] ?? {}, { title: 'mine' });
  panels.push({ id: 999, title: 'added' });
  const uid = String(DESIRED.groups[0]?.group.rules[0]?.['uid']);
  rule(uid)['isPaused'] = true;
  (rule(uid)['labels'] as JsonObject)['severity'] = 'info';
  const { code, out } = await run('diff');
  expect(code).toBe(1);
  expect(out).toContain(`board ${board?.uid}: panels[0].title (other), `);
  expect(out).toMatch(/panels\[\d+\] \(extra\)/);
  expect(out).toContain(`rule ${uid}: isPaused (other), labels.severity (other)\n`);
  expect(out.split('\n')).toHaveLength(3);
  await run('push');
  expect((await run('diff')).code).toBe(0);
});

test('what is no longer ours is told of and removed; what never was stays', async () => {
  await run('push');
  grafana.boards.set('old', { dashboard: { uid: 'old', tags: ['duqing'] }, folderUid: 'duqing-zh' });
  grafana.boards.set('theirs', { dashboard: { uid: 'theirs', tags: ['team-x'] }, folderUid: 'x' });
  grafana.rules.set('duqing-gone', { uid: 'duqing-gone', folderUID: 'duqing-zh', ruleGroup: 'duqing-data' });
  grafana.rules.set('their-rule', { uid: 'their-rule', folderUID: 'x', ruleGroup: 'y' });
  const { out } = await run('diff');
  expect(out).toBe('board old: extra\nrule duqing-gone: extra\n');
  await run('push');
  expect([...grafana.boards.keys()]).not.toContain('old');
  expect([...grafana.boards.keys()]).toContain('theirs');
  expect([...grafana.rules.keys()]).not.toContain('duqing-gone');
  expect([...grafana.rules.keys()]).toContain('their-rule');
});

test('rules tell nobody until a deployment chooses: the route comes before the first rule, all else of the tree stays', async () => {
  await run('push');
  const order = grafana.asked.filter((one) => one.startsWith('PUT'));
  expect(order[0]).toBe('PUT /api/v1/provisioning/policies');
  expect(grafana.policies).toMatchObject({
    receiver: 'grafana-default-email',
    routes: [
      {
        receiver: 'duqing-nobody',
        object_matchers: [['system', '=', 'duqing']],
        mute_time_intervals: ['duqing-always'],
      },
      { receiver: 'theirs' },
    ],
  });
  expect(grafana.contactPoints.map(({ name }) => name)).toEqual(['grafana-default-email', 'duqing-nobody']);
});

test('the route that a deployment made for our rules stays its own', async () => {
  const routes = [{ receiver: 'commanders', object_matchers: [['system', '=', 'duqing']] }];
  Object.assign(grafana.policies, { routes });
  await run('push');
  expect(grafana.policies['routes']).toEqual(routes);
  expect(grafana.contactPoints).toHaveLength(1);
  expect((await run('diff')).code).toBe(0);
});

test('a Grafana that fails half-way is named without the token, and the next push ends the work', async () => {
  grafana.failAtWrite(9);
  const failed = await run('push');
  expect(failed.code).toBe(1);
  expect(failed.err).toMatch(/^(POST|PUT) \/api\/\S+: 500 database is locked\n$/);
  expect((await run('push')).code).toBe(0);
  expect((await run('diff')).code).toBe(0);
});

test('a wrong token, another address and wrong use end with a reason and no token in it', async () => {
  const refused = await run('diff', { token: 'glsa_other' });
  expect(refused).toMatchObject({ code: 1, err: 'GET /api/folders/duqing-zh: 401 Invalid API key\n' });
  await grafana.close();
  const away = await run('diff');
  expect(away.code).toBe(1);
  expect(away.err).toMatch(/^GET \/api\/folders\/duqing-zh: Grafana was not reached \(.*ECONNREFUSED.*\)\n$/);
  for (const given of [{ url: 'file:///etc' }, { token: '' }, { more: ['--rules-lang', 'fr'] }, { more: ['--loud'] }]) {
    const { code, err } = await run('diff', given);
    expect(code).toBe(2);
    expect(err).toContain('usage:');
  }
  grafana = await startFakeGrafana();
});
