import { TransientError, type BatchHandler } from '@duqing/runtime';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { createClient } from './client.ts';
import { silent, type KafkaConfig, type KafkaLog } from './config.ts';
import { keepMembership } from './lease.ts';
import { toRawMessage } from './message.ts';
import { Partitions, type BackOff, type PartitionReport, type Place } from './partitions.ts';

export interface ReaderConfig extends KafkaConfig {
  groupId: string;
  /** of one partition in one fetch, as compressed; one message that is larger comes alone. 1 MiB by default */
  maxBytesPerPartition?: number;
  /** of one fetch over all partitions, as compressed: nothing is fetched while handlers work on it. 8 MiB by default */
  maxBytes?: number;
  /** partitions worked on at the same moment; 1 by default */
  concurrency?: number;
  /** a member not heard of for this long loses its partitions; 10 000 by default */
  sessionMs?: number;
  /** how long a rebalance waits for a busy handler; 60 000 by default */
  rebalanceMs?: number;
  /** pauses before a batch refused with a TransientError comes again; from 250 to 30 000 by default */
  backOff?: BackOff;
  /** told of offsets that the broker passed over, before they are committed; where it throws they come again */
  onPassed?: (passed: PassedOver) => Promise<void>;
}

/** Offsets, both inclusive, under which the broker hands out nothing: markers of transactions and what was aborted. */
export interface PassedOver extends Place {
  first: string;
  last: string;
}

export interface ReaderHealth {
  /** false while not a member of the group, or when any partition is stopped */
  ready: boolean;
  /** why not ready, in English, one entry per fault */
  problems: string[];
  partitions: PartitionReport[];
}

/** A process that died holds its partitions for this long. */
const defaultSessionMs = 10_000;

/** Pause before a consumer that gave up is started anew. */
const revival: BackOff = { firstMs: 500, maxMs: 15_000 };

/** A start that never joined is given up after so many tries. */
const mostFirstTries = 5;

/** One member of a consumer group: hands batches to handlers, commits after them, in order, skipping nothing. */
export class GroupReader {
  readonly #config: ReaderConfig;
  readonly #handlers: ReadonlyMap<string, BatchHandler>;
  readonly #consumer: Consumer;
  readonly #partitions: Partitions;
  readonly #log: KafkaLog;
  /** null = a member; else why not */
  #outside: string | null = 'not started';
  /** a rebalance is due: what else was fetched is left for after it */
  #rejoining = false;
  #closing = false;
  #crashes = 0;
  /** monotonic ms of the last sign of the group's coordinator */
  #heardAt = 0;
  readonly #firstJoin = Promise.withResolvers<void>();
  #starting: Promise<void> = Promise.resolve();
  #revivalTimer: NodeJS.Timeout | undefined;

  constructor(config: ReaderConfig, handlers: ReadonlyMap<string, BatchHandler>) {
    this.#config = config;
    this.#handlers = handlers;
    this.#log = config.log ?? silent;
    this.#partitions = new Partitions(config.backOff ?? { firstMs: 250, maxMs: 30_000 });
    this.#consumer = this.#createConsumer();
  }

  get consumer(): Consumer {
    return this.#consumer;
  }

  /** Resolves when the group was joined; throws where that fails, by name where a topic does not exist. */
  async start(): Promise<void> {
    await this.#consumer.connect();
    // a new group begins at the first message that is kept: none is skipped
    await this.#consumer.subscribe({ topics: [...this.#handlers.keys()], fromBeginning: true });
    await this.#run();
    await this.#firstJoin.promise;
  }

  /** The batches in flight end and are committed, then the group is left. */
  async stop(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#revivalTimer);
    await this.#starting.catch(() => undefined);
    await this.#consumer.disconnect();
    this.#partitions.clearTimers();
    this.#outside = 'closed';
  }

