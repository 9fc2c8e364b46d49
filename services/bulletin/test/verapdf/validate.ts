import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const POM = fileURLToPath(new URL('./pom.xml', import.meta.url));
const SCRIPT = fileURLToPath(new URL('./check.rhino', import.meta.url));
const CACHE = fileURLToPath(new URL('../../../../node_modules/.cache', import.meta.url));

export interface Verdict {
  compliant: boolean;
  /** how many things were looked at */
  checks: number;
  /** rules that are broken, each once */
  broken: string[];
}

/** Why PDFs cannot be validated on this machine; null where they can. */
export function validatorMissing(): string | null {
  const missing = ['java -version', 'mvn --version'].filter((command) => {
    const [name = '', flag = ''] = command.split(' ');
    return spawnSync(name, [flag], { stdio: 'ignore' }).status !== 0;
  });
  return missing.length === 0 ? null : `needs veraPDF (${missing.map((one) => one.split(' ')[0]).join(' and ')})`;
}

/** What veraPDF says of each file by the rules of PDF/UA-1. It is fetched by Maven at first use. */
export async function validated(files: readonly string[]): Promise<Verdict[]> {
  const jars = join(await classFolder(), '*');
  const main = 'org.mozilla.javascript.tools.shell.Main';
  const { stdout } = await run('java', ['-cp', jars, main, SCRIPT, 'ua1', ...files], { maxBuffer: 1e8 });
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => JSON.parse(line) as Verdict);
}

/** Complete or absent: others may fetch at the same moment. */
async function classFolder(): Promise<string> {
  const version = createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 12);
  const folder = join(CACHE, `verapdf-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  const part = await mkdtemp(join(CACHE, 'part-'));
  try {
    await run('mvn', ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${part}`]);
    await rename(part, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(part, { recursive: true, force: true });
  }
  return folder;
}
