import type { Cell } from '@duqing/catalogue';
import { dayOf, quarterOfDay } from '@duqing/calendar';
import { Setting, type Deployment } from '@duqing/regions';
import {
  asTransient,
  currentTable,
  firstQuarterHeld,
  insertVintages,
  periodsWithVintages,
  quartersRead,
  recordApplied,
  recordMoments,
  unappliedVersions,
  vintageMoments,
  vintagesAt,
  withFactsAsOf,
  writeDimensions,
  type RecordedVersion,
  type Store,
} from '@duqing/warehouse';
import type { Batch, Clock, Publisher } from '@duqing/runtime';
import {
  batchesOf,
  earlierQuarter,
  entriesRead,
  evaluated,
  quartersBetween,
  type CellKey,
  type Change,
} from '@duqing/outlook';
import { selectKeys } from './core/select.ts';
import { turningMoments, versionMoments } from './core/tick.ts';
import { changedCells, coverOf, goneCells } from './core/vintages.ts';

export const INDICATORS_TOPIC = 'duqing.indicators';

/** Cell keys in one message: keeps it well under the broker's limit. */
const KEYS_PER_MESSAGE = 5_000;

export interface IndicatorsOptions {
  store: Store;
  publisher: Publisher;
  deployment: Deployment;
  clock: Clock;
}

/** One moment whose vintages are to equal a recompute. */
interface Pass {
  asOf: number;
  /** the moment passed before it; undefined where there was none, or where this one was passed already */
  after: number | undefined;
  changes: readonly Change[];
  /** a version of the configuration known by then is not in the vintages yet */
  isReconfigured: boolean;
  computedAt: number;
}

/** What a pass is made for. */
interface Work {
  changes: readonly Change[];
  recorded: readonly RecordedVersion[];
  now: number;
}

/** Keeps the vintages equal to a recompute from the ledger at every moment that was passed, and tells which cells were looked at. */
export class IndicatorsService {
  readonly #options: IndicatorsOptions;
  /** first quarter in which anything is held: it only ever moves back, by a change that says so */
  #first: string | null = null;

  constructor(options: IndicatorsOptions) {
    this.#options = options;
  }

  /** Of a batch of `duqing.changed`; doing it twice appends nothing the second time. */
  async handle(batch: Batch): Promise<void> {
    await this.settle(
      batch.messages.flatMap(({ value }) => JSON.parse(Buffer.from(value ?? '[]').toString('utf8')) as Change[]),
    );
  }

  /**
   * Recomputes what the changes touch and what the days since the last pass turned, now; and, where a record was received before an
   * earlier moment, what it touches at each moment from then on. A version of the configuration that was recorded since, or whose
   * recompute was cut off, recomputes everything from its moment on. Gives how many cells say something new now.
   */
  async settle(changes: readonly Change[] = []): Promise<number> {
    const { store, deployment, clock } = this.#options;
    try {
      await deployment.refresh?.();
      const now = clock();
      const recorded = await unappliedVersions(store, now);
      const passes = await this.#passes({ changes, recorded, now });
      let changed = 0;
      for (const pass of passes) {
        const found = await this.#pass(pass, now);
        if (pass.asOf === now) changed = found;
      }
      const [pass] = passes;
      if (pass) await recordMoments(store, { moments: passes.map(({ asOf }) => asOf), computedAt: pass.computedAt });
      await this.#applied(recorded, now);
      return changed;
    } catch (error) {
      throw asTransient(error);
    }
  }

