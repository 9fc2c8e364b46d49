import { createKafkaPublisher, KafkaBatchServer } from '@duqing/kafka';
import {
  createHealth,
  createLogger,
  createMetrics,
  createShutdown,
  loadDeployment,
  readEnv,
  startHealthServer,
  systemClock,
} from '@duqing/runtime';
import { migrate, openStore } from '@duqing/warehouse';
import { NestFactory } from '@nestjs/core';
import { ingestEnv } from './env.ts';
import { ingestModule } from './ingest.module.ts';
import { IngestService, INPUT_TOPICS } from './ingest.service.ts';

const env = readEnv(ingestEnv);
const logger = createLogger({ name: 'ingest' });
const shutdown = createShutdown({ logger, deadlineMs: 30_000 });
shutdown.onSignals();
const health = createHealth();
const healthServer = await startHealthServer({ health, metrics: createMetrics(), port: env.DUQING_HTTP_PORT });
shutdown.add('health', healthServer.close);

const deployment = await loadDeployment(env.DUQING_DEPLOYMENT);
const store = await openStore({ kind: 'server', url: env.DUQING_CLICKHOUSE_URL });
shutdown.add('store', async () => store.close());
await migrate(store);
const kafka = { brokers: env.DUQING_KAFKA_BROKERS, clientId: 'duqing-ingest', log: logger };
const publisher = createKafkaPublisher(kafka);
shutdown.add('publisher', async () => publisher.close());

const server = new KafkaBatchServer({ ...kafka, groupId: 'duqing-ingest', sessionMs: env.DUQING_KAFKA_SESSION_MS });
const replay = env.DUQING_REPLAY === 'yes';
const module = ingestModule({ store, publisher, deployment, clock: systemClock, replay });
const app = await NestFactory.createMicroservice(module, { strategy: server, logger: false, abortOnError: false });
const ingest = app.get(IngestService);
for (const topic of INPUT_TOPICS) server.onBatch(topic, async (batch) => ingest.handle(batch));
health.check('ready', 'kafka', () => server.health().problems[0] ?? null);
await app.listen();
shutdown.add('kafka', async () => app.close());
health.started();
process.stdout.write(`${JSON.stringify({ ready: true, service: 'ingest', health: healthServer.url })}\n`);
