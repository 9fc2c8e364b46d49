import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const FIXTURES = join(ROOT, 'test/fixtures');

/** The folder of real data, and what is missing where it is not there. */
export const REAL_DATA = resolve(ROOT, process.env['DUQING_REAL_DATA'] || '../shared/data');
export const SKIPPED = existsSync(REAL_DATA) ? '' : ' (skipped: needs DUQING_REAL_DATA)';

export interface Said {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command as a process of its own, without settings of the environment that the tests run in. */
export async function duqing(args: readonly string[], env: Record<string, string> = {}): Promise<Said> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('DUQING_')));
  const bin = join(ROOT, 'packages/cli/bin/duqing.js');
  const child = spawn(process.execPath, [bin, ...args], { cwd: ROOT, env: { ...clean, ...env } });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  return new Promise((resolveSaid, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolveSaid({ code, ...said }));
  });
}

/** A command that must go through. */
async function done(args: readonly string[], env: Record<string, string> = {}): Promise<Said> {
  const said = await duqing(args, env);
  if (said.code !== 0) throw new Error(`duqing ${args.join(' ')}: exit ${said.code}\n${said.stderr}`);
  return said;
}

/** Which store, and through what: options and environment of every command of a test. */
export interface Way {
  args: string[];
  env: Record<string, string>;
}

export function embedded(deployment: string): Way {
  return { args: ['--data', mkdtempSync(join(tmpdir(), 'duqing-real-')), '--deployment', deployment], env: {} };
}

export interface Imported {
  balance: Record<string, number>;
  stderr: string;
}

/** `import --history` of a file as a revision. */
export async function importHistory(
  way: Way,
  { file, mapping, revision }: { file: string; mapping: string; revision: number },
): Promise<Imported> {
  const what = ['--mapping', mapping, '--revision', String(revision), '--history'];
  const { stdout, stderr } = await done(['import', file, ...what, ...way.args], way.env);
  return { balance: JSON.parse(stdout) as Record<string, number>, stderr };
}

export interface CellOf {
  indicator: string;
  value: number | null;
  numerator: number | null;
  verdict: string;
  flags: string[];
  breakdown: { key: string; value: number | null }[] | null;
}

/** Every cell at an area and in a period, by substance. */
export async function cellsOf(way: Way, { region, period }: { region: string; period: string }): Promise<CellOf[]> {
  const which = ['--region', region, '--period', period, '--by', 'substance', '--json'];
  const { stdout } = await done(['indicators', ...which, ...way.args], way.env);
  return JSON.parse(stdout) as CellOf[];
}

/** The one cell of an item. */
export async function cellOf(way: Way, [indicator, region, period]: [string, string, string]): Promise<CellOf> {
  const found = (await cellsOf(way, { region, period })).find((cell) => cell.indicator === indicator);
  if (!found) throw new Error(`no cell ${indicator} ${region} ${period}`);
  return found;
}

/** Value by key of a cell's breakdown. */
export function parts(cell: CellOf | undefined): Record<string, number> {
  return Object.fromEntries((cell?.breakdown ?? []).map(({ key, value }) => [key, value ?? Number.NaN]));
}

/** Grams as pounds at three places: as text, so that nothing is compared approximately. */
export function pounds(grams: number | undefined): string {
  return ((grams ?? Number.NaN) / 453.59237).toFixed(3);
}