  /** Written last: what was cut off before is found again. */
  async #applied(recorded: readonly RecordedVersion[], now: number): Promise<void> {
    if (recorded.length === 0) return;
    const { store, deployment } = this.#options;
    await writeDimensions(store, { setting: new Setting(deployment, now), writtenAt: now });
    await recordApplied(store, { ids: recorded.map(({ id }) => id), at: now });
  }

  /** Moments in order: those passed before that a late receipt reaches, days of the calendar since the last, and now. */
  async #passes({ changes, recorded, now }: Work): Promise<Pass[]> {
    const { store, deployment } = this.#options;
    const { moments: held, computedAt: last } = await vintageMoments(store);
    const known = Math.min(...recorded.filter(({ part }) => part !== 'roster').map(({ at }) => at));
    const since = Math.min(known, ...changes.map((change) => sinceOf(change, now)), now);
    const before = held.findLast((moment) => moment < now);
    const turning = before === undefined ? [] : turnedBetween(deployment, { after: before, before: now });
    const moments = [...new Set([...held.filter((moment) => moment >= since), ...turning, now])].sort((a, b) => a - b);
    const computedAt = Math.max(now, last + 1);
    return moments.map((asOf, index) => {
      const previous = [...held.filter((moment) => moment < asOf), ...moments.slice(0, index)].reduce(
        (latest, moment) => Math.max(latest, moment),
        -Infinity,
      );
      const isNew = !held.includes(asOf) && previous > -Infinity;
      return {
        asOf,
        after: isNew ? previous : undefined,
        changes: changes.filter((change) => sinceOf(change, now) <= asOf),
        isReconfigured: known <= asOf,
        computedAt,
      };
    });
  }

  async #pass(pass: Pass, now: number): Promise<number> {
    const { store, deployment } = this.#options;
    const setting = new Setting(deployment, pass.asOf);
    const today = dayOf(pass.asOf);
    this.#first ??= await firstQuarterHeld(store);
    for (const { quarter } of pass.changes) if (this.#first === null || quarter < this.#first) this.#first = quarter;
    const quarters = quartersBetween(earlierQuarter(this.#first, today), quarterOfDay(today));
    const held = new Set(await periodsWithVintages(store, pass.asOf));
    return this.#write(pass, { periods: selectKeys({ ...pass, setting, deployment, quarters, held }), now });
  }

  /** A batch of cells after another, so that memory is bounded by the batch; gives how many say something new. */
  async #write(pass: Pass, { periods, now }: { periods: Iterable<CellKey[]>; now: number }): Promise<number> {
    const { store, deployment } = this.#options;
    const setting = new Setting(deployment, pass.asOf);
    let changed = 0;
    for (const batch of batchesOf(periods)) {
      const cells = await this.#evaluate(setting, { keys: batch, isNow: pass.asOf === now });
      const held = await vintagesAt(store, { asOf: pass.asOf, within: coverOf(batch) });
      const found = changedCells([...cells, ...goneCells(batch, { cells, held, asOf: pass.asOf })], held);
      await insertVintages(store, { cells: found, ...pass });
      if (pass.asOf === now) await this.#publish(batch, now);
      changed += found.length;
    }
    return changed;
  }

  async #evaluate(setting: Setting, { keys, isNow }: { keys: readonly CellKey[]; isNow: boolean }): Promise<Cell[]> {
    const { store } = this.#options;
    const { asOf } = setting;
    const over = async (table: typeof currentTable): Promise<Cell[]> =>
      (await evaluated(store, { setting, table, keys }))(keys);
    if (isNow) return over(currentTable);
    const periods = [...new Set(keys.map(({ period }) => period))];
    const quarters = quartersRead(entriesRead(keys), { periods, setting });
    return withFactsAsOf(store, { asOf, quarters, use: over });
  }

  async #publish(keys: readonly CellKey[], began: number): Promise<void> {
    const headers = { 'duqing-began': String(began) };
    const messages = [];
    for (let start = 0; start < keys.length; start += KEYS_PER_MESSAGE)
      messages.push({ key: null, value: JSON.stringify(keys.slice(start, start + KEYS_PER_MESSAGE)), headers });
    if (messages.length > 0) await this.#options.publisher.publish(INDICATORS_TOPIC, messages);
  }
}

/** Moments between two at which the calendar turns something, as it was known at either of them, or a version comes into force. */
function turnedBetween(deployment: Deployment, between: { after: number; before: number }): number[] {
  const known = [between.after, between.before].flatMap((at) => turningMoments(new Setting(deployment, at), between));
  return [...known, ...versionMoments(deployment, between)];
}

/** A change whose receipt is not known, or lies ahead of this clock, is one of now. */
function sinceOf({ since }: Change, now: number): number {
  return Math.min(since ?? now, now);
}
