import { setImmediate } from 'node:timers/promises';
import { createEvaluator, INDICATORS, type Cell, type Evaluator, type Indicator } from '@duqing/catalogue';
import { Setting, type Deployment } from '@duqing/regions';
import type { Clock } from '@duqing/runtime';
import { foldStates } from '../alerts/fold.ts';
import { currentTable, type TableName } from '../holdings/counts.ts';
import { quartersRead } from '../holdings/quarters.ts';
import { readHoldings } from '../holdings/read.ts';
import type { Balance, BulletinRow, CellQuery, ExplainedEvent, Explanation, Reader } from '../reader.ts';
import type { AlertTransitionRow, RejectRow } from '../schema.ts';
import { readSignals } from '../signals/read.ts';
import type { SignalReport } from '../signals/types.ts';
import type { Store } from '../store/store.ts';
import { BALANCE_QUERY } from './balance.ts';
import { explainCell } from './explain-cell.ts';
import { notesOf, withNotes } from './notes.ts';
import { withPublished } from './published.ts';
import { withFactsAsOf } from './shadow.ts';
import { watermarkOf } from './watermark.ts';

export interface ReaderOptions {
  store: Store;
  deployment: Deployment;
  clock: Clock;
}

/** An as-of that lies beyond what is settled: the store could still change what it says about that moment. */
export class BeyondWatermarkError extends Error {
  override readonly name = 'BeyondWatermarkError';
}

/** The one implementation of `Reader` over a store: cells are evaluated from the facts when they are asked for. */
export function createReader(options: ReaderOptions): Reader {
  return readerOver(options);
}

/** The facts of one moment, made once for many queries. */
interface View {
  /** ms */
  asOf: number;
  table: TableName;
  bulletins: Promise<BulletinRow[]>;
}

type Viewing = ReaderOptions & { view?: View };

function readerOver(options: Viewing): Reader {
  const { store, clock } = options;
  return {
    asOfView: async (asOf, use) => inView(options, { asOf, use }),
    cells: async (query) => cells(options, query),
    explain: async (query) => explain(options, query),
    alerts: async (at) => foldStates(await transitions(store), at ?? clock()),
    transitions: async () => transitions(store),
    signals: async (asOf) => signals(options, asOf),
    rejects: async () => rejects(store),
    balance: async () => store.query<Balance>(BALANCE_QUERY),
    bulletins: async () => bulletins(store),
    notes: async ({ asOf, ...query } = {}) => notesOf(store, { ...query, at: asOf ?? clock() }),
    dataAsOf: async () =>
      store.query(
        `SELECT source, max(received_at) AS receivedAt FROM ledger WHERE received_at <= {now:Int64}
GROUP BY source ORDER BY source`,
        { now: clock() },
      ),
  };
}

async function inView<T>(
  options: Viewing,
  { asOf, use }: { asOf: number; use: (reader: Reader) => Promise<T> },
): Promise<T> {
  const { store, deployment } = options;
  if (options.view?.asOf === asOf) return use(readerOver(options));
  await refuseBeyond(store, asOf);
  await deployment.refresh?.();
  const over = async (table: TableName): Promise<T> =>
    use(readerOver({ ...options, view: { asOf, table, bulletins: bulletins(store) } }));
  return withFactsAsOf(store, { asOf, use: over });
}

interface Scene {
  setting: Setting;
  evaluator: Evaluator;
  table: TableName;
}

/** Sets the scene of one moment, live or as of, and runs `use` in it. */
async function within<T>(
  { store, deployment, clock, view }: Viewing,
  { asOf, by, period, indicators }: Pick<CellQuery, 'asOf' | 'by' | 'period'> & { indicators: readonly Indicator[] },
  use: (scene: Scene) => Promise<T>,
): Promise<T> {
  const held = view !== undefined && view.asOf === asOf ? view : undefined;
  if (asOf !== undefined && !held) await refuseBeyond(store, asOf);
  if (!held) await deployment.refresh?.();
  const at = asOf ?? clock();
  const setting = new Setting(deployment, at);
  const narrowed = period === undefined ? {} : { periods: [period] };
  const over = async (table: TableName): Promise<T> => {
    const holdings = await readHoldings(store, {
      setting,
      indicators,
      table,
      asOf: at,
      ...narrowed,
      ...(by && { by }),
    });
    return use({ setting, evaluator: createEvaluator({ setting, holdings }), table });
  };
  if (held) return over(held.table);
  return asOf === undefined
    ? over(currentTable)
    : withFactsAsOf(store, {
        asOf,
        ...(period !== undefined && { quarters: quartersRead(indicators, { periods: [period], setting }) }),
        use: over,
      });
}

