import { compareAlerts } from '@duqing/config';
import { createKafkaPublisher, KafkaBatchServer } from '@duqing/kafka';
import { readEnv, startTicking, systemClock } from '@duqing/runtime';
import { createReader, startService } from '@duqing/warehouse';
import { NestFactory } from '@nestjs/core';
import { alertsModule } from './alerts.module.ts';
import { AlertsService } from './alerts.service.ts';
import { channelsOf } from './channels/index.ts';
import { alertsEnv } from './env.ts';
import { startIntake } from './intake.ts';
import { tellRejects } from './morning/rejects-report.ts';
import { alertsFound } from './would-be.ts';

/** Where the keys of recomputed cells come from. */
const INDICATORS_TOPIC = 'duqing.indicators';

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
const reader = createReader({ store, deployment, clock });
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
server.onBatch(INDICATORS_TOPIC, async () => alerts.evaluateSoon());
health.check('ready', 'kafka', () => server.health().problems[0] ?? null);
await app.listen();
shutdown.add('kafka', async () => app.close());

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
