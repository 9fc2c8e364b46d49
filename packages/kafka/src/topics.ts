import type { Admin, ITopicConfig } from 'kafkajs';
import { createClient } from './client.ts';
import type { KafkaConfig } from './config.ts';
import { ConfigResourceTypes } from './kafkajs.ts';

export interface TopicSpec {
  topic: string;
  partitions: number;
  /** copies of each partition; 1 by default */
  replicas?: number;
  /** absent: the broker's setting; -1: kept for ever */
  retentionMs?: number;
  /** 16 MiB by default: a dead letter holds a whole message and what is said about it */
  maxMessageBytes?: number;
}

const defaultMessageBytes = 16 * 2 ** 20;

/**
 * Creates what is missing and resolves when the topics have leaders. A topic that exists keeps its partitions and retention; where it
 * would give wrong times of receipt or refuse large messages, this throws and names each setting.
 */
export async function ensureTopics(config: KafkaConfig, topics: readonly TopicSpec[]): Promise<void> {
  const admin = createClient(config).admin();
  await admin.connect();
  try {
    await admin.createTopics({ waitForLeaders: true, topics: topics.map(toTopic) });
    const faults = await faultsOf(admin, topics);
    if (faults.length > 0) throw new Error(`topics are not set as needed: ${faults.join('; ')}`);
  } finally {
    await admin.disconnect();
  }
}

function toTopic({
  topic,
  partitions,
  replicas = 1,
  retentionMs,
  maxMessageBytes = defaultMessageBytes,
}: TopicSpec): ITopicConfig {
  const entries = {
    'message.timestamp.type': 'LogAppendTime',
    'max.message.bytes': maxMessageBytes,
    'retention.ms': retentionMs,
  };
  return {
    topic,
    numPartitions: partitions,
    replicationFactor: replicas,
    configEntries: Object.entries(entries).flatMap(([name, value]) =>
      value === undefined ? [] : [{ name, value: String(value) }],
    ),
  };
}

async function faultsOf(admin: Admin, topics: readonly TopicSpec[]): Promise<string[]> {
  const names = ['message.timestamp.type', 'max.message.bytes'];
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map(({ topic }) => ({ type: ConfigResourceTypes.TOPIC, name: topic, configNames: names })),
  });
  return topics.flatMap(({ topic, maxMessageBytes = defaultMessageBytes }) => {
    const entries = resources.find(({ resourceName }) => resourceName === topic)?.configEntries ?? [];
    const value = (name: string) => entries.find(({ configName }) => configName === name)?.configValue ?? 'unknown';
    const [times = '', size = ''] = names.map(value);
    return [
      ...(times === 'LogAppendTime' ? [] : [`${topic} message.timestamp.type is ${times}, needed LogAppendTime`]),
      ...(Number(size) >= maxMessageBytes ? [] : [`${topic} max.message.bytes is ${size}, needed ${maxMessageBytes}`]),
    ];
  });
}
