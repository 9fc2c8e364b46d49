import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { isDay } from '@duqing/calendar';
import { loadDeployment } from '@duqing/runtime';
import { generateCity } from './generate.ts';

const USAGE = 'generate [--quarters 12] [--seed 1] [--until 2026-10-25] [--deployment demo] [--out FILE]';
const OPTIONS = {
  quarters: { type: 'string', default: '12' },
  seed: { type: 'string', default: '1' },
  until: { type: 'string', default: '2026-10-25' },
  deployment: { type: 'string', default: 'demo' },
  out: { type: 'string' },
} as const;

class UsageError extends Error {}

/** Writes a made-up city as NDJSON, one message a line in order of receipt, bad ones as they are. Exit 2 at wrong use. */
async function main(): Promise<void> {
  const { quarters, seed, until, deployment, out } = readArguments();
  const messages = generateCity({ deployment: await loadDeployment(deployment), quarters, seed, until });
  const lines = messages.values().map(({ value }) => `${value}\n`);
  await pipeline(lines, out === undefined ? process.stdout : createWriteStream(out));
  process.stderr.write(`${messages.length} messages, ${quarters} quarters, seed ${seed}, until ${until}: simulated\n`);
}

function readArguments() {
  const { quarters, seed, until, deployment, out } = parsed();
  if (!isDay(until)) throw new UsageError(`--until: not a calendar day: ${until}`);
  return { quarters: whole('quarters', quarters, 1), seed: whole('seed', seed, 0), until, deployment, out };
}

function parsed() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function whole(name: string, text: string, least: number): number {
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new UsageError(`--${name}: a whole number of at least ${least}, not ${text}`);
}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof UsageError;
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\n${isUsage ? `usage: ${USAGE}\n` : ''}`,
  );
  process.exitCode = isUsage ? 2 : 1;
}
