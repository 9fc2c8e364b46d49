import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const MAIN = new URL('../src/main.ts', import.meta.url).pathname;
const USERS = 'default:pass,grafana:look:readonly';
const children: ChildProcess[] = [];
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'duqing-main-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) await end(child, 'SIGKILL');
  await rm(dir, { recursive: true, force: true });
});

function start(env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [MAIN], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

async function ready(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no stdout');
  for await (const line of createInterface({ input: child.stdout })) return (JSON.parse(line) as { url: string }).url;
  throw new Error('ended without a ready line');
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal);
    await once(child, 'exit');
  }
  return child.exitCode;
}

async function failed(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = start(env);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, said };
}

const curl = spawnSync('curl', ['--version']).status === 0;
if (!curl && process.env['CI'] === 'true') throw new Error('curl is missing');

async function curled(...args: string[]): Promise<string> {
  return (await promisify(execFile)('curl', ['-sS', ...args])).stdout;
}

describe('the process', () => {
  test.skipIf(!curl)(
    `${curl ? '' : 'skipped: needs curl: '}serves curl: ping, statement, insert from a file, gzip, a read-only user`,
    async () => {
      const url = await ready(start({ DUQING_CHDB_PATH: dir, PORT: '0', DUQING_CHDB_USERS: USERS }));
      const own = ['-u', 'default:pass'];
      expect(await curled(`${url}/ping`)).toBe('Ok.\n');
      expect(await curled(...own, url, '--data-binary', 'CREATE TABLE t (n UInt8) ENGINE = MergeTree ORDER BY n')).toBe(
        '',
      );
      expect(await curled(...own, `${url}/?query=INSERT+INTO+t+FORMAT+CSV`, '--data-binary', '1\n2\n')).toBe('');
      expect(
        await curled(...own, '--compressed', `${url}/?enable_http_compression=1`, '-d', 'SELECT sum(n) FROM t'),
      ).toBe('3\n');
      expect(
        await curled(
          ...own,
          '-G',
          url,
          '--data-urlencode',
          'query=SELECT {x:String}',
          '--data-urlencode',
          'param_x=毒情',
        ),
      ).toBe('毒情\n');
      expect(await curled('-u', 'grafana:look', url, '-d', 'SELECT count() FROM t')).toBe('2\n');
      expect(await curled('-u', 'grafana:look', url, '-d', 'DROP TABLE t')).toContain('(READONLY)');
    },
  );

  test('ends with 0 on SIGTERM, and what was stored is there for the next', async () => {
    const env = { DUQING_CHDB_PATH: dir, PORT: '0' };
    const first = start(env);
    const url = await ready(first);
    await fetch(url, { method: 'POST', body: 'CREATE TABLE kept (n UInt8) ENGINE = MergeTree ORDER BY n' });
    await fetch(url, { method: 'POST', body: 'INSERT INTO kept VALUES (7)' });
    expect(await end(first, 'SIGTERM')).toBe(0);
    const second = await ready(start(env));
    expect(await (await fetch(second, { method: 'POST', body: 'SELECT n FROM kept' })).text()).toBe('7\n');
  });

  test('acknowledged rows survive SIGKILL', async () => {
    const env = { DUQING_CHDB_PATH: dir, PORT: '0' };
    const first = start(env);
    const url = await ready(first);
    await fetch(url, { method: 'POST', body: 'CREATE TABLE kept (n UInt8) ENGINE = MergeTree ORDER BY n' });
    await fetch(`${url}/?query=INSERT+INTO+kept+FORMAT+TSV`, { method: 'POST', body: '7\n8\n' });
    await end(first, 'SIGKILL');
    const second = await ready(start(env));
    expect(await (await fetch(second, { method: 'POST', body: 'SELECT sum(n) FROM kept' })).text()).toBe('15\n');
  });

  test('a directory that another process has open is refused', async () => {
    await ready(start({ DUQING_CHDB_PATH: dir, PORT: '0' }));
    const { code, said } = await failed({ DUQING_CHDB_PATH: dir, PORT: '0' });
    expect(code).toBe(2);
    expect(said).toContain(dir);
  });

  test.each([
    ['no directory', { DUQING_CHDB_PATH: '' }, 'DUQING_CHDB_PATH'],
    ['no port', { PORT: 'x' }, 'PORT'],
    ['odd users', { DUQING_CHDB_USERS: 'a:b:admin' }, 'DUQING_CHDB_USERS'],
    ['beyond loopback without passwords', { HOST: '0.0.0.0' }, 'password'],
  ])('wrong use is told by its name: %s', async (_name, env, named) => {
    const { code, said } = await failed({ DUQING_CHDB_PATH: dir, PORT: '0', ...env });
    expect(code).toBe(2);
    expect(said).toContain(named);
  });
});
