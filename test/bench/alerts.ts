import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AlertsService } from '@duqing/alerts';
import type { Deployment } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import { createReader, migrate, openStore, type Store } from '@duqing/warehouse';
import { rounded, type Bench, type BenchOptions, type BenchRow } from './bench.ts';

/** Early in the first quarter of the creation period: nothing is overdue, so that only the events make alerts. */
const NOW = Date.parse('2026-02-10T08:00:00+08:00');
/** How many times what Alertmanager takes for the same posts: nearly all of it is deciding every cell of every area anew. */
const TIME_GOAL = 40;
/** MiB over what the process held before: the engine in it, cells, findings, transitions and posts. */
const MEMORY_GOAL = 2_048;
const MIB = 1_048_576;

interface Size {
  areas: number;
  alerts: number;
}

interface Measured extends Size {
  made: number;
  posts: number;
  first: number;
  again: number;
  alertmanager: number;
  memory: number;
}

/**
 * Thousands of alerts at once: read, decided, kept, published and handed to a real Alertmanager, beside the time in which Alertmanager
 * takes the same posts from a client that does nothing else. Needs Debian's prometheus-alertmanager. `--only 300` for one size.
 */
export const alerts: Bench = async (options) => {
  if (spawnSync('prometheus-alertmanager', ['--version']).error) throw new Error('needs prometheus-alertmanager');
  const sizes: Size[] = [
    { areas: 300, alerts: 1_000 },
    { areas: 3_000, alerts: 10_000 },
  ];
  const asked = sizes.filter(({ areas }) => options.only === undefined || String(areas) === options.only);
  const found: Measured[] = [];
  for (const size of asked) found.push(await measured(size, options));
  return found.flatMap((one, index) => rowsOf(one, found[index - 1]));
};

async function measured(size: Size, { note }: BenchOptions): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'duqing-bench-alerts-'));
  const store = await openStore({ kind: 'embedded', path: join(folder, 'store') });
  const managers: Alertmanager[] = [];
  const start = async (): Promise<Alertmanager> => {
    const manager = await startAlertmanager(join(folder, `alertmanager-${managers.length}`));
    managers.push(manager);
    return manager;
  };
  try {
    await migrate(store);
    note(`${size.areas} areas, ${size.alerts} events: filling`);
    const deployment = await cityOf(size.areas);
    await fill(store, size);
    note('evaluating');
    const own = await evaluated({ store, deployment, url: (await start()).url });
    note('the same posts alone');
    const bodies = await recorded({ store, deployment });
    const { url } = await start();
    return { ...size, ...own, posts: postsIn(bodies), alertmanager: await msOf(async () => post(url, bodies)) };
  } finally {
    for (const manager of managers) await manager.stop();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The made-up city with as many counties as asked for. */
async function cityOf(areas: number): Promise<Deployment> {
  const demo = await loadDeployment('demo');
  const [regions] = demo.regions;
  if (!regions) throw new Error('the demo has no regions');
  const county = regions.value.find(({ level }) => level === 'county');
  if (!county) throw new Error('the demo has no county');
  const counties = Array.from({ length: areas }, (_, index) => ({ ...county, code: String(991_000 + index) }));
  const above = regions.value.filter(({ level }) => level === 'province' || level === 'city');
  return { ...demo, regions: [{ ...regions, value: [...above, ...counties] }] };
}

/** A case under a zero rule each: an alert at once. */
async function fill(store: Store, { areas, alerts: cases }: Size): Promise<void> {
  await store.command(
    `INSERT INTO facts_case_filed SELECT toString(991000 + number % ${areas}) AS region, '2026Q1' AS quarter,
  toString(toDate('2026-01-05') + number % 30) AS day, concat('c-', toString(number)) AS subject, toUInt256(1) AS rank, false AS deleted,
  concat('/', region, '/police') AS source, subject AS id, 1 AS revision, ${NOW - 1} AS received_at, true AS simulated, false AS backfilled,
  [] AS flags, 'manufacturing' AS category, 'ordinary' AS severity, 'none' AS target_level, [] AS solved_by, true AS pre_controlled,
  false AS large_scale, false AS caused_by_user, false AS out_of_supervision, 1 AS involved, 0 AS minors, 0 AS pupils FROM numbers(${cases})`,
  );
}

interface Given {
  store: Store;
  deployment: Deployment;
  url: string;
}

const clock = (): number => NOW;
const onGivenUp = (what: string): never => {
  throw new Error(what);
};

function serviceOf({ store, deployment, url }: Given): AlertsService {
  const reader = createReader({ store, deployment, clock });
  const publisher = { publish: async (): Promise<void> => undefined };
  return new AlertsService({ store, reader, deployment, clock, publisher, alertmanager: url, onGivenUp });
}

async function evaluated(given: Given): Promise<Pick<Measured, 'made' | 'first' | 'again' | 'memory'>> {
  const service = serviceOf(given);
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let peak = before;
  const sampling = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
  let made = 0;
  const first = await msOf(async () => {
    made = (await service.evaluate()).length;
  });
  const again = await msOf(async () => {
    if ((await service.evaluate()).length > 0) throw new Error('a second look made transitions');
  });
  clearInterval(sampling);
  return { made, first, again, memory: Math.round((peak - before) / MIB) };
}

async function msOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The bodies that an evaluation posts, in their order. */
async function recorded(given: Omit<Given, 'url'>): Promise<string[]> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString('utf8'));
      response.end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  await serviceOf({ ...given, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }).evaluate();
  server.close();
  server.closeAllConnections();
  return bodies;
}

