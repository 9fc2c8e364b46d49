import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INDICATORS, type Lang } from '@duqing/catalogue';
import { Setting, type Deployment } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import { generateCity } from '@duqing/simulator';
import { openStandalone, type Standalone } from '@duqing/standalone';
import { migrate, openStore, writeDimensions, type Store } from '@duqing/warehouse';
import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { BOARDS } from '../src/boards/index.ts';
import { finish } from '../src/finish.ts';
import { expandMacros, expandVariables, type Choices } from '../src/plugin/expand.ts';

/** ms: the clock of every rig, a month after the last whole quarter */
export const NOW = Date.parse('2026-11-01T12:00:00+08:00');
const UNTIL = '2026-10-31';
export const LIVE = '9223372036854775807';

export interface Rig {
  store: Store;
  deployment: Deployment;
  standalone: Standalone;
  close(): Promise<void>;
}

/** A real embedded store with names; `fill` says what is held: a generated city, that with a single unit, or nothing. */
export async function openRig(fill: 'city' | 'one county' | 'empty'): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'duqing-boards-'));
  const store = await openStore({ kind: 'embedded', path: folder });
  await migrate(store);
  const deployment = fill === 'one county' ? oneCounty(await loadDeployment('demo')) : await loadDeployment('demo');
  const standalone = openStandalone({ store, deployment, clock: () => NOW, replay: true });
  if (fill !== 'empty') await replay(standalone, deployment);
  if (fill !== 'empty') await writeDimensions(store, { setting: new Setting(deployment, NOW), writtenAt: NOW });
  return {
    store,
    deployment,
    standalone,
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function replay({ bus, settle }: Standalone, deployment: Deployment): Promise<void> {
  const generated = generateCity({ deployment, quarters: 3, seed: 7, until: UNTIL });
  const times = Map.groupBy(generated, ({ key }) => String(key));
  const once = generated.filter(({ topic, key }) => topic === 'duqing.cases' && times.get(String(key))?.length === 1);
  const messages = [...generated, ...once.slice(0, 1).map(conflicting)];
  for (const [topic, group] of Map.groupBy(messages, (message) => message.topic))
    await bus.publish(
      topic,
      group.map(({ key, value }) => ({ key, value })),
    );
  await settle('replay');
}

type Message = ReturnType<typeof generateCity>[number];

/** The same message, told otherwise at the same revision. */
function conflicting({ topic, key, value }: Message): Message {
  const event = JSON.parse(String(value)) as { data: { persons: { involved: number } } };
  const persons = { ...event.data.persons, involved: event.data.persons.involved + 1 };
  return { topic, key, value: JSON.stringify({ ...event, data: { ...event.data, persons } }) } as Message;
}

function firstUnit(version: Deployment['regions'][number]): Deployment['regions'][number] {
  const unit = version.value.find(({ level, validTo }) => level === 'county' && validTo === null);
  const value = version.value.filter((region) => region === unit || !['county', 'zone'].includes(region.level));
  return { ...version, value };
}

/** The city with the first of its units alone. */
function oneCounty(deployment: Deployment): Deployment {
  return { ...deployment, regions: deployment.regions.map(firstUnit) };
}

export function boardsIn(lang: Lang): Dashboard[] {
  return BOARDS.map((board) => finish(board, lang));
}

/** Panels that draw something, rows left out. */
export function panelsOf({ panels = [] }: Dashboard): Panel[] {
  return panels.filter((panel): panel is Panel => panel.type !== 'row');
}

export interface Target {
  refId: string;
  rawSql: string;
}

export function targetsOf(panel: Panel): Target[] {
  return (panel.targets ?? []) as unknown as Target[];
}

export function choices(deployment: Deployment, overrides: Partial<Record<string, string>> = {}): Choices {
  const chosen: Record<string, string> = {
    period: '2026Q3',
    region: deployment.city,
    indicator: INDICATORS[0]?.id ?? '',
    asof: LIVE,
    language: 'zh',
    web: 'http://127.0.0.1:1',
    ...(overrides as Record<string, string>),
  };
  return Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name, { text: value, value }]));
}

export const RANGE = { from: Date.parse('2024-11-01T12:00:00+08:00'), to: NOW };

/** A query as the engine gets it. */
export function expanded(sql: string, chosen: Choices, range = RANGE): string {
  return expandMacros(expandVariables(sql, chosen), range);
}

export interface Result {
  columns: { name: string; type: string }[];
  rows: Record<string, unknown>[];
}

/** Rows with the types of their columns, as the plugin reads them. */
export async function run(store: Store, sql: string): Promise<Result> {
  const answer = await store.client.query({ query: sql, format: 'JSON' });
  const { meta = [], data } = await answer.json<Record<string, unknown>>();
  return { columns: meta as Result['columns'], rows: data };
}
