import { setImmediate as otherWork } from 'node:timers/promises';
import { measureContracts } from '@duqing/catalogue';
import type { ValidationContext } from '@duqing/events';
import { Setting, type Deployment } from '@duqing/regions';
import { inTurn, type Batch, type Clock, type Publisher } from '@duqing/runtime';
import {
  asTransient,
  entityRowsOfEach,
  factsOf,
  factsTogether,
  insertFacts,
  insertLedger,
  insertOffsetGaps,
  insertRejects,
  removeRefused,
  sealedUntil,
  StoreError,
  type Facts,
  type LedgerRow,
  type Store,
} from '@duqing/warehouse';
import { changesOf } from './core/changes.ts';
import {
  advance,
  tripText,
  TooManyRejectsError,
  UNTRIED,
  type BreakerLimits,
  type BreakerState,
} from './core/breaker.ts';
import { gapsOf } from './core/gaps.ts';
import { letterOf } from './core/letter.ts';
import { insertApart } from './core/refused.ts';
import { sortBatch, withRefused, type SortedBatch } from './core/sort-batch.ts';
import type { Handled } from './measures.ts';
import { Together } from './together.ts';

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
  /** when a partition that refuses too much is stopped; absent = never, as in a replay of files */
  breaker?: BreakerLimits;
  /** told of every batch that was handled to its end */
  onHandled?: (batch: Handled) => void;
}

/** A batch on its way, with what it is judged by. */
interface Work {
  batch: Batch;
  context: ValidationContext;
  sorted: SortedBatch;
}

/** Rows for the ledger under the token of their batch. */
interface LedgerWrite {
  rows: readonly LedgerRow[];
  token: string;
}

/** Messages sorted without a break: what the store answers meanwhile waits no longer. */
const SORTED_AT_ONCE = 250;

/**
 * From messages to the ledger and the facts, each step of a batch durable before the next. While the store is busy with some batches
 * others are sorted, one after the other; those that are ready by the time that it is free are stored by one statement.
 */
export class IngestService {
  readonly #options: IngestOptions;
  readonly #measures = new Map(measureContracts().map((contract) => [contract.id, contract]));
  readonly #breakers = new Map<string, BreakerState>();
  readonly #sorting = inTurn();
  readonly #ledger = new Together<LedgerWrite, undefined>(async (writes) => this.#insertLedger(writes));
  readonly #facts = new Together<readonly LedgerRow[], Facts>(async (batches) => this.#insertFacts(batches));

  constructor(options: IngestOptions) {
    this.#options = options;
  }

  /**
   * Resolves when everything that the batch says is durable, so that its offsets may be committed. A crash between any two steps
   * is healed by redelivery: the ledger is keyed by coordinates, facts by rank, the dead letter by coordinates. Throws a
   * TooManyRejectsError, before anything is dead-lettered, where a limit of rejects is broken.
   */
  async handle(batch: Batch): Promise<void> {
    const begun = performance.now();
    try {
      const context = await this.#context();
      const sorted = await this.#sorting(async () => sortInSteps(batch.messages, context));
      const tried = this.#guard(batch, sorted);
      const stored = await this.#writeLedger({ batch, context, sorted });
      const breaker = stored === sorted ? tried : this.#guard(batch, stored);
      await batch.heartbeat();
      const { facts, kept } = await this.#deriveFacts({ batch, context, sorted: stored });
      await batch.heartbeat();
      await this.#deadLetter(kept.rejects);
      await insertOffsetGaps(this.#options.store, gapsOf(batch.messages));
      await this.#publishChanges(facts, earliest(kept.ledger));
      this.#breakers.set(placeOf(batch), breaker);
      this.#options.onHandled?.(handledOf(batch, kept, performance.now() - begun));
    } catch (error) {
      throw asTransient(error);
    }
  }

  /** The partition's memory after the batch; throws where it refuses too much. */
  #guard(batch: Batch, { rejects }: SortedBatch): BreakerState {
    const state = this.#breakers.get(placeOf(batch)) ?? UNTRIED;
    const { breaker } = this.#options;
    if (breaker === undefined) return state;
    const refused = new Map(rejects.map(({ row }) => [row.offset, row.code]));
    const outcomes = batch.messages.map(({ offset }) => ({ offset, rejected: refused.has(offset) }));
    const next = advance(state, outcomes, breaker);
    if (next.trip) throw new TooManyRejectsError(tripText(next.trip, { ...batch, codes: [...refused.values()] }));
    return next.state;
  }

