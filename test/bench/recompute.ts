import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IndicatorsService, type Change } from '@duqing/indicators';
import { Setting, type Deployment } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import { createReader, migrate, openStore, type Store } from '@duqing/warehouse';
import { fastestMs, rounded, type Bench, type BenchOptions, type BenchRow } from './bench.ts';
import { countryOf } from './country.ts';
import { fillFacts, fillReturns, TOUCHED_QUARTER, type Shape } from './facts.ts';

const NOW = Date.parse('2026-10-15T08:00:00+08:00');
const RUNS = 9;
/** What a touched cell of one size may take, the facts being ten times as many. */
const TOUCHED_GOAL = 1.3;
const EVENTS = ['facts_case_filed', 'facts_case_solved', 'facts_seizure', 'facts_intelligence'];

interface Measured {
  total: number;
  touched: number;
  everything: number;
  cells: number;
  cell: number;
  byHand: number;
  /** MiB held by the process after the measuring: engine, cells and all */
  memory: number;
}

/** Recompute of one touched county-quarter (all indicators) and of everything, over 24 quarters. */
export const recompute: Bench = async (options) => {
  const sizes = options.full ? [100_000, 1_000_000, 10_000_000] : [100_000, 1_000_000];
  const deployment = await loadDeployment('demo');
  const rows: BenchRow[] = [];
  const isAsked = (part: string): boolean => options.only === undefined || options.only === part;
  for (const shape of (['same-cell', 'even'] as const).filter(isAsked)) {
    const found: Measured[] = [];
    for (const total of sizes) found.push(await measured({ deployment, total, shape, options }));
    rows.push(...found.flatMap((one, index) => rowsOf(shape, one, found[index - 1])));
  }
  return isAsked('country') ? [...rows, ...(await country({ deployment, options }))] : rows;
};

/** Areas of a country, each with all items over 24 quarters; a tenth of them in a short run. */
const AREAS = 3_000;

/** Everything of a country, all returns among it: the time by area is beside the time by area of a tenth of it. */
async function country({
  deployment,
  options,
}: {
  deployment: Deployment;
  options: BenchOptions;
}): Promise<BenchRow[]> {
  const sizes = options.full ? [AREAS / 10, AREAS] : [AREAS / 100, AREAS / 10];
  const rows: BenchRow[] = [];
  let before: { areas: number; everything: number } | undefined;
  for (const areas of sizes) {
    const { everything, cells, peak } = await countryOnce({
      deployment: countryOf({ like: deployment, areas }),
      areas,
      options,
    });
    const growth = before && everything / before.everything;
    const most = before && areas / before.areas;
    const row = (id: string, value: number, unit: string): BenchRow => ({
      id: `country/${areas}/${id}`,
      value: rounded(value),
      unit,
      ratio: null,
      goal: null,
      ok: null,
    });
    rows.push(
      {
        ...row('everything', everything, 'ms'),
        ratio: growth === undefined ? null : rounded(growth),
        goal: most === undefined ? null : `no faster than the areas (× ${most})`,
        ok: growth === undefined || most === undefined ? null : growth <= most,
      },
      row('cells', cells, 'cells'),
      row('memory', peak, 'MiB'),
    );
    before = { areas, everything };
  }
  return rows;
}

async function countryOnce(given: {
  deployment: Deployment;
  areas: number;
  options: BenchOptions;
}): Promise<{ everything: number; cells: number; peak: number }> {
  const { deployment, areas, options } = given;
  return withStore(async (store) => {
    const { regions, city } = new Setting(deployment, NOW);
    const codes = regions.unitsOf(city, '2026-06-01').map(({ code }) => code);
    options.note(`country ${areas}: filling`);
    await fillFacts(store, { deployment, total: areas * FACTS_PER_AREA, shape: 'even' });
    await fillReturns(store, codes);
    options.note(`country ${areas}: measuring`);
    const service = new IndicatorsService({ store, publisher: NOBODY, deployment, clock: () => NOW });
    const memory = peakMemory();
    const start = performance.now();
    const cells = await service.settle([]);
    return { everything: performance.now() - start, cells, peak: memory.end() };
  });
}

/** 400 cases, seizures and reports an area over the 24 quarters. */
const FACTS_PER_AREA = 400;
const NOBODY = { publish: async (): Promise<undefined> => undefined };

/** MiB that the process, its engine included, held at most, looked at ten times a second. */
function peakMemory(): { end(): number } {
  let most = 0;
  const look = (): void => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  look();
  const timer = setInterval(look, 100);
  return {
    end: () => {
      clearInterval(timer);
      look();
      return most / 1_048_576;
    },
  };
}

