/**
 * Every query of the generated boards and rules through the real backend of Grafana's ClickHouse plugin, beside our own expansion and
 * client: `npm run test:plugin -- [--data DIR]`, after `npm run demo`. Needs Go and checkouts of the plugin's sources.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startChdbServer } from '@duqing/chdb-server';
import type { Choices } from '@duqing/dashboards/plugin';
import { openStore, type Store } from '@duqing/warehouse';
import { parse } from 'yaml';
import { askBackend, buildBackend, missing, type Answered } from './backend.ts';
import { difference, ownSql } from './compare.ts';
import { boardQueries, ruleQueries, type Asked } from './queries.ts';

const USER = { name: 'duqing_boards', password: 'made up for this run', readonly: true };
const YEARS = 2 * 365 * 86_400_000;
const LIVE = '9223372036854775807';

const { values } = parseArgs({ options: { data: { type: 'string', default: '.duqing/demo' } } });
const sources = process.env['DUQING_PLUGIN_SOURCES'];
const lacking = missing(sources);
if (lacking === null && sources !== undefined) process.exitCode = await main(sources, join(values.data, 'store'));
else console.log(`skipped: needs ${lacking}`);

async function main(from: string, path: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'duqing-plugin-'));
  const server = await startChdbServer({ path, users: [USER] });
  const { host, hostname, port } = new URL(server.url);
  const store = await openStore({
    kind: 'server',
    url: `http://${host}`,
    username: USER.name,
    password: USER.password,
  });
  try {
    const program = buildBackend(from, folder);
    const queries = await queriesOf(store);
    const answers = await askBackend(program, { jsonData: settings(hostname, port), password: USER.password, queries });
    return await report(store, queries, answers);
  } finally {
    await store.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The data source as it is provisioned, with what the environment would give. */
function settings(host: string, port: string): Record<string, unknown> {
  const file = new URL('../../dashboards/generated/provisioning/datasources/duqing.yaml', import.meta.url);
  const text = readFileSync(file, 'utf8')
    .replace('$DUQING_CLICKHOUSE_HOST', host)
    .replace('$DUQING_CLICKHOUSE_PORT', `"${port}"`);
  const { datasources } = parse(text) as { datasources: { jsonData: Record<string, unknown> }[] };
  return { ...datasources[0]?.jsonData };
}

/** The boards live, of the newest period, and as of a moment before; the rules at the newest moment that is held. */
async function queriesOf(store: Store): Promise<Asked[]> {
  const [held] = await store.query<{ period: string; city: string; at: number; before: number }>(
    `SELECT (SELECT max(period) FROM published_periods WHERE NOT running) AS period,
(SELECT region FROM published_regions WHERE level = 'city') AS city, max(as_of) AS at, min(as_of) AS before FROM indicator_values`,
  );
  if (!held) throw new Error('nothing is held');
  const range = { from: held.at - YEARS, to: held.at };
  const chosen = (asof: string): Choices =>
    Object.fromEntries(
      Object.entries({
        period: held.period,
        region: held.city,
        indicator: 'it-solved-share',
        asof,
        language: 'zh',
        web: '',
      }).map(([name, value]) => [name, { text: value, value }]),
    );
  const asOf = (asof: string): Asked[] => boardQueries(chosen(asof), range);
  return [
    ...asOf(LIVE),
    ...asOf(String(held.before)).map((one) => ({ ...one, id: `${one.id} (as of)` })),
    ...ruleQueries(held.at),
  ];
}

async function report(store: Store, queries: Asked[], answers: Answered[]): Promise<number> {
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  let [alike, rows] = [0, 0];
  const told = new Set<string>();
  for (const query of queries) {
    const answer = byId.get(query.id);
    const found = answer ? await differenceOf(store, query, answer) : 'no answer';
    if (found !== null) told.add(`${query.id}: ${found}`);
    else [alike, rows] = [alike + 1, rows + (answer?.rows.length ?? 0)];
  }
  for (const line of told) console.log(line);
  console.log(`${alike} of ${queries.length} queries alike, ${rows} rows`);
  return told.size === 0 ? 0 : 1;
}

async function differenceOf(store: Store, query: Asked, answer: Answered): Promise<string | null> {
  const sql = ownSql(query);
  const { meta = [], data } = await (
    await store.client.query({ query: sql, format: 'JSON' })
  ).json<Record<string, unknown>>();
  return difference(answer, { sql, columns: meta as { name: string; type: string }[], rows: data });
}
