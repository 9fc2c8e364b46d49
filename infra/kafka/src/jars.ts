import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const pom = fileURLToPath(new URL('../pom.xml', import.meta.url));
const cache = fileURLToPath(new URL('../../../node_modules/.cache/duqing/', import.meta.url));

/** Class path of the broker and its tools, fetched by Maven at first use; one folder for each content of pom.xml. */
export async function kafkaClassPath(): Promise<string> {
  const folder = join(cache, `kafka-${createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12)}`);
  if (!existsSync(folder)) await fetchInto(folder);
  return join(folder, '*');
}

/** Complete or absent: others may fetch at the same moment, the first to finish wins. */
async function fetchInto(folder: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const part = await mkdtemp(join(cache, 'part-'));
  try {
    await copyDependencies(part);
    await rename(part, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

async function copyDependencies(folder: string): Promise<void> {
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${folder}`, '-DincludeScope=runtime'];
  try {
    await run('mvn', ['-q', '-B', '-f', pom, ...goal]);
  } catch (error) {
    const output = (error as { stdout?: string }).stdout ?? '';
    throw new Error(`maven could not fetch Kafka's jars: ${output.trim().slice(-2000)}`, { cause: error });
  }
}