  async #context(): Promise<ValidationContext> {
    const { store, deployment, clock, replay } = this.#options;
    await deployment.refresh?.();
    const now = clock();
    const { regions, codePattern, substances } = new Setting(deployment, now);
    const sealed = replay ? await sealedUntil(store) : null;
    return { regions, codePattern, substances, measures: this.#measures, now, replay, sealedUntil: sealed };
  }

  /** The batch with the rows that the store refuses moved to the rejects. */
  async #writeLedger({ batch, context, sorted }: Work): Promise<SortedBatch> {
    const { topic, partition, messages } = batch;
    const write = (rows: readonly LedgerRow[]): LedgerWrite => {
      // the whole has the token of the batch, whatever was refused of it; a part that of its own ends
      const [first, last] =
        rows.length === sorted.ledger.length ? [messages[0], messages.at(-1)] : [rows[0], rows.at(-1)];
      return { rows, token: [topic, partition, first?.offset, last?.offset].join('/') };
    };
    try {
      await this.#ledger.add(write(sorted.ledger));
      return sorted;
    } catch (error) {
      if (!isFinal(error)) throw error;
      // it need not be a row of this batch
      const refused = await insertApart(sorted.ledger, async (rows) => void (await this.#insertLedger([write(rows)])));
      return withRefused(sorted, refused, { messages, context });
    }
  }

  async #insertLedger(writes: readonly LedgerWrite[]): Promise<undefined[]> {
    const token = writes.map((write) => write.token).join(' ');
    await insertLedger(
      this.#options.store,
      writes.flatMap(({ rows }) => rows),
      token,
    );
    return writes.map(() => undefined);
  }

  /**
   * Facts of the batch's entities from all their ledger rows, the batch's own included. A row whose facts the store refuses is
   * dead-lettered and then taken out of the ledger; a case's two tables have the same columns, so it left nothing in one of them.
   */
  async #deriveFacts({ batch, context, sorted }: Work): Promise<{ facts: Facts; kept: SortedBatch }> {
    const { store } = this.#options;
    try {
      return { facts: await this.#facts.add(sorted.ledger), kept: sorted };
    } catch (error) {
      if (!isFinal(error)) throw error;
      const refused = await insertApart(sorted.ledger, async (rows) => insertFacts(store, factsOf(rows)));
      if (refused.length === 0) return { facts: await this.#factsAlone(sorted), kept: sorted };
      const kept = withRefused(sorted, refused, { messages: batch.messages, context });
      this.#guard(batch, kept);
      await this.#deadLetter(kept.rejects);
      await removeRefused(
        store,
        refused.map(({ row }) => row),
      );
      return { facts: await this.#factsAlone(kept), kept };
    }
  }

  async #factsAlone({ ledger }: SortedBatch): Promise<Facts> {
    return factsTogether(await this.#insertFacts([ledger]));
  }

  async #insertFacts(batches: readonly (readonly LedgerRow[])[]): Promise<Facts[]> {
    const { store } = this.#options;
    const facts = (await entityRowsOfEach(store, batches)).map(factsOf);
    await insertFacts(store, factsTogether(facts));
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

  async #publishChanges(facts: Facts, since: number): Promise<void> {
    const changes = changesOf(facts, since);
    if (changes.length === 0) return;
    await this.#options.publisher.publish(CHANGED_TOPIC, [{ key: null, value: JSON.stringify(changes) }]);
  }
}

async function sortInSteps(messages: Batch['messages'], context: ValidationContext): Promise<SortedBatch> {
  const sorted: SortedBatch = { ledger: [], rejects: [] };
  for (let start = 0; start < messages.length; start += SORTED_AT_ONCE) {
    const { ledger, rejects } = sortBatch(messages.slice(start, start + SORTED_AT_ONCE), context);
    sorted.ledger.push(...ledger);
    sorted.rejects.push(...rejects);
    await otherWork();
  }
  return sorted;
}

/** The store's word for good, for this statement. */
function isFinal(error: unknown): error is StoreError {
  return error instanceof StoreError && !error.transient;
}

function earliest(rows: readonly LedgerRow[]): number {
  return rows.reduce((least, { received_at }) => Math.min(least, received_at), Infinity);
}

function handledOf({ topic }: Batch, { ledger, rejects }: SortedBatch, tookMs: number): Handled {
  const refused = rejects.map(({ row: { code, source } }) => ({ code, source }));
  return { topic, stored: ledger.length, rejects: refused, tookMs };
}

function placeOf({ topic, partition }: Batch): string {
  return `${topic}/${partition}`;
}
