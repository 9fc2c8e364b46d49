import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expandMacros, expandVariables, type Choices } from '@duqing/dashboards/plugin';
import { IndicatorsService } from '@duqing/indicators';
import { Setting, type Deployment } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import { migrate, openStore, writeDimensions, type Store } from '@duqing/warehouse';
import { rounded, type Bench, type BenchRow } from './bench.ts';
import { fillFacts, fillReturns, TOUCHED_QUARTER } from './facts.ts';

const NOW = Date.parse('2026-10-15T08:00:00+08:00');
const BOARDS = new URL('../../dashboards/generated/boards/zh/', import.meta.url);
const RUNS = 9;
const PAIRS = 25;
const HAND_GOAL = 1.5;
const GROWTH_GOAL = 1.5;

interface BoardJson {
  panels: { id: number; type: string; title: string; targets?: { refId: string; rawSql: string }[] }[];
}

interface Query {
  board: string;
  panel: string;
  sql: string;
}

/** Of one query: ms of each run, and what one run read. */
interface Timed {
  median: number;
  p95: number;
  rows: number;
  bytes: number;
}

interface Measured {
  total: number;
  panels: Map<string, Timed>;
  boards: Map<string, number>;
  hands: { id: string; panel: number; hand: number }[];
}

/** All queries of each board over a tenth of the facts and over all of them, beside the same figures asked for by hand. */
export const boards: Bench = async ({ full, note }) => {
  const deployment = await loadDeployment('demo');
  const found: Measured[] = [];
  for (const total of full ? [1_000_000, 10_000_000] : [100_000, 1_000_000]) {
    note(`${total}: filling`);
    found.push(await measured({ deployment, total, note }));
  }
  return found.flatMap((one, index) => rowsOf(one, found[index - 1]));
};

async function measured(given: {
  deployment: Deployment;
  total: number;
  note: (text: string) => void;
}): Promise<Measured> {
  const { deployment, total, note } = given;
  const folder = await mkdtemp(join(tmpdir(), 'duqing-bench-'));
  const store = await openStore({ kind: 'embedded', path: folder });
  try {
    await migrate(store);
    const setting = new Setting(deployment, NOW);
    await writeDimensions(store, { setting, writtenAt: NOW });
    await fillFacts(store, { deployment, total, shape: 'even' });
    await fillReturns(
      store,
      setting.regions.unitsOf(setting.city, '2026-06-01').map(({ code }) => code),
    );
    note(`${total}: computing`);
    const publisher = { publish: async () => undefined };
    await new IndicatorsService({ store, publisher, deployment, clock: () => NOW }).settle([]);
    note(`${total}: measuring`);
    return { total, ...(await panelsOf(store, deployment)), hands: await handsOf(store, deployment) };
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function panelsOf(store: Store, { city }: Deployment): Promise<Pick<Measured, 'panels' | 'boards'>> {
  const panels = new Map<string, Timed>();
  const sums = new Map<string, number>();
  for (const { board, panel, sql } of await queries(choicesOf(city))) {
    const timed = await timesOf(store, sql);
    panels.set(`${board}/${panel}`, timed);
    sums.set(board, (sums.get(board) ?? 0) + timed.median);
  }
  return { panels, boards: sums };
}

/** Every query of every board as Grafana would send it for the default choices; a panel of several has each by its letter. */
async function queries(choices: Choices): Promise<Query[]> {
  const found: Query[] = [];
  for (const name of (await readdir(BOARDS)).sort()) {
    const { panels } = JSON.parse(await readFile(new URL(name, BOARDS), 'utf8')) as BoardJson;
    for (const { id, targets = [] } of panels)
      for (const { refId, rawSql } of targets)
        found.push({ board: name.replace('.json', ''), panel: `${id}${refId}`, sql: expanded(rawSql, choices) });
  }
  return found;
}

function expanded(sql: string, choices: Choices): string {
  return expandMacros(expandVariables(sql, choices), { from: NOW - 2 * 365 * 86_400_000, to: NOW });
}

function choicesOf(city: string): Choices {
  const chosen = {
    period: TOUCHED_QUARTER,
    region: city,
    indicator: 'it-solved-share',
    asof: '9223372036854775807',
    language: 'zh',
    web: '',
  };
  return Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name, { text: value, value }]));
}

interface Asked {
  ms: number;
  read: { rows_read: number; bytes_read: number };
}

async function ask(store: Store, query: string): Promise<Asked> {
  const start = performance.now();
  const { statistics } = await (await store.client.query({ query, format: 'JSON' })).json();
  return { ms: performance.now() - start, read: { rows_read: 0, bytes_read: 0, ...statistics } };
}

async function timesOf(store: Store, query: string): Promise<Timed> {
  await ask(store, query);
  const asked: Asked[] = [];
  for (let run = 0; run < RUNS; run += 1) asked.push(await ask(store, query));
  return timedOf(asked);
}

