import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EVENT_TYPES } from '@duqing/events';
import { startKafka } from '@duqing/infra-kafka';
import { ensureTopics } from '@duqing/kafka';
import { root, type UpEnv } from './env.ts';
import { startProcess } from './process.ts';
import type { Stack } from './stack.ts';

/** Where things live, and who keeps count of them. */
export interface Place {
  env: UpEnv;
  stack: Stack;
}

const madeHere = ['duqing.changed', 'duqing.indicators', 'duqing.alerts', 'duqing.dead-letter'];

/** Its log stays in the stack's folder between runs. */
export async function kafkaPart({ env, stack }: Place): Promise<string[]> {
  const kafka = await startKafka({
    folder: join(env.folder, 'kafka'),
    ownGroup: true,
    onSpawn: (pid) => stack.spawned('kafka', pid),
  });
  const ended = kafka.exit.then(() => `see ${join(kafka.folder, 'broker.log')}`);
  stack.add({ name: 'kafka', pid: kafka.pid, ended, stop: () => kafka.stop() });
  return kafka.brokers;
}

export async function createTopics(brokers: string[], partitions: number): Promise<void> {
  const topics = [...new Set(EVENT_TYPES.map(({ topic }) => topic)), ...madeHere];
  await ensureTopics(
    { brokers, clientId: 'duqing-up' },
    topics.map((topic) => ({ topic, partitions })),
  );
}

/** The embedded engine over HTTP; gives its address. */
export async function chdbPart(place: Place): Promise<string> {
  const store = join(place.env.folder, 'store');
  mkdirSync(store, { recursive: true });
  const said = await nodePart(place, {
    name: 'chdb-server',
    main: 'packages/chdb-server/src/main.ts',
    variables: { DUQING_CHDB_PATH: store, HOST: '127.0.0.1', PORT: '0' },
  });
  return String(said['url']);
}

/** Gives what its ready line says: the address of its health, and of what else it is asked at. */
export async function servicePart(
  place: Place,
  {
    name,
    brokers,
    clickhouse,
    more,
  }: { name: string; brokers: string[]; clickhouse: string; more: Record<string, string> },
): Promise<Record<string, unknown>> {
  return nodePart(place, {
    name,
    main: `services/${name}/src/main.ts`,
    variables: {
      DUQING_KAFKA_BROKERS: brokers.join(','),
      DUQING_CLICKHOUSE_URL: clickhouse,
      DUQING_DEPLOYMENT: place.env.deployment,
      DUQING_HTTP_PORT: '0',
      ...more,
    },
  });
}

interface NodeProgram {
  name: string;
  /** relative to the repository's root */
  main: string;
  variables: Record<string, string>;
}

/** Gives what the program's ready line says. */
async function nodePart({ env: { folder }, stack }: Place, program: NodeProgram): Promise<Record<string, unknown>> {
  const { name, main, variables } = program;
  const logs = join(folder, 'logs');
  mkdirSync(logs, { recursive: true });
  const running = await startProcess({
    name,
    command: process.execPath,
    args: [main],
    cwd: root,
    env: variables,
    ownGroup: true,
    readyLine: (line) => readyOf(line) !== null,
    onSpawn: (pid) => stack.spawned(name, pid),
    onLine: (line) => appendFileSync(join(logs, `${name}.log`), `${line}\n`),
  });
  const ended = running.exit.then(({ code, signal }) => `${signal ?? `status ${code}`}\n${running.output()}`);
  stack.add({ name, pid: running.pid, ended, stop: async () => void (await running.stop()) });
  return readyOf(running.ready) ?? {};
}

/** The one JSON line with `"ready": true`; other lines are log. */
function readyOf(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    const said = JSON.parse(line) as Record<string, unknown>;
    return said['ready'] === true ? said : null;
  } catch {
    return null;
  }
}
