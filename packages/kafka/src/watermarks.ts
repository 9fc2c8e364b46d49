import { createClient } from './client.ts';
import type { KafkaConfig } from './config.ts';

export interface Watermark {
  topic: string;
  partition: number;
  /** first offset that is kept */
  low: bigint;
  /** offset the next message will get: exclusive end */
  high: bigint;
  /** next offset of the group, null where it never committed; lag is high - (committed ?? low) */
  committed: bigint | null;
}

/** Ends of every partition of the topics, and how far a group has committed; by topic, then partition. */
export async function fetchWatermarks(
  config: KafkaConfig & { groupId?: string },
  topics: readonly string[],
): Promise<Watermark[]> {
  const admin = createClient(config).admin();
  await admin.connect();
  try {
    const { groupId } = config;
    const commits = groupId === undefined ? [] : await admin.fetchOffsets({ groupId, topics: [...topics] });
    const perTopic = await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
    return topics.flatMap((topic, index) => {
      const committed = new Map(
        commits
          .find((one) => one.topic === topic)
          ?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]),
      );
      return (perTopic[index] ?? [])
        .map(({ partition, low, high }) => ({
          topic,
          partition,
          low: BigInt(low),
          high: BigInt(high),
          committed: known(committed.get(partition)),
        }))
        .sort((one, other) => one.partition - other.partition);
    });
  } finally {
    await admin.disconnect();
  }
}

/** Kafka answers -1 for "nothing committed". */
function known(offset: bigint | undefined): bigint | null {
  return offset === undefined || offset < 0n ? null : offset;
}