function postsIn(bodies: readonly string[]): number {
  return bodies.reduce((sum, body) => sum + (JSON.parse(body) as unknown[]).length, 0);
}

async function post(url: string, bodies: readonly string[]): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  for (const body of bodies) {
    const answer = await fetch(`${url}/api/v2/alerts`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`alertmanager answered ${answer.status}`);
    await answer.arrayBuffer();
  }
}

interface Alertmanager {
  url: string;
  stop(): Promise<void>;
}

/** One that tells nobody, so that it has nothing to do but take alerts. */
async function startAlertmanager(folder: string): Promise<Alertmanager> {
  const config = `${folder}.yml`;
  await writeFile(config, 'route: { receiver: none }\nreceivers: [{ name: none }]\n');
  const port = await freePort();
  const args = [`--config.file=${config}`, `--storage.path=${folder}`, '--cluster.listen-address='];
  const child = spawn('prometheus-alertmanager', [...args, `--web.listen-address=127.0.0.1:${port}`], {
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child);
  return { url, stop: async () => stopped(child) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries += 1) {
    const isReady = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await sleep(100);
  }
  throw new Error('alertmanager did not come up');
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

function rowsOf(now: Measured, before: Measured | undefined): BenchRow[] {
  const prefix = `${now.areas}-areas`;
  const isWhole = before !== undefined;
  const ratio = rounded(now.first / now.alertmanager);
  const plain = { ratio: null, goal: null, ok: null };
  return [
    { id: `${prefix}/transitions`, value: now.made, unit: 'rows', ...plain },
    { id: `${prefix}/posts`, value: now.posts, unit: 'posts', ...plain },
    { id: `${prefix}/alertmanager-alone`, value: rounded(now.alertmanager), unit: 'ms', ...plain },
    {
      id: `${prefix}/evaluated-and-handed-over`,
      value: rounded(now.first),
      unit: 'ms',
      ratio,
      goal: isWhole ? `at most ${TIME_GOAL} times what Alertmanager takes for the same posts` : null,
      ok: isWhole ? ratio <= TIME_GOAL : null,
    },
    {
      id: `${prefix}/looked-at-again`,
      value: rounded(now.again),
      unit: 'ms',
      ...plain,
      ratio: rounded(now.again / now.alertmanager),
    },
    {
      id: `${prefix}/memory-beside-what-was-held`,
      value: now.memory,
      unit: 'MiB',
      ratio: before ? rounded(now.memory / before.memory) : null,
      goal: isWhole ? `at most ${MEMORY_GOAL} MiB` : null,
      ok: isWhole ? now.memory <= MEMORY_GOAL : null,
    },
  ];
}
