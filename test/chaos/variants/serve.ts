import { IngestService, INPUT_TOPICS } from '@duqing/ingest';
import { createKafkaPublisher, KafkaBatchServer } from '@duqing/kafka';
import { loadDeployment, type BatchHandler } from '@duqing/runtime';
import { migrate, openStore, type Store } from '@duqing/warehouse';

interface Variant {
  storeOf?(store: Store): Store;
  handlerOf?(handle: BatchHandler): BatchHandler;
}

/** `ingest` as its main starts it, with one thing wrong. */
export async function serveIngest({ storeOf = (store) => store, handlerOf = (handle) => handle }: Variant) {
  const { DUQING_KAFKA_BROKERS = '', DUQING_CLICKHOUSE_URL = '', DUQING_DEPLOYMENT = '' } = process.env;
  const store = await openStore({ kind: 'server', url: DUQING_CLICKHOUSE_URL });
  await migrate(store);
  const kafka = { brokers: [DUQING_KAFKA_BROKERS], clientId: 'duqing-ingest' };
  const ingest = new IngestService({
    store: storeOf(store),
    publisher: createKafkaPublisher(kafka),
    deployment: await loadDeployment(DUQING_DEPLOYMENT),
    clock: Date.now,
    replay: false,
  });
  const sessionMs = Number(process.env['DUQING_KAFKA_SESSION_MS']);
  const server = new KafkaBatchServer({ ...kafka, groupId: 'duqing-ingest', sessionMs });
  const handle = handlerOf(async (batch) => ingest.handle(batch));
  for (const topic of INPUT_TOPICS) server.onBatch(topic, handle);
  await server.listen(() => process.stdout.write(`${JSON.stringify({ ready: true })}\n`));
}
