import { randomUUID } from 'node:crypto';
import { KafkaBatchServer, type KafkaConfig, type Watermark } from '@duqing/kafka';
import type { Batch } from '@duqing/runtime';

export type Held = Batch['messages'][number];

/** Reads topics from their beginning for as long as it lives: what really is in Kafka, by coordinates. */
export class Collector {
  readonly #held = new Map<string, Held>();
  readonly #next = new Map<string, bigint>();
  readonly #server: KafkaBatchServer;

  private constructor(server: KafkaBatchServer) {
    this.#server = server;
  }

  static async start(kafka: KafkaConfig, topics: readonly string[]): Promise<Collector> {
    const server = new KafkaBatchServer({ ...kafka, groupId: `judge-${randomUUID()}` });
    const collector = new Collector(server);
    for (const topic of topics) server.onBatch(topic, async (batch) => collector.#keep(batch));
    await new Promise<void>((resolve, reject) => {
      void server.listen((error) => (error === undefined ? resolve() : reject(error as Error)));
    });
    return collector;
  }

  /** In order of offset within a partition. */
  of(topics: readonly string[]): Held[] {
    return [...this.#held.values()].filter(({ topic }) => topics.includes(topic));
  }

  hasRead(marks: readonly Watermark[]): boolean {
    return marks.every(
      ({ topic, partition, high }) => high === 0n || (this.#next.get(`${topic}/${partition}`) ?? 0n) >= high,
    );
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  #keep({ topic, partition, messages }: Batch): void {
    for (const message of messages) this.#held.set(placeOf(message), message);
    this.#next.set(`${topic}/${partition}`, BigInt(messages.at(-1)?.offset ?? -1) + 1n);
  }
}

export function placeOf({ topic, partition, offset }: { topic: string; partition: number; offset: string }): string {
  return `${topic}/${partition}/${offset}`;
}
