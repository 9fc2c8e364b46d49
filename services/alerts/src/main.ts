import { compareAlerts } from '@duqing/config';
import { createKafkaPublisher, KafkaBatchServer } from '@duqing/kafka';
import { merging, readEnv, startTicking, systemClock } from '@duqing/runtime';
import { createReader, startService } from '@duqing/warehouse';
import type { Change } from '@duqing/outlook';
import { NestFactory } from '@nestjs/core';
import { alertsModule } from './alerts.module.ts';
import { AlertsService } from './alerts.service.ts';
import { channelsOf } from './channels/index.ts';
import { alertsEnv } from './env.ts';
import { startIntake } from './intake.ts';
import { tellRejects } from './morning/rejects-report.ts';
import { rested } from './rested.ts';
import { alertsFound } from './would-be.ts';

/** Where the keys of recomputed cells come from, and the places that were written to. */
const INDICATORS_TOPIC = 'duqing.indicators';
const CHANGED_TOPIC = 'duqing.changed';
/** Partitions whose hints share a look. */
const MERGED_PARTITIONS = 16;
/** The balance reads the whole ledger. */
const BALANCE_REST = 20;
/** An evaluation of everything rests as long as it took, so that what is prompt finds the machine free half of the time at least. */
const REST = 1;

const env = readEnv(alertsEnv);
const clock = systemClock;
const service = await startService({ name: 'alerts', deadlineMs: 30_000, env });
const { logger, shutdown, health, store, deployment } = service;
const kafka = { brokers: env.DUQING_KAFKA_BROKERS, clientId: 'duqing-alerts', log: logger };
const publisher = createKafkaPublisher(kafka);
shutdown.add('publisher', async () => publisher.close());

const server = new KafkaBatchServer({ ...kafka, groupId: 'duqing-alerts', sessionMs: env.DUQING_KAFKA_SESSION_MS });
const channels = channelsOf(env, { clock, deployment });
const base = env.DUQING_WEB_URL?.replace(/\/$/, '') ?? '';
const plain = createReader({ store, deployment, clock });
const reader = { ...plain, balance: rested(async () => plain.balance(), { rest: BALANCE_REST }) };
const module = alertsModule({
  store,
  publisher,
  deployment,
  clock,
  reader,
  channels,
  onGivenUp: (what) => logger.error({ what }, 'notice not delivered'),
  ...(base !== '' && { base }),
  ...(env.DUQING_ALERTMANAGER_URL !== undefined && { alertmanager: env.DUQING_ALERTMANAGER_URL.replace(/\/$/, '') }),
});
const app = await NestFactory.createMicroservice(module, { strategy: server, logger: false, abortOnError: false });
const alerts = app.get(AlertsService);
const evaluate = merging<null>(async () => alerts.evaluateSoon(), { rest: REST });
server.onBatch(INDICATORS_TOPIC, async () => evaluate([null]));
health.check('ready', 'kafka', () => server.health().problems[0] ?? null);
await app.listen();
shutdown.add('kafka', async () => app.close());

// a group of its own: while a batch of the other one waits for its evaluation nothing more is fetched
const hints = new KafkaBatchServer({
  ...kafka,
  groupId: 'duqing-alerts-prompt',
  sessionMs: env.DUQING_KAFKA_SESSION_MS,
  concurrency: MERGED_PARTITIONS,
});
const look = merging<Change>(async (changes) => void (await alerts.look(changes)));
hints.onBatch(CHANGED_TOPIC, async ({ messages }) => look(messages.flatMap(({ value }) => changesIn(value))));
health.check('ready', 'hints', () => hints.health().problems[0] ?? null);
await new Promise<void>((resolve, reject) => {
  void hints.listen((error) => (error === undefined ? resolve() : reject(error as Error)));
});
shutdown.add('hints', async () => hints.close());

const onError = (error: unknown): void => logger.error({ err: error }, 'alerts');
const everyMs = env.DUQING_ALERT_TICK_SECONDS * 1000;
const tick = async (): Promise<void> => {
  await alerts.evaluateSoon();
  await tellRejects({ store, deployment, channels, clock, base });
  const found = async () => alertsFound({ store, reader, deployment, now: clock() });
  await compareAlerts({ store, deployment, clock, alertsFound: found });
};
const ticking = startTicking({ everyMs, run: tick, onError });
shutdown.add('tick', ticking.stop);
const telling = startTicking({
  everyMs: env.DUQING_ALERT_TELL_SECONDS * 1000,
  run: async () => alerts.tell(),
  onError,
});
shutdown.add('tell', telling.stop);
if (env.DUQING_ALERT_INTAKE_PORT !== undefined) {
  const handle = async (payload: unknown): Promise<void> => alerts.handOver(payload);
  const intake = await startIntake({ port: env.DUQING_ALERT_INTAKE_PORT, handle, onError });
  shutdown.add('intake', intake.close);
}
service.ready();

function changesIn(value: Uint8Array | null): Change[] {
  return JSON.parse(Buffer.from(value ?? '[]').toString('utf8')) as Change[];
}
