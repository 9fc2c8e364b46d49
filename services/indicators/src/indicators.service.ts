import { createEvaluator, INDICATORS, type Cell } from '@duqing/catalogue';
import { dayOf } from '@duqing/calendar';
import { Setting, type Deployment } from '@duqing/regions';
import { StoreError, currentTable, insertVintages, latestVintages, readHoldings, type Store } from '@duqing/warehouse';
import { TransientError, type Batch, type Clock, type Publisher } from '@duqing/runtime';
import { touchedCells, type CellKey, type Change } from './core/touched.ts';
import { changedCells } from './core/vintages.ts';

export const INDICATORS_TOPIC = 'duqing.indicators';

/** Cell keys in one message: keeps it well under the broker's limit. */
const KEYS_PER_MESSAGE = 5_000;

export interface IndicatorsOptions {
  store: Store;
  publisher: Publisher;
  deployment: Deployment;
  clock: Clock;
}

/** Recomputes the cells that changes touch, appends a vintage of those that differ, and tells which were touched. */
export class IndicatorsService {
  readonly #options: IndicatorsOptions;

  constructor(options: IndicatorsOptions) {
    this.#options = options;
  }

  /** Of a batch of `duqing.changed`; doing it twice appends nothing the second time. */
  async handle(batch: Batch): Promise<void> {
    const changes = batch.messages.flatMap(
      ({ value }) => JSON.parse(Buffer.from(value ?? '[]').toString('utf8')) as Change[],
    );
    await this.recompute((setting) => touchedCells(changes, { setting, today: dayOf(this.#options.clock()) }));
  }

  /** Evaluates the cells that `select` names with one reading of the facts, and publishes them all, changed or not. */
  async recompute(select: (setting: Setting) => CellKey[]): Promise<Cell[]> {
    const { store, deployment, clock } = this.#options;
    try {
      const asOf = clock();
      const setting = new Setting(deployment, asOf);
      const keys = select(setting);
      const holdings = await readHoldings(store, { setting, indicators: INDICATORS, table: currentTable, asOf });
      const evaluator = createEvaluator({ setting, holdings });
      const cells = keys.flatMap(({ indicator, region, period }) => evaluator.cell(indicator, region, period) ?? []);
      const changed = changedCells(cells, await latestVintages(store));
      await insertVintages(store, { cells: changed, asOf, computedAt: clock() });
      await this.#publish(keys);
      return changed;
    } catch (error) {
      throw error instanceof StoreError && error.transient
        ? new TransientError(error.message, { cause: error })
        : error;
    }
  }

  async #publish(keys: CellKey[]): Promise<void> {
    const messages = [];
    for (let start = 0; start < keys.length; start += KEYS_PER_MESSAGE)
      messages.push({ key: null, value: JSON.stringify(keys.slice(start, start + KEYS_PER_MESSAGE)) });
    if (messages.length > 0) await this.#options.publisher.publish(INDICATORS_TOPIC, messages);
  }
}
