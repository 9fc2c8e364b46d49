import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startKafka } from '@duqing/infra-kafka';
import { startProcess, type RunningProcess } from '@duqing/infra-up';
import { ensureTopics } from '@duqing/kafka';
import type { Way } from './duqing.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const INPUTS = ['duqing.cases', 'duqing.seizures', 'duqing.intelligence', 'duqing.returns'];
const MADE = ['duqing.changed', 'duqing.indicators', 'duqing.alerts', 'duqing.dead-letter'];

export interface Separate {
  way: Way;
  close(): Promise<void>;
}

/** A real broker with four partitions, the store's server, ingest and indicators as processes of their own. */
export async function separateServices(deployment: string): Promise<Separate> {
  const folder = mkdtempSync(join(tmpdir(), 'duqing-real-services-'));
  const running: { stop(): Promise<unknown> }[] = [];
  const close = async (): Promise<void> => {
    for (const one of running.toReversed()) await one.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const kafka = await startKafka({ folder: join(folder, 'kafka') });
    running.push(kafka);
    const topics = [...INPUTS, ...MADE].map((topic) => ({ topic, partitions: 4 }));
    await ensureTopics({ brokers: kafka.brokers, clientId: 'duqing-test' }, topics);
    const server = await program('packages/chdb-server', { DUQING_CHDB_PATH: join(folder, 'store'), PORT: '0' });
    running.push(server);
    const url = String((JSON.parse(server.ready) as { url: string }).url);
    const env = { DUQING_KAFKA_BROKERS: kafka.brokers.join(','), DUQING_CLICKHOUSE_URL: url };
    const own = { ...env, DUQING_DEPLOYMENT: deployment, DUQING_SETTLE_SECONDS: '1', DUQING_REPLAY: 'yes' };
    for (const name of ['services/ingest', 'services/indicators']) running.push(await program(name, own));
    return { way: { args: ['--deployment', deployment], env }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function program(folder: string, env: Record<string, string>): Promise<RunningProcess> {
  return startProcess({
    name: folder,
    command: process.execPath,
    args: [join(folder, 'src/main.ts')],
    cwd: ROOT,
    env,
    readyLine: (line) => line.includes('"ready":true'),
  });
}