async function refuseBeyond(store: Store, asOf: number): Promise<void> {
  const settled = await watermarkOf(store);
  if (settled !== null && asOf <= settled) return;
  const until = settled === null ? 'nothing is settled yet' : `settled until ${new Date(settled).toISOString()}`;
  throw new BeyondWatermarkError(`as-of ${new Date(asOf).toISOString()} is beyond the watermark: ${until}`);
}

/** The entries that a query's cells depend on: the composite reads them all. */
function neededFor(indicator: string | undefined): readonly Indicator[] {
  const entry = INDICATORS.find(({ id }) => id === indicator);
  return entry && entry.measure.kind !== 'composite' ? [entry] : INDICATORS;
}

async function cells(options: Viewing, query: CellQuery): Promise<Cell[]> {
  const indicators = neededFor(query.indicator);
  const { only } = query;
  const found = await within(options, { ...query, indicators }, async ({ evaluator }) =>
    only ? stepwise(evaluator.cellsBySteps({ ...query, only })) : evaluator.cellsOf(query),
  );
  const at = query.asOf ?? options.clock();
  const sealed = await (options.view?.bulletins ?? bulletins(options.store));
  return withNotes(options.store, withPublished(found, sealed, at), at);
}

/** Lets what else waits in this process have its turn between the steps. */
async function stepwise<T>(steps: Generator<void, T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await setImmediate();
  }
}

async function explain(
  options: ReaderOptions,
  query: { indicator: string; region: string; period: string; asOf?: number },
): Promise<Explanation> {
  const { store } = options;
  const entry = INDICATORS.find(({ id }) => id === query.indicator);
  if (!entry) throw new RangeError(`indicator: unknown id ${query.indicator}`);
  return within(
    options,
    { ...query, indicators: neededFor(query.indicator) },
    async ({ setting, evaluator, table }) => {
      const cell = evaluator.cell(query.indicator, query.region, query.period);
      if (!cell)
        throw new RangeError(`${query.indicator} has no cell for region ${query.region} and period ${query.period}`);
      const explained = partsOf(cell, evaluator).map(async (part) => explainCell(store, { ...part, setting, table }));
      const events = uniqueEvents((await Promise.all(explained)).flat());
      const at = query.asOf ?? options.clock();
      const [shown = cell] = await withNotes(store, withPublished([cell], await bulletins(store), at), at);
      return { ...shown, events };
    },
  );
}

/** A composite is explained by the cells that fail in it, any other cell by itself. */
function partsOf(cell: Cell, evaluator: Evaluator): { cell: Cell; entry: Indicator }[] {
  const failing = cell.composite?.failing.map((named) => failingCell(cell, { named, evaluator })) ?? [cell];
  return failing.flatMap((one) => {
    const entry = INDICATORS.find(({ id }) => id === one?.indicator);
    return one && entry ? [{ cell: one, entry }] : [];
  });
}

/** A city's composite names what fails in a unit `unit/indicator`. */
function failingCell(
  { region, period }: Cell,
  { named, evaluator }: { named: string; evaluator: Evaluator },
): Cell | undefined {
  const [unit = region, indicator = named] = named.includes('/') ? named.split('/') : [];
  return evaluator.cell(indicator, unit, period);
}

function uniqueEvents(events: readonly ExplainedEvent[]): ExplainedEvent[] {
  return [...new Map(events.map((event) => [`${event.source} ${event.id}`, event])).values()];
}

async function signals({ store, deployment, clock }: ReaderOptions, asOf?: number): Promise<SignalReport> {
  if (asOf !== undefined) await refuseBeyond(store, asOf);
  await deployment.refresh?.();
  const setting = new Setting(deployment, asOf ?? clock());
  const over = async (table: TableName): Promise<SignalReport> => (await readSignals(store, { setting, table })).report;
  return asOf === undefined ? over(currentTable) : withFactsAsOf(store, { asOf, use: over });
}

async function transitions(store: Store): Promise<AlertTransitionRow[]> {
  return store.query('SELECT * FROM alert_transitions FINAL ORDER BY at, transition_id');
}

async function rejects(store: Store): Promise<RejectRow[]> {
  return store.query('SELECT * FROM rejects FINAL ORDER BY received_at, topic, partition, offset');
}

async function bulletins(store: Store): Promise<BulletinRow[]> {
  return store.query('SELECT * FROM bulletins FINAL ORDER BY sealed_at, bundle_id');
}
