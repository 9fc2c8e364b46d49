import { createAccess, type Access } from '@duqing/access';
import { createKafkaPublisher } from '@duqing/kafka';
import { liveContext } from '@duqing/mending';
import { createLogger, createShutdown, loadDeployment, systemClock, type Publisher } from '@duqing/runtime';
import type { Deployment } from '@duqing/regions';
import { createReader, liveDeployment, openStore, type Store } from '@duqing/warehouse';
import { createWebApp } from './app.ts';
import { remoteEditions } from './desk/remote-editions.ts';
import { webEnv } from './env.ts';
import type { Intake } from './intake/take.ts';

const env = webEnv();
const logger = createLogger({ name: 'web', level: env.DUQING_LOG_LEVEL });
const shutdown = createShutdown({ logger, deadlineMs: 10_000 });
shutdown.onSignals();
try {
  const installed = await loadDeployment(env.DUQING_DEPLOYMENT);
  const store = await openStore({ kind: 'server', url: env.DUQING_CLICKHOUSE_URL });
  shutdown.add('store', async () => store.close());
  const deployment = await liveDeployment(store, installed);
  const reader = createReader({ store, deployment, clock: systemClock });
  const access = createAccess({ store, deployment, clock: systemClock });
  const publisher = publisherOf();
  const bulletins = env.DUQING_BULLETIN_DESK_URL;
  const editions = bulletins && (({ token }: { token: string }) => remoteEditions(bulletins, token));
  const desk = { access, store, publisher, ...(editions && { editions }) };
  const intake = publisher && intakeOf({ store, deployment, access, publisher });
  const web = await createWebApp({ reader, deployment, clock: systemClock, logger, desk, ...(intake && { intake }) });
  shutdown.add('web', async () => web.close());
  const url = await web.listen({ port: env.DUQING_HTTP_PORT });
  process.stdout.write(`${JSON.stringify({ ready: true, service: 'web', health: `${url}/health` })}\n`);
} catch (error) {
  logger.fatal(error);
  await shutdown.stop('start failed');
  process.exitCode = 1;
}

/** To Kafka, and only where brokers are named. */
function publisherOf(): Publisher | null {
  const brokers = env.DUQING_KAFKA_BROKERS;
  if (brokers === undefined) return null;
  const publisher = createKafkaPublisher({ brokers, clientId: 'duqing-web', log: logger });
  shutdown.add('publisher', async () => publisher.close());
  return publisher;
}

function intakeOf({ publisher, access, ...given }: Wiring): Intake {
  return {
    publisher,
    access,
    store: given.store,
    context: async () => liveContext(given, systemClock()),
    perMinute: env.DUQING_INTAKE_PER_MINUTE,
  };
}

interface Wiring {
  store: Store;
  deployment: Deployment;
  access: Access;
  publisher: Publisher;
}
