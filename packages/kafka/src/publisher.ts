import { inTurn, type OutMessage, type Publisher } from '@duqing/runtime';
import type { Message, Producer } from 'kafkajs';
import { chunksOf, sizeOf } from './chunks.ts';
import { createClient } from './client.ts';
import type { KafkaConfig } from './config.ts';
import { asTransient } from './faults.ts';
import { CompressionTypes, Partitioners } from './kafkajs.ts';

export interface PublisherConfig extends KafkaConfig {
  /** a larger message is refused here, for good; 15 MiB by default: below the topics' own limit */
  maxMessageBytes?: number;
  compression?: keyof typeof codecs;
}

const codecs = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
};

/** One request holds about this much, unless a single message is larger. */
const requestBytes = 2 ** 20;

/**
 * Acknowledged by all in-sync replicas; within one `publish`, messages of one key keep their order (Java's partitioner). Faults that
 * time may mend are TransientErrors; after one, some of the messages may be there, and publishing them again may double them.
 */
export function createKafkaPublisher(config: PublisherConfig): Publisher & { close(): Promise<void> } {
  const { maxMessageBytes = 15 * 2 ** 20, compression = 'none' } = config;
  const client = createClient(config);
  let current: Promise<Producer> | null = null;
  const alone = inTurn();

  const connected = async (): Promise<Producer> => {
    const producer = client.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return producer;
  };

  // kafkajs takes back the sequence numbers of a request that failed, though the broker may have kept it: another request under the
  // same numbers is taken for a duplicate, acknowledged and dropped. So no call begins before the one before it has ended (of one
  // broker kafkajs sends one at a time anyway), and a producer that failed gets no other.
  const retire = async (producer: Promise<Producer>): Promise<void> => {
    if (current === producer) current = null;
    await producer.then((made) => made.disconnect()).catch(() => undefined);
  };

  const send = async (topic: string, messages: OutMessage[]): Promise<void> => {
    const producer = (current ??= connected());
    try {
      const ready = await producer;
      for (const chunk of chunksOf(messages, requestBytes))
        await ready.send({ topic, acks: -1, compression: codecs[compression], messages: chunk.map(toMessage) });
    } catch (error) {
      void retire(producer);
      throw asTransient(error, `publishing to ${topic}`);
    }
  };

  return {
    async publish(topic, messages) {
      const large = messages.find((message) => sizeOf(message) > maxMessageBytes);
      if (large !== undefined)
        throw new Error(`message ${large.key ?? 'without key'} for ${topic} is over ${maxMessageBytes} bytes`);
      await alone(async () => send(topic, messages));
    },
    async close() {
      await alone(async () => {
        if (current !== null) await retire(current);
      });
    },
  };
}

function toMessage({ key, value, headers }: OutMessage): Message {
  const bytes = typeof value === 'string' ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return headers === undefined ? { key, value: bytes } : { key, value: bytes, headers };
}
