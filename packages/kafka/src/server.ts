import type { BatchHandler } from '@duqing/runtime';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { Consumer } from 'kafkajs';
import { GroupReader, type ReaderConfig, type ReaderHealth } from './reader.ts';

/**
 * A Nest transport that hands over whole batches. Handlers are registered with `onBatch` before the application listens; Nest's own
 * `@EventPattern` is refused, because its proxy replaces the class of an error, and the class decides between retry and stop.
 */
export class KafkaBatchServer extends Server implements CustomTransportStrategy {
  readonly #config: ReaderConfig;
  readonly #handlers = new Map<string, BatchHandler>();
  #reader: GroupReader | null = null;

  constructor(config: ReaderConfig) {
    super();
    this.#config = config;
  }

  /** One handler per topic; a second one is a mistake and throws. */
  onBatch(topic: string, handler: BatchHandler): this {
    if (this.#reader !== null) throw new Error(`handler of ${topic} registered after the server began to listen`);
    if (this.#handlers.has(topic)) throw new Error(`${topic} has a handler already`);
    this.#handlers.set(topic, handler);
    return this;
  }

  override addHandler(pattern: unknown): never {
    throw new Error(
      `${JSON.stringify(pattern)}: register Kafka handlers with onBatch, not with Nest's pattern decorators`,
    );
  }

  /** Called by Nest; calls back when the group was joined, or with the error. */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      if (this.#handlers.size === 0) throw new Error('no topic has a handler: call onBatch before listening');
      this.#reader = new GroupReader(this.#config, this.#handlers);
      await this.#reader.start();
    } catch (error) {
      return callback(error);
    }
    callback();
  }

  /** The batches in flight end and are committed, then the group is left. */
  async close(): Promise<void> {
    await this.#reader?.stop();
  }

  health(): ReaderHealth {
    return this.#reader?.health() ?? { ready: false, problems: ['not listening'], partitions: [] };
  }

  on(event: string): never {
    throw new Error(`no event ${event}: health() tells what the server does`);
  }

  unwrap<T = Consumer>(): T {
    if (this.#reader === null) throw new Error('not listening');
    return this.#reader.consumer as T;
  }
}
