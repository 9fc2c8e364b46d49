import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, describe, test } from 'vitest';
import { kafkaAvailable, runKafkaTool, startKafka } from '../src/index.ts';

const missing = kafkaAvailable();
const suite = missing !== null && process.env.CI === undefined ? describe.skip : describe;

/** Whether something takes connections there. */
function answers(address: string): Promise<boolean> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port) });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

suite(missing === null ? 'launcher' : `launcher (skipped: ${missing})`, () => {
  test(
    'a broker is ready when started, keeps its log over a kill, leaves nothing when stopped',
    { timeout: 120_000 },
    async () => {
      const kafka = await startKafka();
      const [address = ''] = kafka.brokers;
      try {
        const server = ['--bootstrap-server', address];
        await runKafkaTool({
          main: 'org.apache.kafka.tools.TopicCommand',
          args: [...server, '--create', '--topic', 'kept', '--partitions', '3'],
        });
        const first = kafka.pid;
        await kafka.kill();
        expect(await answers(address)).toBe(false);
        await kafka.restart();
        expect(kafka.pid).not.toBe(first);
        const topics = await runKafkaTool({
          main: 'org.apache.kafka.tools.TopicCommand',
          args: [...server, '--describe', '--topic', 'kept'],
        });
        expect(topics).toMatch(/PartitionCount: 3/);
      } finally {
        await kafka.stop();
      }
      expect(await answers(address)).toBe(false);
      expect(existsSync(kafka.folder)).toBe(false);
    },
  );

  test('settings that the broker refuses give an error with its own words', { timeout: 60_000 }, async () => {
    await expect(startKafka({ properties: { 'message.max.bytes': 'many' } })).rejects.toThrow(
      /many.*message\.max\.bytes/,
    );
  });
});
