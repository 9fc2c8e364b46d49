import type { RawMessage } from '@duqing/events';
import { TransientError, type BatchHandler, type OutMessage, type Publisher } from './bus.ts';
import type { Clock } from './clock.ts';

/** Messages a handler is given at a time. */
const BATCH = 2_000;
/** Tries of a batch that fails for a transient reason, and the pause before each next one in ms. */
const PAUSES = [50, 200, 1_000, 5_000];

/** An in-process stand-in for a broker: one partition a topic, offsets in sequence, at least once, order kept. */
export interface MemoryBus extends Publisher {
  /** One handler a topic; messages published before are not delivered to it. */
  subscribe(topic: string, handler: BatchHandler): void;
  /** Resolves when every message published so far is handled; rejects with the error that stopped a topic. */
  idle(): Promise<void>;
}

export interface MemoryBusOptions {
  /** offset of the first message of a topic: one after the last that the store has seen */
  firstOffset: (topic: string) => Promise<bigint>;
  clock: Clock;
  /** under which messages stand; default 0 */
  partition?: number;
  /** how a pause is made between tries; default a timer */
  pause?: (ms: number) => Promise<void>;
}

/** Messages without a subscriber are counted and dropped; a handler's final error stops its topic for good. */
export function createMemoryBus(options: MemoryBusOptions): MemoryBus {
  const topics = new Map<string, Topic>();
  return {
    publish: async (name, messages) => topics.get(name)?.add(messages),
    subscribe: (name, handler) => void topics.set(name, new Topic(name, handler, options)),
    idle: async () => settled(topics),
  };
}

/** Work of one topic may publish to another: done only when a whole round finds nothing left. */
async function settled(topics: ReadonlyMap<string, Topic>): Promise<void> {
  let handled = -1;
  for (let now = 0; handled !== now; now = count(topics)) {
    handled = count(topics);
    await Promise.all([...topics.values()].map(async (topic) => topic.settle()));
  }
}

function count(topics: ReadonlyMap<string, Topic>): number {
  return [...topics.values()].reduce((sum, { added }) => sum + added, 0);
}

class Topic {
  added = 0;
  readonly #name: string;
  readonly #handler: BatchHandler;
  readonly #options: MemoryBusOptions;
  readonly #partition: number;
  readonly #waiting: RawMessage[] = [];
  #next: bigint | undefined;
  #stored: Promise<void> = Promise.resolve();
  #work: Promise<void> = Promise.resolve();

  // oxlint-disable-next-line max-params
  constructor(name: string, handler: BatchHandler, options: MemoryBusOptions) {
    this.#name = name;
    this.#handler = handler;
    this.#options = options;
    this.#partition = options.partition ?? 0;
  }

  /** Takes its place in line at once: order is that of the calls, also while the first offset is still being read. */
  async add(messages: readonly OutMessage[]): Promise<void> {
    this.added += messages.length;
    const stored = this.#stored.then(async () => this.#append(messages));
    this.#stored = stored.catch(() => undefined);
    this.#work = this.#handleAfter(this.#work, this.#stored);
    this.#work.catch(() => undefined);
    await stored;
  }

  /** A failure of earlier work is this one's too: a stopped topic stays stopped. */
  async #handleAfter(earlier: Promise<void>, stored: Promise<void>): Promise<void> {
    await earlier;
    await stored;
    await this.#drain();
  }

  async #append(messages: readonly OutMessage[]): Promise<void> {
    this.#next ??= await this.#options.firstOffset(this.#name);
    for (const message of messages) {
      this.#waiting.push(this.#raw(message, this.#next));
      this.#next += 1n;
    }
  }

  async settle(): Promise<void> {
    await this.#work;
  }

  #raw({ key, value, headers = {} }: OutMessage, offset: bigint): RawMessage {
    const entries = Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)] as const);
    return {
      topic: this.#name,
      partition: this.#partition,
      offset: offset.toString(),
      key: key === null ? null : Buffer.from(key),
      value: typeof value === 'string' ? Buffer.from(value) : value,
      headers: Object.fromEntries(entries),
      appendedAt: this.#options.clock(),
    };
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const messages = this.#waiting.slice(0, BATCH);
      await this.#handle(messages);
      this.#waiting.splice(0, messages.length);
    }
  }

  async #handle(messages: RawMessage[]): Promise<void> {
    const batch = { topic: this.#name, partition: this.#partition, messages, heartbeat: async () => undefined };
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.#handler(batch);
      } catch (error) {
        const pause = PAUSES[tries];
        if (!(error instanceof TransientError) || pause === undefined) throw error;
        await (this.#options.pause ?? timer)(pause);
      }
    }
  }
}

async function timer(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