async function withStore<T>(use: (store: Store) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'duqing-bench-'));
  const store = await openStore({ kind: 'embedded', path: folder });
  try {
    await migrate(store);
    return await use(store);
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measured(given: {
  deployment: Deployment;
  total: number;
  shape: Shape;
  options: BenchOptions;
}): Promise<Measured> {
  const { deployment, total, shape, options } = given;
  return withStore(async (store) => {
    options.note(`${shape} ${total}: filling`);
    await fillFacts(store, { deployment, total, shape });
    options.note(`${shape} ${total}: measuring`);
    return { total, ...(await times(store, deployment)) };
  });
}

async function times(store: Store, deployment: Deployment): Promise<Omit<Measured, 'total'>> {
  let now = NOW;
  const service = new IndicatorsService({ store, publisher: NOBODY, deployment, clock: () => now });
  const start = performance.now();
  const first = await service.settle([]);
  const everything = performance.now() - start;
  const setting = new Setting(deployment, NOW);
  const [unit] = setting.regions.unitsOf(setting.city, '2026-06-01');
  const region = unit?.code ?? '';
  const changes: Change[] = EVENTS.map((table) => ({ table, region, quarter: TOUCHED_QUARTER, measure: '' }));
  const touched = await fastestMs(RUNS, async () => {
    now += 1;
    await service.settle(changes);
  });
  const reader = createReader({ store, deployment, clock: () => now });
  const query = { indicator: 'it-solved-share', region, period: TOUCHED_QUARTER };
  const cell = await fastestMs(RUNS, async () => reader.cells(query));
  const byHand = await fastestMs(RUNS, async () => byHandSql(store, region));
  const memory = Math.round(process.memoryUsage.rss() / 1_048_576);
  return { touched, everything, cells: first, cell, byHand, memory };
}

/** The same share as one would write it by hand, straight from the facts. */
async function byHandSql(store: Store, region: string): Promise<unknown> {
  return store.query(
    `SELECT countIf(hasAny(solved_by, ['analysis-platform', 'network-sweep', 'logistics-data', 'communications-data', 'video', 'device-forensics'])) AS n, count() AS d
FROM facts_case_solved FINAL WHERE region = {region:String} AND quarter = {quarter:String}
  AND category IN ('trafficking', 'smuggling', 'manufacturing', 'precursor-manufacturing', 'precursor-trafficking', 'precursor-diversion',
    'medicine-diversion', 'cultivation', 'possession', 'harbouring', 'inducing-use')`,
    { region, quarter: TOUCHED_QUARTER },
  );
}

function rowsOf(shape: Shape, now: Measured, before: Measured | undefined): BenchRow[] {
  const prefix = `${shape}/${now.total}`;
  const { touched, everything, cells, cell, byHand, memory } = now;
  const growth = before && touched / before.touched;
  const facts = before && now.total / before.total;
  const whole = before && everything / before.everything;
  // at the smaller sizes fixed costs rule; the goal is about the step to 10 million
  const isGoal = shape === 'same-cell' && now.total === 10_000_000;
  return [
    {
      id: `${prefix}/touched-county-quarter`,
      value: rounded(touched),
      unit: 'ms',
      ratio: growth === undefined ? null : rounded(growth),
      goal: isGoal ? `at most ${TOUCHED_GOAL} times a tenth of the facts` : null,
      ok: isGoal && growth !== undefined ? growth <= TOUCHED_GOAL : null,
    },
    {
      id: `${prefix}/everything`,
      value: rounded(everything),
      unit: 'ms',
      ratio: whole === undefined ? null : rounded(whole),
      goal: whole === undefined ? null : `no faster than the facts (× ${rounded(facts ?? 0)})`,
      ok: whole === undefined ? null : whole <= (facts ?? 0),
    },
    { id: `${prefix}/cells`, value: cells, unit: 'cells', ratio: null, goal: null, ok: null },
    {
      id: `${prefix}/memory`,
      value: memory,
      unit: 'MiB',
      ratio: null,
      goal: null,
      ok: null,
    },
    {
      id: `${prefix}/one-cell`,
      value: rounded(cell),
      unit: 'ms',
      ratio: rounded(cell / byHand),
      goal: 'ratio to SQL by hand',
      ok: null,
    },
    { id: `${prefix}/one-cell-by-hand`, value: rounded(byHand), unit: 'ms', ratio: null, goal: null, ok: null },
  ];
}
