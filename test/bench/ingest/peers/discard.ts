import { Kafka, logLevel } from 'kafkajs';
import { CASES } from '../events.ts';

/** kafkajs at its best: whole batches, thrown away. Says so when the given number was read. */
const { BENCH_BROKER = '', BENCH_EVENTS = '' } = process.env;
const kafka = new Kafka({ brokers: [BENCH_BROKER], clientId: 'discard', logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({ groupId: 'discard', maxBytesPerPartition: 2 ** 22, maxBytes: 2 ** 24 });
await consumer.connect();
await consumer.subscribe({ topics: [CASES], fromBeginning: true });
let seen = 0;
const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);
say({ ready: true });
await consumer.run({
  eachBatch: async ({ batch }) => {
    seen += batch.messages.length;
    if (seen === Number(BENCH_EVENTS)) say({ done: true });
  },
});
process.once('SIGTERM', () => void consumer.disconnect().then(() => process.exit()));
