import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { city } from './given.ts';

const run = promisify(execFile);
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

async function generate(args: string[], env: NodeJS.ProcessEnv = {}) {
  return run(process.execPath, [MAIN, ...args], { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 });
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

it('writes the messages one a line; in every zone of the machine and in every language the same bytes', async () => {
  const expected = city({ quarters: 3 })
    .map(({ value }) => `${value}\n`)
    .join('');
  for (const [TZ, LANG] of [
    ['UTC', 'C'],
    ['Asia/Shanghai', 'zh_CN.UTF-8'],
    ['America/Los_Angeles', 'tr_TR.UTF-8'],
  ]) {
    const { stdout } = await generate(['--quarters', '3', '--seed', '1'], { TZ, LANG, LC_ALL: LANG });
    expect(`${TZ} ${digest(stdout)}`).toBe(`${TZ} ${digest(expected)}`);
  }
});

it('writes to a file and says on stderr how many', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'duqing-generate-'));
  onTestFinished(async () => rm(folder, { recursive: true }));
  const file = join(folder, 'city.ndjson');
  const { stdout, stderr } = await generate([
    '--quarters',
    '1',
    '--seed',
    '5',
    '--deployment',
    'jinhua',
    '--out',
    file,
  ]);
  const lines = (await readFile(file, 'utf8')).split('\n');
  expect(stdout).toBe('');
  expect(lines.pop()).toBe('');
  expect(stderr).toContain(`${lines.length} messages`);
});

it.each([
  [['--quarters', '0'], 'usage'],
  [['--seed', 'x'], '--seed'],
  [['--until', '2026-02-30'], '--until'],
  [['--colour'], 'usage'],
])('wrong use %j ends with 2 and says why', async (args, why) => {
  const error = await generate(args).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 2, stdout: '' });
  expect((error as { stderr: string }).stderr).toContain(why);
});

it('an unknown deployment ends with 1', async () => {
  await expect(generate(['--deployment', 'nowhere'])).rejects.toMatchObject({ code: 1 });
});
