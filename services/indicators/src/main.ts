import { dayOf } from '@duqing/calendar';
import { createKafkaPublisher, KafkaBatchServer } from '@duqing/kafka';
import { merging, readEnv, systemClock, type Batch } from '@duqing/runtime';
import { Setting } from '@duqing/regions';
import { startService, unappliedVersions, vintageMoments, writeDimensions } from '@duqing/warehouse';
import { NestFactory } from '@nestjs/core';
import { indicatorsEnv } from './env.ts';
import { indicatorsModule } from './indicators.module.ts';
import { IndicatorsService } from './indicators.service.ts';
import { settleIfIdle, type Stage } from './settle.ts';

const CHANGED_TOPIC = 'duqing.changed';
const GROUP = 'duqing-indicators';
/** Partitions whose batches share a pass. */
const MERGED_PARTITIONS = 16;
/** Under a steady flow a pass rests as long as it took: half of the store is left to what does not wait for vintages. */
const REST = 1;
const STAGES: Stage[] = [
  { groupId: 'duqing-ingest', topics: ['duqing.cases', 'duqing.seizures', 'duqing.intelligence', 'duqing.returns'] },
  { groupId: GROUP, topics: [CHANGED_TOPIC] },
];

const env = readEnv(indicatorsEnv);
const clock = systemClock;
const service = await startService({ name: 'indicators', deadlineMs: 30_000, env });
const { logger, shutdown, health, store, deployment } = service;
const now = clock();
await writeDimensions(store, { setting: new Setting(deployment, now), writtenAt: now });
const kafka = { brokers: env.DUQING_KAFKA_BROKERS, clientId: GROUP, log: logger };
const publisher = createKafkaPublisher(kafka);
shutdown.add('publisher', async () => publisher.close());

const server = new KafkaBatchServer({
  ...kafka,
  groupId: GROUP,
  sessionMs: env.DUQING_KAFKA_SESSION_MS,
  concurrency: MERGED_PARTITIONS,
});
const module = indicatorsModule({ store, publisher, deployment, clock });
const app = await NestFactory.createMicroservice(module, { strategy: server, logger: false, abortOnError: false });
const indicators = app.get(IndicatorsService);
const settle = merging<Batch>(
  async (batches) => {
    const [first] = batches;
    if (first) await indicators.handle({ ...first, messages: batches.flatMap(({ messages }) => messages) });
  },
  { rest: REST },
);
server.onBatch(CHANGED_TOPIC, async (batch) => settle([batch]));
health.check('ready', 'kafka', () => server.health().problems[0] ?? null);
await app.listen();
shutdown.add('kafka', async () => app.close());

/** Wakes a pass though nothing came in. */
const NOTHING: Batch = { topic: CHANGED_TOPIC, partition: -1, messages: [], heartbeat: async () => undefined };
let looked = dayOf((await vintageMoments(store)).moments.at(-1) ?? clock());
/** The first look of a day recomputes what the day alone has turned, any look what a new version of the configuration did; tried again at the next where it failed. */
const tick = async (): Promise<void> => {
  const today = dayOf(clock());
  if (today === looked && (await unappliedVersions(store, clock())).length === 0) return;
  await settle([NOTHING]);
  looked = today;
};
const look = async (): Promise<void> => {
  await tick().catch((error: unknown) => logger.warn({ err: error }, 'not ticked'));
  await settleIfIdle({ store, kafka, stages: STAGES, clock }).catch((error: unknown) =>
    logger.warn({ err: error }, 'not settled'),
  );
};
const settling = setInterval(() => void look(), env.DUQING_SETTLE_SECONDS * 1_000);
shutdown.add('settling', async () => clearInterval(settling));
service.ready();
