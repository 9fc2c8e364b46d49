import type { Deployment } from '@duqing/regions';
import {
  createHealth,
  createLogger,
  createMetrics,
  createShutdown,
  loadDeployment,
  startHealthServer,
  type Health,
  type Logger,
  type Metrics,
  type Shutdown,
} from '@duqing/runtime';
import { migrate } from './migrations/migrate.ts';
import { liveDeployment } from './reads/configuration.ts';
import { openStore, type Store } from './store/store.ts';

export interface ServiceStart {
  name: string;
  /** ms for all closers together */
  deadlineMs: number;
  env: { DUQING_HTTP_PORT: number; DUQING_DEPLOYMENT: string; DUQING_CLICKHOUSE_URL: string };
  /** where a service measures something of its own from the first moment on */
  metrics?: Metrics;
}

export interface ServiceParts {
  logger: Logger;
  shutdown: Shutdown;
  health: Health;
  store: Store;
  /** as installed, with the versions recorded since */
  deployment: Deployment;
  /** Readiness turns green and a line on stdout says where health is asked, and what else the service is asked at. */
  ready(also?: Record<string, string>): void;
}

/** What every service opens before its own parts, in this order: signals, health, data of the city, the migrated store. What fails throws, and ends the process. */
export async function startService({ name, deadlineMs, env, metrics }: ServiceStart): Promise<ServiceParts> {
  const logger = createLogger({ name });
  const shutdown = createShutdown({ logger, deadlineMs });
  shutdown.onSignals();
  const health = createHealth();
  const { url, close } = await startHealthServer({
    health,
    metrics: metrics ?? createMetrics(),
    port: env.DUQING_HTTP_PORT,
  });
  shutdown.add('health', close);
  const installed = await loadDeployment(env.DUQING_DEPLOYMENT);
  const store = await openStore({ kind: 'server', url: env.DUQING_CLICKHOUSE_URL });
  shutdown.add('store', async () => store.close());
  await migrate(store);
  const deployment = await liveDeployment(store, installed);
  const ready: ServiceParts['ready'] = (also = {}) => {
    health.started();
    process.stdout.write(`${JSON.stringify({ ready: true, service: name, health: url, ...also })}\n`);
  };
  return { logger, shutdown, health, store, deployment, ready };
}
