import { measureContracts } from '@duqing/catalogue';
import type { ValidationContext } from '@duqing/events';
import { Setting, type Deployment } from '@duqing/regions';
import { TransientError, type Batch, type Clock, type OutMessage, type Publisher } from '@duqing/runtime';
import {
  entityRows,
  factsOf,
  insertFacts,
  insertLedger,
  insertRejects,
  sealedUntil,
  StoreError,
  type Facts,
  type LedgerRow,
  type Store,
} from '@duqing/warehouse';
import { changesOf } from './core/changes.ts';
import { sortBatch, type SortedBatch } from './core/sort-batch.ts';

export const INPUT_TOPICS = ['duqing.cases', 'duqing.seizures', 'duqing.intelligence', 'duqing.returns'] as const;
export const DEAD_LETTER_TOPIC = 'duqing.dead-letter';
export const CHANGED_TOPIC = 'duqing.changed';

export interface IngestOptions {
  store: Store;
  publisher: Publisher;
  deployment: Deployment;
  clock: Clock;
  /** whether the extension attribute `receivedtime` is honoured: replays and imports only */
  replay: boolean;
}

/** From messages to the ledger and the facts: one batch at a time, each step durable before the next. */
export class IngestService {
  readonly #options: IngestOptions;
  readonly #measures = new Map(measureContracts().map((contract) => [contract.id, contract]));

  constructor(options: IngestOptions) {
    this.#options = options;
  }

  /**
   * Resolves when everything that the batch says is durable, so that its offsets may be committed. A crash between any two steps
   * is healed by redelivery: the ledger is keyed by coordinates, facts by rank, the dead letter by coordinates.
   */
  async handle(batch: Batch): Promise<void> {
    try {
      const sorted = sortBatch(batch.messages, await this.#context());
      await this.#writeLedger(batch, sorted.ledger);
      await batch.heartbeat();
      const facts = await this.#deriveFacts(sorted.ledger);
      await batch.heartbeat();
      await this.#deadLetter(sorted.rejects);
      await this.#publishChanges(facts);
    } catch (error) {
      throw error instanceof StoreError && error.transient
        ? new TransientError(error.message, { cause: error })
        : error;
    }
  }

  async #context(): Promise<ValidationContext> {
    const { store, deployment, clock, replay } = this.#options;
    const now = clock();
    const { regions, codePattern } = new Setting(deployment, now);
    return { regions, codePattern, measures: this.#measures, now, replay, sealedUntil: await sealedUntil(store) };
  }

  async #writeLedger({ topic, partition, messages }: Batch, rows: LedgerRow[]): Promise<void> {
    const token = [topic, partition, messages[0]?.offset, messages.at(-1)?.offset].join('/');
    await insertLedger(this.#options.store, rows, token);
  }

  /** Facts of the batch's entities from all their ledger rows, the batch's own included. */
  async #deriveFacts(rows: LedgerRow[]): Promise<Facts> {
    const facts = factsOf(await entityRows(this.#options.store, rows));
    await insertFacts(this.#options.store, facts);
    return facts;
  }

  async #deadLetter(rejects: SortedBatch['rejects']): Promise<void> {
    if (rejects.length === 0) return;
    await insertRejects(
      this.#options.store,
      rejects.map(({ row }) => row),
    );
    await this.#options.publisher.publish(DEAD_LETTER_TOPIC, rejects.map(letterOf));
  }

  async #publishChanges(facts: Facts): Promise<void> {
    const changes = changesOf(facts);
    if (changes.length === 0) return;
    await this.#options.publisher.publish(CHANGED_TOPIC, [{ key: null, value: JSON.stringify(changes) }]);
  }
}

/** The original bytes (masked where they hold personal data) with where they stood and why they were refused. */
function letterOf({ row, value, key }: SortedBatch['rejects'][number]): OutMessage {
  return {
    key: key === null ? null : Buffer.from(key).toString('utf8'),
    value: value ?? new Uint8Array(),
    headers: {
      'duqing-topic': row.topic,
      'duqing-partition': String(row.partition),
      'duqing-offset': row.offset,
      'duqing-reason': row.code,
      'duqing-field': row.field,
      ...(value === null && { 'duqing-null-value': 'true' }),
    },
  };
}
