import { createKafkaPublisher, ensureTopics, KafkaBatchServer } from '@duqing/kafka';
import { createMetrics, readEnv, systemClock } from '@duqing/runtime';
import { insertOffsetGaps, startService } from '@duqing/warehouse';
import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { retryingText, startBalancing } from './balancing.ts';
import { placeOf, stalledText } from './core/stall.ts';
import { ingestEnv } from './env.ts';
import { HEARTBEAT_TOPIC, heartbeatText, startHeartbeat } from './heartbeat.ts';
import { ingestModule } from './ingest.module.ts';
import { IngestService, INPUT_TOPICS } from './ingest.service.ts';
import { createMeasures } from './measures.ts';
import { startWatching } from './watching.ts';

const env = readEnv(ingestEnv);
const metrics = createMetrics();
const measures = createMeasures(metrics);
const service = await startService({ name: 'ingest', deadlineMs: 30_000, env, metrics });
const { logger, shutdown, health, store, deployment } = service;
const kafka = { brokers: env.DUQING_KAFKA_BROKERS, clientId: 'duqing-ingest', log: logger };
const publisher = createKafkaPublisher(kafka);
shutdown.add('publisher', async () => publisher.close());

const groupId = 'duqing-ingest';
const server = new KafkaBatchServer({
  ...kafka,
  groupId,
  sessionMs: env.DUQING_KAFKA_SESSION_MS,
  // more than a fetch has batches: what is in flight is bounded by its bytes
  concurrency: 8,
  maxBytesPerPartition: 4 * 2 ** 20,
  maxBytes: 16 * 2 ** 20,
  onPassed: async ({ topic, partition, first, last }) =>
    insertOffsetGaps(store, [{ topic, partition, first_offset: first, last_offset: last }]),
});
const replay = env.DUQING_REPLAY === 'yes';
const breaker = {
  run: env.DUQING_REJECT_RUN,
  share: env.DUQING_REJECT_SHARE / 100,
  window: env.DUQING_REJECT_WINDOW,
};
const module = ingestModule({
  store,
  publisher,
  deployment,
  clock: systemClock,
  replay,
  breaker,
  onHandled: measures.handled,
});
const app = await NestFactory.createMicroservice(module, { strategy: server, logger: false, abortOnError: false });
const ingest = app.get(IngestService);
for (const topic of INPUT_TOPICS) server.onBatch(topic, async (batch) => ingest.handle(batch));
health.check('ready', 'kafka', () => server.health().problems[0] ?? null);
health.check('ready', 'retrying', () => retryingText(server.health().partitions));
const monotonic = (): number => performance.now();
const watchMs = env.DUQING_WATCH_SECONDS * 1_000;
const stallMs = env.DUQING_STALL_SECONDS * 1_000;
await ensureTopics(kafka, [{ topic: HEARTBEAT_TOPIC, partitions: 1, retentionMs: 3_600_000 }]);
const heartbeat = startHeartbeat({
  store,
  publisher,
  clock: systemClock,
  instance: randomUUID(),
  everyMs: watchMs,
  monotonic,
  onError: (error) => logger.warn({ err: error }, 'no marker sent or looked for'),
});
shutdown.add('heartbeat', heartbeat.stop);
server.onBatch(HEARTBEAT_TOPIC, heartbeat.handle);
health.check('ready', 'heartbeat', () => heartbeatText(heartbeat.ageMs(), stallMs));
await app.listen();
shutdown.add('kafka', async () => app.close());
const watching = startWatching({
  kafka: { ...kafka, groupId },
  topics: INPUT_TOPICS,
  everyMs: watchMs,
  limitMs: stallMs,
  monotonic,
  isOurs: (place) => server.health().partitions.some((one) => placeOf(one) === placeOf(place)),
  onLook: (looked) => {
    measures.looked(looked);
    measures.beat(heartbeat.ageMs());
  },
  onStalled: (found) => {
    if (found.length > 0) logger.error({ found }, 'partitions have messages and commit nothing');
    else logger.info({}, 'all partitions move again');
  },
  onError: (error) => logger.warn({ err: error }, 'partitions not looked at'),
});
health.check('ready', 'stalled', () => stalledText(watching.found()));
shutdown.add('watching', watching.stop);
const balancing = startBalancing({
  store,
  kafka: { ...kafka, groupId },
  topics: INPUT_TOPICS,
  everyMs: env.DUQING_BALANCE_SECONDS * 1_000,
  onLook: (holes) => {
    measures.balanced(holes.length);
    if (holes.length > 0) logger.error({ holes }, 'messages are neither in the ledger nor among the rejects');
  },
  onError: (error) => {
    measures.balanced(null);
    logger.warn({ err: error }, 'balance not checked');
  },
});
health.check('ready', 'balance', balancing.problem);
shutdown.add('balance', balancing.stop);
service.ready();
