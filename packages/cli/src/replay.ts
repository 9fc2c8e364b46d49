import { MAX_MESSAGE_BYTES } from '@duqing/events';
import type { MemoryBus, OutMessage } from '@duqing/runtime';
import { linesOf } from './lines.ts';
import type { Pipeline } from './pipeline.ts';

/** Messages handed to the bus at a time: what bounds the memory of a replay. */
const CHUNK = 2_000;

const TOPICS: [prefix: string, topic: string][] = [
  ['duqing.case.', 'duqing.cases'],
  ['duqing.seizure.', 'duqing.seizures'],
  ['duqing.intelligence.', 'duqing.intelligence'],
  ['duqing.return.', 'duqing.returns'],
  ['duqing.feed.', 'duqing.returns'],
];
/** Where a line goes whose type cannot be read: it is rejected there, with its bytes. */
const UNREADABLE_TOPIC = 'duqing.cases';

export interface ReplayMessage {
  topic: string;
  message: OutMessage;
}

/** Which topic a line belongs to and its key, as its sender would have chosen them; a broken line goes on as it is. */
export function messageOf(bytes: Uint8Array, origin: string): ReplayMessage {
  const event = readable(bytes);
  const topic = TOPICS.find(([prefix]) => event.type?.startsWith(prefix))?.[1] ?? UNREADABLE_TOPIC;
  return { topic, message: { key: event.subject ?? null, value: bytes, headers: { 'duqing-origin': origin } } };
}

function readable(bytes: Uint8Array): { type?: string; subject?: string } {
  if (bytes.length > MAX_MESSAGE_BYTES) return {};
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (typeof value !== 'object' || value === null) return {};
    const { type, subject } = value as { type?: unknown; subject?: unknown };
    return { ...(typeof type === 'string' && { type }), ...(typeof subject === 'string' && { subject }) };
  } catch {
    return {};
  }
}

/** Publishes the lines of NDJSON files in order; `progress` hears the number of lines so far. Returns that number. */
export async function replayFiles(
  pipeline: Pick<Pipeline, 'publish'>,
  { files, progress }: { files: readonly string[]; progress: (lines: number) => void },
): Promise<number> {
  let lines = 0;
  for (const file of files) {
    let chunk: ReplayMessage[] = [];
    for await (const { number, bytes } of linesOf(file, MAX_MESSAGE_BYTES)) {
      chunk.push(messageOf(bytes, `${file.split('/').at(-1)}:${number}`));
      lines += 1;
      if (chunk.length < CHUNK) continue;
      await pipeline.publish(chunk);
      chunk = [];
      progress(lines);
    }
    await pipeline.publish(chunk);
  }
  progress(lines);
  return lines;
}

/** Hands a chunk over topic by topic, in order within each, and waits until it is ingested. */
export async function publish(bus: MemoryBus, chunk: readonly ReplayMessage[]): Promise<void> {
  for (const [topic, messages] of Map.groupBy(chunk, ({ topic }) => topic))
    await bus.publish(
      topic,
      messages.map(({ message }) => message),
    );
  await bus.idle();
}