function timedOf(asked: readonly Asked[]): Timed {
  const times = asked.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const { rows_read: rows = 0, bytes_read: bytes = 0 } = asked.at(-1)?.read ?? {};
  return { median: at(0.5), p95: at(0.95), rows, bytes };
}

/** Two queries in turn, so that both meet the same machine. */
async function inTurn(store: Store, [a, b]: [string, string]): Promise<[Timed, Timed]> {
  const found: [Asked[], Asked[]] = [[], []];
  for (let run = 0; run <= PAIRS; run += 1)
    for (const [side, query] of [a, b].entries()) {
      const asked = await ask(store, query);
      if (run > 0) found[side]?.push(asked);
    }
  return [timedOf(found[0]), timedOf(found[1])];
}

/** The same figures as the fastest that we could write by hand, from the vintages as they lie: without names, marks, or the board's area. */
const BY_HAND: { id: string; board: string; panel: string; sql: string }[] = [
  {
    id: 'share-by-quarter',
    board: 'it-solving',
    panel: '2A',
    sql: `SELECT period, value FROM indicator_values
WHERE indicator = 'it-solved-share' AND region = '\${region}' AND period != 'creation' AND period <= '\${period}'
ORDER BY period DESC, as_of DESC, computed_at DESC LIMIT 1 BY period LIMIT 12`,
  },
  {
    id: 'share-by-area',
    board: 'it-solving',
    panel: '4A',
    sql: `SELECT region, value FROM indicator_values
WHERE indicator = 'it-solved-share' AND period = '\${period}' ORDER BY region, as_of DESC, computed_at DESC LIMIT 1 BY region`,
  },
  {
    id: 'missed',
    board: 'overview',
    panel: '2A',
    sql: `SELECT countIf(verdict = 'missed') AS missed FROM (SELECT verdict FROM indicator_values
WHERE period IN ('\${period}', '2026H2', '2026') ORDER BY as_of DESC, computed_at DESC LIMIT 1 BY indicator, region, period)`,
  },
  {
    id: 'status-grid',
    board: 'overview',
    panel: '7A',
    sql: `SELECT indicator, region, period, verdict FROM indicator_values
WHERE period IN ('\${period}', '2026H2', '2026') ORDER BY indicator, region, period, as_of DESC, computed_at DESC LIMIT 1 BY indicator, region, period`,
  },
];

async function handsOf(store: Store, { city }: Deployment): Promise<Measured['hands']> {
  const choices = choicesOf(city);
  const all = await queries(choices);
  const found: Measured['hands'] = [];
  for (const { id, board, panel, sql } of BY_HAND) {
    const ours = all.find((one) => one.board === board && one.panel === panel);
    if (!ours) throw new Error(`no panel ${board}/${panel}`);
    const [a, b] = await inTurn(store, [ours.sql, expanded(sql, choices)]);
    found.push({ id, panel: a.median, hand: b.median });
  }
  return found;
}

function rowsOf({ total, panels, boards: sums, hands }: Measured, before: Measured | undefined): BenchRow[] {
  const perPanel = [...panels].flatMap(([id, timed]): BenchRow[] => {
    const growth = before && timed.median / (before.panels.get(id)?.median ?? timed.median);
    const plain = { goal: null, ok: null } as const;
    return [
      {
        id: `${total}/${id}/median`,
        value: rounded(timed.median),
        unit: 'ms',
        ratio: growth ? rounded(growth) : null,
        ...plain,
      },
      { id: `${total}/${id}/p95`, value: rounded(timed.p95), unit: 'ms', ratio: null, ...plain },
      { id: `${total}/${id}/rows`, value: timed.rows, unit: 'rows', ratio: null, ...plain },
      { id: `${total}/${id}/bytes`, value: timed.bytes, unit: 'bytes', ratio: null, ...plain },
    ];
  });
  const perBoard = [...sums].map(([board, ms]): BenchRow => {
    const growth = before && ms / (before.boards.get(board) ?? ms);
    return {
      id: `${total}/${board}`,
      value: rounded(ms),
      unit: 'ms',
      ratio: growth === undefined ? null : rounded(growth),
      goal: growth === undefined ? null : `at most ${GROWTH_GOAL} times a tenth of the facts`,
      ok: growth === undefined ? null : growth <= GROWTH_GOAL,
    };
  });
  const perHand = hands.map(({ id, panel, hand }): BenchRow => {
    const ratio = panel / hand;
    return {
      id: `${total}/by-hand/${id}`,
      value: rounded(hand),
      unit: 'ms',
      ratio: rounded(ratio),
      goal: `panel at most ${HAND_GOAL} times`,
      ok: ratio <= HAND_GOAL,
    };
  });
  return [...perPanel, ...perBoard, ...perHand];
}
