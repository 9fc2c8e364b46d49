import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const BIN = join(ROOT, 'packages/cli/bin/duqing.js');
export const GOLDEN = join(ROOT, 'test/fixtures/golden.ndjson');
export const FIXTURES = join(ROOT, 'test/fixtures');

export interface Result {
  code: number | null;
  stdout: string;
  stderr: string;
}

type Env = Record<string, string | undefined>;

/** Starts `duqing` as a process of its own; settings of the environment that the tests run in do not reach it. */
export function start(args: readonly string[], env: Env = {}): { child: ChildProcess; result: Promise<Result> } {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('DUQING_')));
  const child = spawn(process.execPath, [BIN, ...args], { cwd: ROOT, env: { ...clean, ...env } });
  const result = new Promise<Result>((resolve, reject) => {
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...said }));
  });
  return { child, result };
}

/** Runs one command to its end. */
export async function duqing(args: readonly string[], env: Env = {}): Promise<Result> {
  return start(args, env).result;
}

/** Runs a command that must succeed and gives the one JSON document of its stdout. */
export async function json<T>(args: readonly string[], env: Env = {}): Promise<T> {
  const { code, stdout, stderr } = await duqing([...args, '--json'], env);
  if (code !== 0) throw new Error(`duqing ${args.join(' ')}: exit ${code}\n${stderr}`);
  return JSON.parse(stdout) as T;
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'duqing-cli-'));
}

/** A file in a folder of its own. */
export function fileOf(name: string, content: string | Uint8Array): string {
  const file = join(newFolder(), name);
  writeFileSync(file, content);
  return file;
}

/** Replays files that must go through and gives the balance of its last line. */
export async function replay(files: readonly string[], data: string, env: Env = {}): Promise<Record<string, number>> {
  const { code, stdout, stderr } = await duqing(['replay', ...files, '--data', data], env);
  if (code !== 0) throw new Error(`replay: exit ${code}\n${stderr}`);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, number>;
}

/** Resolves as soon as a stream of the process has said something that matches. */
export async function says(child: ChildProcess, pattern: RegExp): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text: string) => {
        said += text;
        if (pattern.test(said)) resolve();
      });
    child.once('close', () => reject(new Error(`ended before it said ${pattern}: ${said}`)));
  });
}
