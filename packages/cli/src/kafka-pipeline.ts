import { setTimeout as pause } from 'node:timers/promises';
import { createKafkaPublisher, fetchWatermarks, type KafkaConfig } from '@duqing/kafka';
import { watermarkOf, type Reader, type Store } from '@duqing/warehouse';
import { note } from './output.ts';
import type { Pipeline } from './pipeline.ts';

const INGEST_GROUP = 'duqing-ingest';
const INPUT_TOPICS = ['duqing.cases', 'duqing.seizures', 'duqing.intelligence', 'duqing.returns'];
const POLL = 500;
/** ms without any progress of the services after which waiting for them is given up */
const PATIENCE = 180_000;

interface KafkaPipeline extends Pipeline {
  close(): Promise<void>;
}

/** Messages go to the brokers; separate services ingest and compute them, and settle the watermark past the last of them. */
export function openKafkaPipeline(options: { brokers: string[]; store: Store; reader: Reader }): KafkaPipeline {
  const { brokers, store, reader } = options;
  const config: KafkaConfig = { brokers, clientId: 'duqing-cli' };
  const publisher = createKafkaPublisher(config);
  let published = Date.now();
  const publish: Pipeline['publish'] = async (messages) => {
    for (const [topic, group] of Map.groupBy(messages, (message) => message.topic))
      await publisher.publish(
        topic,
        group.map(({ message }) => message),
      );
    published = Date.now();
  };
  return {
    reader,
    publish,
    settle: async () => computed({ config, store, after: published }),
    close: async () => publisher.close(),
  };
}

interface Waiting {
  config: KafkaConfig;
  store: Store;
  /** ms: everything was acknowledged by then */
  after: number;
}

/** Waits until the services have read to the end and settled a moment after `after`; throws where they make no progress. */
async function computed({ config, store, after }: Waiting): Promise<void> {
  let behind = -1;
  let deadline = Date.now() + PATIENCE;
  for (;;) {
    if (((await watermarkOf(store)) ?? 0) > after) return;
    const now = await unread(config);
    if (now !== behind) {
      note(`${now} messages to ingest`);
      [behind, deadline] = [now, Date.now() + PATIENCE];
    }
    if (Date.now() > deadline)
      throw new Error(
        `the services made no progress for ${PATIENCE / 1_000} s, ${now} messages are not ingested: are they running?`,
      );
    await pause(POLL);
  }
}

/** Messages of the input topics that the ingest group has not committed. */
async function unread(config: KafkaConfig): Promise<number> {
  const marks = await fetchWatermarks({ ...config, groupId: INGEST_GROUP }, INPUT_TOPICS);
  return marks.reduce((sum, { low, high, committed }) => sum + Number(high - (committed ?? low)), 0);
}
