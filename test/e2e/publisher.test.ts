import { kafkaAvailable, type KafkaBroker } from '@duqing/infra-kafka';
import { createKafkaPublisher, ensureTopics, fetchWatermarks } from '@duqing/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Collector } from '../support/collector.ts';
import { KafkaProxy } from '../support/kafka-proxy.ts';
import { startBroker } from '../support/stack.ts';

const missing = kafkaAvailable();
const title = `a publisher whose connection breaks${missing === null ? '' : ` (skipped: ${missing})`}`;
const suite = missing !== null && process.env['CI'] !== 'true' ? describe.skip : describe;

const TOPIC = 'told';
const clientId = 'publisher-test';

suite(title, { timeout: 120_000 }, () => {
  let [proxy, broker]: [KafkaProxy?, KafkaBroker?] = [];
  beforeAll(async () => {
    proxy = await KafkaProxy.start();
    broker = await startBroker([proxy]);
    await ensureTopics({ clientId, brokers: broker.brokers }, [{ topic: TOPIC, partitions: 1 }]);
  }, 120_000);
  afterAll(async () => {
    await proxy?.close();
    await broker?.stop();
  }, 60_000);

  it('after the broker kept a request, before it answered: of calls at the same time none is acknowledged and not there', async () => {
    if (proxy === undefined || broker === undefined) throw new Error('not started');
    const publisher = createKafkaPublisher({ clientId, brokers: [`127.0.0.1:${proxy.port}`] });
    await publisher.publish(TOPIC, [{ key: null, value: 'first' }]);
    proxy.wires.arm({ what: `produce ${TOPIC}`, when: 'after', act: async () => 'drop' });
    const names = Array.from({ length: 8 }, (_, index) => `call-${index}`);
    const calls = names.map(async (name) => publisher.publish(TOPIC, [{ key: null, value: name }]));
    const told = await Promise.allSettled(calls);
    await publisher.close();
    const acknowledged = names.filter((_, index) => told[index]?.status === 'fulfilled');
    const kept = await everything(broker);
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.filter((name) => !kept.includes(name))).toEqual([]);
  });
});

/** What the topic holds, as text. */
async function everything({ brokers }: KafkaBroker): Promise<string[]> {
  const collector = await Collector.start({ clientId, brokers }, [TOPIC]);
  const marks = await fetchWatermarks({ clientId, brokers }, [TOPIC]);
  await expect.poll(() => collector.hasRead(marks), { timeout: 30_000 }).toBe(true);
  await collector.close();
  return collector.of([TOPIC]).map(({ value }) => Buffer.from(value ?? []).toString('utf8'));
}
