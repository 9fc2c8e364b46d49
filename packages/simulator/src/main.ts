import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { isDay } from '@duqing/calendar';
import { loadDeployment } from '@duqing/runtime';
import { createKafkaPublisher } from '@duqing/kafka';
import { generateCity } from './generate.ts';
import type { Message } from './message.ts';

const USAGE =
  'generate [--quarters 12] [--seed 1] [--until 2026-10-25] [--deployment demo] [--out FILE | --kafka HOST:PORT,…]';
const OPTIONS = {
  quarters: { type: 'string', default: '12' },
  seed: { type: 'string', default: '1' },
  until: { type: 'string', default: '2026-10-25' },
  deployment: { type: 'string', default: 'demo' },
  out: { type: 'string' },
  kafka: { type: 'string' },
} as const;

/** Messages produced at a time. */
const PORTION = 2_000;

class UsageError extends Error {}

/** A made-up city in order of receipt, bad messages as they are: as NDJSON, or to Kafka's topics. Exit 2 at wrong use. */
async function main(): Promise<void> {
  const { quarters, seed, until, deployment, out, kafka } = readArguments();
  const messages = generateCity({ deployment: await loadDeployment(deployment), quarters, seed, until });
  if (kafka === undefined) await writeLines(messages, out);
  else await produce(messages, kafka.split(','));
  process.stderr.write(`${messages.length} messages, ${quarters} quarters, seed ${seed}, until ${until}: simulated\n`);
}

async function writeLines(messages: readonly Message[], out: string | undefined): Promise<void> {
  const lines = messages.values().map(({ value }) => `${value}\n`);
  await pipeline(lines, out === undefined ? process.stdout : createWriteStream(out));
}

/** Keyed as senders key them, topic by topic within a portion; resolves when the broker has acknowledged all. */
async function produce(messages: readonly Message[], brokers: string[]): Promise<void> {
  const publisher = createKafkaPublisher({ brokers, clientId: 'duqing-generate' });
  try {
    for (let start = 0; start < messages.length; start += PORTION) {
      const portion = messages.slice(start, start + PORTION);
      for (const [topic, group] of Map.groupBy(portion, (message) => message.topic))
        await publisher.publish(topic, group);
    }
  } finally {
    await publisher.close();
  }
}

function readArguments() {
  const { quarters, seed, until, deployment, out, kafka } = parsed();
  if (out !== undefined && kafka !== undefined) throw new UsageError('--out or --kafka, not both');
  if (!isDay(until)) throw new UsageError(`--until: not a calendar day: ${until}`);
  return { quarters: whole('quarters', quarters, 1), seed: whole('seed', seed, 0), until, deployment, out, kafka };
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
