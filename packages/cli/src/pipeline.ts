import { randomInt } from 'node:crypto';
import { openStandalone } from '@duqing/standalone';
import { createReader, type Reader } from '@duqing/warehouse';
import { publish, type ReplayMessage } from './replay.ts';
import type { Session, SessionOptions } from './session.ts';
import { UsageError } from './usage.ts';
import { withWriter } from './writer.ts';

/** Where replays and imports put messages, and what says that all of them are computed. */
export interface Pipeline {
  /** Takes messages in order, topic by topic; resolves when they are stored, or acknowledged by the broker. */
  publish(messages: readonly ReplayMessage[]): Promise<void>;
  /** Resolves when everything published is computed and the watermark says so. `history` raises no alert. */
  settle(source: 'replay' | 'import' | 'history'): Promise<void>;
  reader: Reader;
}

/** Coordinates of the in-process bus beside a server: partitions that no broker has, a new one each time. */
const [FIRST_OWN, END_OWN] = [2 ** 31, 2 ** 32 - 1];

/**
 * Runs `use` over the way that messages take: through Kafka and the separate services where DUQING_KAFKA_BROKERS names brokers, else
 * through all services in this process. A folder named by `--data` stays embedded.
 */
export async function withPipeline<T>(
  { session, options }: { session: Session; options: SessionOptions },
  use: (pipeline: Pipeline) => Promise<T>,
): Promise<T> {
  const brokers = brokersOf(options);
  if (brokers === null) return withWriter(session, async () => use(inProcess(session)));
  if (session.dataDir !== null)
    throw new UsageError('DUQING_KAFKA_BROKERS: name the store of its services by DUQING_CLICKHOUSE_URL too');
  const { openKafkaPipeline } = await import('./kafka-pipeline.ts');
  const { store, deployment, clock } = session;
  const reader = createReader({ store, deployment, clock });
  const { close, ...pipeline } = openKafkaPipeline({ brokers, store, reader });
  try {
    return await use(pipeline);
  } finally {
    await close();
  }
}

function brokersOf({ data }: SessionOptions): string[] | null {
  const brokers = (process.env['DUQING_KAFKA_BROKERS'] ?? '').split(',').flatMap((part) => part.trim() || []);
  return brokers.length === 0 || data !== undefined ? null : brokers;
}

function inProcess({ store, deployment, dataDir, clock }: Session): Pipeline {
  const partition = dataDir === null ? randomInt(FIRST_OWN, END_OWN) : 0;
  const { bus, settle, reader } = openStandalone({ store, deployment, clock, replay: true, partition });
  return { publish: async (messages) => publish(bus, messages), settle, reader };
}