  health(): ReaderHealth {
    const partitions = this.#partitions.report();
    const stopped = partitions.flatMap((one) =>
      one.state === 'stopped' ? [`${one.topic}/${one.partition} stopped: ${one.reason}`] : [],
    );
    const outside = this.#outside ?? this.#silence();
    const problems = outside === null ? stopped : [`not a member of ${this.#config.groupId}: ${outside}`, ...stopped];
    return { ready: problems.length === 0, problems, partitions };
  }

  /** Who is not heard for a session has lost the membership, even while the client still tries. */
  #silence(): string | null {
    const silentMs = performance.now() - this.#heardAt;
    return silentMs > this.#sessionMs() ? `no answer from the broker for ${Math.round(silentMs / 1000)} s` : null;
  }

  #sessionMs(): number {
    return this.#config.sessionMs ?? defaultSessionMs;
  }

  #createConsumer(): Consumer {
    const { groupId, maxBytesPerPartition = 2 ** 20, maxBytes = 2 ** 23, rebalanceMs = 60_000 } = this.#config;
    const consumer = createClient(this.#config).consumer({
      groupId,
      maxBytesPerPartition,
      maxBytes,
      sessionTimeout: this.#sessionMs(),
      rebalanceTimeout: rebalanceMs,
      heartbeatInterval: this.#heartbeatMs(),
      // also how long an idle member takes to stop, and a partition to go on after its pause
      maxWaitTimeInMs: 300,
      readUncommitted: false,
      allowAutoTopicCreation: false,
      // kafkajs restarts only after some faults; we after all, and not while closing
      retry: {
        initialRetryTime: 100,
        multiplier: 2,
        factor: 0.2,
        maxRetryTime: 2000,
        retries: 6,
        restartOnFailure: async () => false,
      },
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.#joined(payload.memberAssignment));
    consumer.on(consumer.events.HEARTBEAT, () => void (this.#heardAt = performance.now()));
    consumer.on(consumer.events.CRASH, ({ payload }) => this.#crashed(payload.error));
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => this.#passed(payload));
    return consumer;
  }

  #heartbeatMs(): number {
    return Math.min(3000, Math.floor(this.#sessionMs() / 3));
  }

  #run(): Promise<void> {
    const { concurrency = 1 } = this.#config;
    this.#starting = this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: concurrency,
      eachBatch: (payload) => this.#eachBatch(payload),
    });
    return this.#starting;
  }

  #joined(assigned: Record<string, number[]>): void {
    this.#outside = null;
    this.#heardAt = performance.now();
    this.#firstJoin.resolve();
    this.#rejoining = false;
    this.#crashes = 0;
    this.#partitions.keepOnly(assigned).forEach((place) => this.#resume(place));
    this.#log.info({ groupId: this.#config.groupId, assigned }, 'joined the consumer group');
  }

  #crashed(error: Error): void {
    this.#outside = error.message;
    if (this.#closing) return;
    const pauseMs = Math.min(revival.firstMs * 2 ** this.#crashes, revival.maxMs);
    this.#crashes += 1;
    if (this.#crashes >= mostFirstTries) this.#firstJoin.reject(error);
    this.#log.error(
      { groupId: this.#config.groupId, err: error, pauseMs },
      'left the consumer group, coming back after a pause',
    );
    this.#revivalTimer = setTimeout(() => void this.#revive(), pauseMs);
  }

  async #revive(): Promise<void> {
    try {
      await this.#run();
    } catch (error) {
      this.#crashed(error as Error);
    }
  }

  async #eachBatch(payload: EachBatchPayload): Promise<void> {
    const { topic, partition, messages: fetched } = payload.batch;
    const place = { topic, partition };
    if (!payload.isRunning() || payload.isStale() || this.#rejoining) return;
    if (this.#partitions.isHeld(place)) return void payload.pause();
    const messages = this.#partitions.sameEnd(place, fetched);
    const lastOffset = messages.at(-1)?.offset;
    const handler = this.#handlers.get(topic);
    if (lastOffset === undefined || handler === undefined) return;
    const lease = keepMembership(payload, this.#heartbeatMs());
    try {
      const raw = messages.map((message) => toRawMessage(topic, partition, message));
      await handler({ topic, partition, messages: raw, heartbeat: () => lease.heartbeat() });
    } catch (error) {
      if (lease.lost === null) return this.#refused(payload, { lastOffset, error });
    } finally {
      lease.end();
    }
    if (lease.lost !== null) throw lease.lost;
    await this.#acknowledge(payload, lastOffset);
    if (lease.rebalance !== null) {
      this.#rejoining = true;
      throw lease.rebalance;
    }
  }

  /** Commit first: where it fails the position stays, and the batch comes again. */
  async #acknowledge(
    { batch, commitOffsetsIfNecessary, resolveOffset }: EachBatchPayload,
    lastOffset: string,
  ): Promise<void> {
    const { topic, partition, highWatermark } = batch;
    // behind the last message there may be markers of transactions, which are nobody's to handle
    const last = lastOffset === batch.messages.at(-1)?.offset ? batch.lastOffset() : lastOffset;
    await this.#tellPassed({
      topic,
      partition,
      first: fetchedFrom(batch),
      last: before(batch.messages[0]?.offset ?? last),
    });
    await this.#tellPassed({ topic, partition, first: after(lastOffset), last });
    const next = after(last);
    await commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: next }] }] });
    resolveOffset(lastOffset);
    this.#partitions.committed({ topic, partition }, { next, end: highWatermark });
  }

  #refused({ batch, pause }: EachBatchPayload, { lastOffset, error }: { lastOffset: string; error: unknown }): void {
    const place = { topic: batch.topic, partition: batch.partition };
    const reason = error instanceof Error ? error.message : String(error);
    pause();
    if (error instanceof TransientError) {
      const retry = this.#partitions.retryLater(place, { lastOffset, reason, resume: () => this.#resume(place) });
      this.#log.warn({ ...place, ...retry, err: error }, 'batch refused for now, comes again');
    } else {
      this.#partitions.stop(place, reason);
      this.#log.error({ ...place, lastOffset, err: error }, 'batch refused, partition stopped');
    }
  }

  #resume({ topic, partition }: Place): void {
    // without a group there is nothing to resume: a new membership begins without pauses
    if (this.#outside === null && !this.#closing) this.#consumer.resume([{ topic, partitions: [partition] }]);
  }

  async #tellPassed(passed: PassedOver): Promise<void> {
    if (BigInt(passed.first) <= BigInt(passed.last)) await this.#config.onPassed?.(passed);
  }

  /** Nothing but markers or aborted messages: no handler hears of it, the committed position moves all the same. */
  async #passed(done: Place & { batchSize: number; firstOffset: string | null; lastOffset: string }): Promise<void> {
    const { topic, partition, batchSize, firstOffset, lastOffset } = done;
    if (batchSize > 0 || this.#closing || this.#partitions.isHeld(done)) return;
    const next = after(lastOffset);
    try {
      await this.#tellPassed({ topic, partition, first: firstOffset ?? lastOffset, last: lastOffset });
      await this.#consumer.commitOffsets([{ topic, partition, offset: next }]);
      this.#partitions.committed(done, { next, end: next });
    } catch (error) {
      this.#log.warn({ topic, partition, err: error }, 'position after aborted messages not committed');
    }
  }
}

function after(offset: string): string {
  return String(BigInt(offset) + 1n);
}

function before(offset: string): string {
  return String(BigInt(offset) - 1n);
}

/** Where a fetch began, which kafkajs keeps with its batch but does not declare. */
function fetchedFrom(batch: EachBatchPayload['batch'] & { fetchedOffset?: unknown }): string {
  const { fetchedOffset, messages } = batch;
  return fetchedOffset === undefined ? (messages[0]?.offset ?? '0') : String(fetchedOffset);
}
