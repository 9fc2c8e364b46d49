import { createLogger, createShutdown, loadDeployment, systemClock } from '@duqing/runtime';
import { createReader, openStore } from '@duqing/warehouse';
import { createWebApp } from './app.ts';
import { foldAlerts } from './core/fold-alerts.ts';
import { webEnv } from './env.ts';

const env = webEnv();
const logger = createLogger({ name: 'web', level: env.DUQING_LOG_LEVEL });
const shutdown = createShutdown({ logger, deadlineMs: 10_000 });
shutdown.onSignals();
try {
  const deployment = await loadDeployment(env.DUQING_DEPLOYMENT);
  const store = await openStore({ kind: 'server', url: env.DUQING_CLICKHOUSE_URL });
  shutdown.add('store', async () => store.close());
  const reader = createReader({ store, deployment, clock: systemClock, foldAlerts });
  const web = await createWebApp({ reader, deployment, clock: systemClock, logger });
  shutdown.add('web', async () => web.close());
  const url = await web.listen({ port: env.DUQING_HTTP_PORT });
  process.stdout.write(`${JSON.stringify({ ready: true, service: 'web', health: `${url}/health` })}\n`);
} catch (error) {
  logger.fatal(error);
  await shutdown.stop('start failed');
  process.exitCode = 1;
}
