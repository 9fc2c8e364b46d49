import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { kafkaAvailable, runKafkaTool, startKafka, type KafkaBroker } from '@duqing/infra-kafka';
import { TransientError, type Batch, type BatchHandler } from '@duqing/runtime';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern } from '@nestjs/microservices';
import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../src/client.ts';
import {
  createKafkaPublisher,
  ensureTopics,
  fetchWatermarks,
  KafkaBatchServer,
  type ReaderConfig,
} from '../src/index.ts';
import { Partitioners } from '../src/kafkajs.ts';
import { gate, listening, names, numbered, text, until, valuesOf } from './helpers.ts';

const missing = kafkaAvailable();
const title = missing === null ? 'with a real broker' : `with a real broker (skipped: ${missing})`;
const suite = missing !== null && process.env.CI === undefined ? describe.skip : describe;

const codecs = ['gzip', 'snappy', 'lz4', 'zstd'] as const;

/** Both inclusive. */
function offsets(first: string, last: string): string[] {
  return Array.from({ length: Number(BigInt(last) - BigInt(first)) + 1 }, (_, index) =>
    String(BigInt(first) + BigInt(index)),
  );
}

suite(title, () => {
  let broker: KafkaBroker;
  let number = 0;
  const warnings: string[] = [];
  const servers: KafkaBatchServer[] = [];
  const noteWarning = ({ name }: Error) => void warnings.push(name);

  beforeAll(async () => {
    process.on('warning', noteWarning);
    broker = await startKafka();
  }, 120_000);
  afterAll(async () => {
    process.off('warning', noteWarning);
    await broker?.stop();
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  const config = () => ({ brokers: broker.brokers, clientId: 'duqing-test' });

  async function freshTopic(partitions = 1): Promise<string> {
    const topic = `t${(number += 1)}`;
    await ensureTopics(config(), [{ topic, partitions }]);
    return topic;
  }

  function server(handlers: Record<string, BatchHandler>, options: Partial<ReaderConfig> = {}): KafkaBatchServer {
    const made = new KafkaBatchServer({
      ...config(),
      groupId: `g${(number += 1)}`,
      backOff: { firstMs: 50, maxMs: 400 },
      ...options,
    });
    for (const [topic, handler] of Object.entries(handlers)) made.onBatch(topic, handler);
    servers.push(made);
    return made;
  }

  async function serve(
    handlers: Record<string, BatchHandler>,
    options: Partial<ReaderConfig> = {},
  ): Promise<KafkaBatchServer> {
    const made = server(handlers, options);
    await listening(made);
    return made;
  }

  async function send(
    topic: string,
    messages: { key: string | null; value: string | null; partition?: number; timestamp?: string }[],
  ) {
    const producer = createClient(config()).producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    await producer.send({ topic, acks: -1, messages });
    await producer.disconnect();
  }

  async function lag(groupId: string, topic: string): Promise<number> {
    const marks = await fetchWatermarks({ ...config(), groupId }, [topic]);
    return marks.reduce((sum, { high, low, committed }) => sum + Number(high - (committed ?? low)), 0);
  }

  describe('what arrives', () => {
    test('batches compressed by Kafka’s own producer with each codec are read', async () => {
      const lines = Array.from(
        { length: 300 },
        (_, index) => `key${index}\t{"说明":"测试 test ${index}","padding":"${'x'.repeat(400)}"}`,
      );
      const topics = await Promise.all(codecs.map(() => freshTopic()));
      await Promise.all(
        codecs.map((codec, index) =>
          runKafkaTool({
            main: 'org.apache.kafka.tools.ConsoleProducer',
            args: [
              '--bootstrap-server',
              broker.brokers[0] ?? '',
              '--topic',
              topics[index] ?? '',
              '--compression-codec',
              codec,
              '--reader-property',
              'parse.key=true',
            ],
            input: lines.join('\n'),
          }),
        ),
      );
      const seen = new Map<string, string[]>(topics.map((topic) => [topic, []]));
      const collect: BatchHandler = async ({ topic, messages }) =>
        void seen.get(topic)?.push(...messages.map(({ key, value }) => `${text(key)}\t${text(value)}`));
      await serve(Object.fromEntries(topics.map((topic) => [topic, collect])));
      await until(() => [...seen.values()].every(({ length }) => length === lines.length));
      for (const [index, topic] of topics.entries()) {
        expect(seen.get(topic)).toEqual(lines);
        const segment = readFileSync(join(broker.folder, 'log', `${topic}-0`, '00000000000000000000.log'));
        expect(segment.readInt16BE(21) & 7, `codec in the batch of ${codecs[index]}`).toBe(index + 1);
      }
    });

    test('batches compressed by our publisher with each codec are read by Kafka’s own consumer', async () => {
      const topics = await Promise.all(codecs.map(() => freshTopic()));
      const values = Array.from({ length: 50 }, (_, index) => `数${index}${'y'.repeat(300)}`);
      for (const [index, compression] of codecs.entries()) {
        const publisher = createKafkaPublisher({ ...config(), compression });
        await publisher.publish(
          topics[index] ?? '',
          values.map((value) => ({ key: 'k', value })),
        );
        await publisher.close();
      }
      const args = ['--bootstrap-server', broker.brokers[0] ?? '', '--include', topics.join('|'), '--from-beginning'];
      const out = await runKafkaTool({
        main: 'org.apache.kafka.tools.consumer.ConsoleConsumer',
        args: [...args, '--max-messages', '200'],
      });
      expect(out.trim().split('\n').sort()).toEqual(codecs.flatMap(() => values).sort());
    });

    test('P03: a null value arrives as null between two good ones, keys and headers as bytes', async () => {
      const topic = await freshTopic();
      await send(topic, [
        { key: 'C-76', value: 'a' },
        { key: 'C-77', value: null },
        { key: null, value: 'b' },
      ]);
      const publisher = createKafkaPublisher(config());
      await publisher.publish(topic, [{ key: 'h', value: new Uint8Array([0, 255]), headers: { ce_id: 'c-1' } }]);
      await publisher.close();
      const seen: Batch['messages'] = [];
      await serve({ [topic]: async ({ messages }) => void seen.push(...messages) });
      await until(() => seen.length === 4);
      expect(seen.map(({ key, value }) => [text(key), value === null ? null : [...value]])).toEqual([
        ['C-76', [97]],
        ['C-77', null],
        [null, [98]],
        ['h', [0, 255]],
      ]);
      expect(seen.map(({ offset }) => offset)).toEqual(['0', '1', '2', '3']);
      expect(text(seen[3]?.headers['ce_id'] ?? null)).toBe('c-1');
    });

    test('the time of receipt is the broker’s, whatever the producer says', async () => {
      const topic = await freshTopic();
      const before = Date.now();
      await send(topic, [{ key: 'k', value: 'v', timestamp: '1000' }]);
      const times: number[] = [];
      await serve({
        [topic]: async ({ messages }) => void times.push(...messages.map(({ appendedAt }) => appendedAt)),
      });
      await until(() => times.length === 1);
      expect(times[0]).toBeGreaterThanOrEqual(before);
      expect(times[0]).toBeLessThanOrEqual(Date.now());
    });

    test('a message of 6 MB arrives whole, and so does the larger dead letter made of it; what is over the limit is refused', async () => {
      const [topic, dead] = [await freshTopic(), await freshTopic()];
      const publisher = createKafkaPublisher(config());
      const large = Buffer.alloc(6 * 2 ** 20, 'é');
      await publisher.publish(topic, [
        { key: 'small', value: 's' },
        { key: 'large', value: large },
        { key: 'end', value: 'e' },
      ]);
      const letters: number[] = [];
      const copies: boolean[] = [];
      await serve({
        [topic]: async ({ messages }) => {
          copies.push(...messages.map(({ value }) => large.equals(value ?? Buffer.alloc(0))));
          await publisher.publish(
            dead,
            messages.map(({ value }) => ({ key: 'x', value: Buffer.concat([value ?? large, large]) })),
          );
        },
        [dead]: async ({ messages }) => void letters.push(...messages.map(({ value }) => value?.length ?? 0)),
      });
      await until(() => letters.length === 3);
      expect(copies).toEqual([false, true, false]);
      expect(letters).toEqual([6 * 2 ** 20 + 1, 12 * 2 ** 20, 6 * 2 ** 20 + 1]);
      const tooLarge = publisher.publish(topic, [{ key: 'x', value: Buffer.alloc(16 * 2 ** 20) }]);
      await expect(tooLarge).rejects.toThrow(/message x for .* is over/);
      await expect(tooLarge).rejects.not.toBeInstanceOf(TransientError);
      await publisher.close();
    });

    test('aborted transactions are not read, committed ones are, and the committed position passes both', async () => {
      const topic = await freshTopic();
      const producer = createClient(config()).producer({
        transactionalId: `tx-${topic}`,
        maxInFlightRequests: 1,
        idempotent: true,
      });
      await producer.connect();
      for (const [value, commit] of [
        ['good-1', true],
        ['bad-1', false],
        ['good-2', true],
        ['bad-2', false],
      ] as const) {
        const transaction = await producer.transaction();
        await transaction.send({ topic, messages: [{ key: 'k', value }] });
        await (commit ? transaction.commit() : transaction.abort());
      }
      await producer.disconnect();
      const seen: (string | null)[] = [];
      const passed: string[] = [];
      const groupId = `g-${topic}`;
      await serve(
        { [topic]: async (batch) => void seen.push(...valuesOf(batch)) },
        {
          groupId,
          maxBytesPerPartition: 1,
          onPassed: async ({ first, last }) => void passed.push(...offsets(first, last)),
        },
      );
      await until(async () => (await lag(groupId, topic)) === 0);
      expect(seen).toEqual(['good-1', 'good-2']);
      // good-1 at 0 and its marker, bad-1 and its marker, good-2 at 4 and its marker, bad-2 and its marker
      expect([...new Set(passed)]).toEqual(['1', '2', '3', '5', '6', '7']);
    });

    test('every offset up to the committed position was either handed over or told as passed over', async () => {
      const topic = await freshTopic();
      const producer = createClient(config()).producer({
        transactionalId: `tx-${topic}`,
        maxInFlightRequests: 1,
        idempotent: true,
      });
      await producer.connect();
      for (const count of [1, 3, 2, 5]) {
        const transaction = await producer.transaction();
        await transaction.send({ topic, messages: numbered(0, count) });
        await (count === 3 ? transaction.abort() : transaction.commit());
        await send(topic, numbered(100, 101));
      }
      await producer.disconnect();
      const accounted = new Set<string>();
      const groupId = `g-${topic}`;
      await serve(
        {
          [topic]: async ({ messages }) => {
            for (const [index, { offset }] of messages.entries()) {
              const earlier = messages[index - 1]?.offset ?? String(BigInt(offset) - 1n);
              for (const one of offsets(String(BigInt(earlier) + 1n), offset)) accounted.add(one);
            }
          },
        },
        { groupId, onPassed: async ({ first, last }) => offsets(first, last).forEach((one) => accounted.add(one)) },
      );
      await until(async () => (await lag(groupId, topic)) === 0);
      // 11 messages and 4 markers of transactions, 4 messages outside
      expect([...accounted].map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 19 }, (_, index) => index));
    });

    test('aborted transactions that overlap are not read, also where a fetch begins in the middle of them', async () => {
      const topic = await freshTopic();
      const producers = ['one', 'two'].map((name) =>
        createClient(config()).producer({
          transactionalId: `tx-${topic}-${name}`,
          maxInFlightRequests: 1,
          idempotent: true,
        }),
      );
      await Promise.all(producers.map((producer) => producer.connect()));
      const [one, two] = await Promise.all(producers.map((producer) => producer.transaction()));
      // the key is that of an abort marker, which an ordinary message may have too
      const sent = [one, two, two, one, two, one];
      for (const [index, transaction] of sent.entries())
        await transaction?.send({ topic, messages: [{ key: Buffer.alloc(4), value: `bad-${index}` }] });
      await one?.abort();
      await two?.abort();
      await Promise.all(producers.map((producer) => producer.disconnect()));
      await send(topic, [{ key: 'k', value: 'good' }]);
      const seen: (string | null)[] = [];
      const groupId = `g-${topic}`;
      // one record batch at a time
      await serve(
        { [topic]: async (batch) => void seen.push(...valuesOf(batch)) },
        { groupId, maxBytesPerPartition: 1 },
      );
      await until(async () => (await lag(groupId, topic)) === 0);
      expect(seen).toEqual(['good']);
    });
  });

  describe('nothing is lost', () => {
    test('P01: while the store refuses, the batch comes again, in order and with the same end; another partition goes on', async () => {
      const topic = await freshTopic(2);
      await send(topic, numbered(0, 3));
      const tries: string[] = [];
      const stored: (string | null)[] = [];
      const other: (string | null)[] = [];
      let refusing = true;
      const groupId = `g-${topic}`;
      const made = await serve(
        {
          [topic]: async (batch) => {
            if (batch.partition === 1) return void other.push(...valuesOf(batch));
            tries.push(batch.messages.map(({ offset }) => offset).join());
            if (refusing) throw new TransientError('store does not answer');
            stored.push(...valuesOf(batch));
          },
        },
        { groupId },
      );
      await until(() => tries.length === 1);
      await send(topic, [...numbered(3, 6), ...numbered(100, 102, 1)]);
      await until(() => tries.length >= 3 && other.length === 2);
      expect(made.health().partitions).toContainEqual(
        expect.objectContaining({ partition: 0, state: 'retrying', next: null, reason: 'store does not answer' }),
      );
      expect(stored).toEqual([]);
      refusing = false;
      await until(async () => (await lag(groupId, topic)) === 0);
      expect(stored).toEqual(names(0, 6));
      expect(new Set(tries.slice(0, -1))).toEqual(new Set(['0,1,2']));
      expect(made.health()).toMatchObject({ ready: true, problems: [] });
    });

    test('a final error stops the partition and turns readiness red; nothing is committed, others go on, a restart begins there', async () => {
      const topic = await freshTopic(2);
      const groupId = `g-${topic}`;
      let calls = 0;
      const other: (string | null)[] = [];
      const made = await serve(
        {
          [topic]: async (batch) => {
            if (batch.partition === 1) return void other.push(...valuesOf(batch));
            calls += 1;
            throw new Error('no such column');
          },
        },
        { groupId },
      );
      expect(made.health().ready).toBe(true);
      await send(topic, [...numbered(0, 2), ...numbered(10, 11, 1)]);
      await until(() => calls === 1 && other.length === 1 && !made.health().ready);
      await send(topic, [...numbered(2, 4), ...numbered(11, 12, 1)]);
      await until(() => other.length === 2);
      expect(calls).toBe(1);
      expect(made.health().problems).toEqual([`${topic}/0 stopped: no such column`]);
      await made.close();
      const marks = await fetchWatermarks({ ...config(), groupId }, [topic]);
      expect(marks.map(({ committed }) => committed)).toEqual([null, 2n]);
      const seen: (string | null)[] = [];
      await serve({ [topic]: async (batch) => void seen.push(...valuesOf(batch)) }, { groupId });
      await until(() => seen.length === 4);
      expect(seen).toEqual(names(0, 4));
    });

    test('the first batch of a new group failing skips nothing, also what was there before the group', async () => {
      const topic = await freshTopic();
      await send(topic, numbered(0, 5));
      const offsets: string[] = [];
      let failures = 2;
      await serve({
        [topic]: async ({ messages }) => {
          if ((failures -= 1) >= 0) throw new TransientError('not yet');
          offsets.push(...messages.map(({ offset }) => offset));
        },
      });
      await until(() => offsets.length >= 5);
      expect(offsets).toEqual(['0', '1', '2', '3', '4']);
    });

    test('a clean shutdown waits for the batch in flight, commits it and leaves the group', async () => {
      const topic = await freshTopic();
      const groupId = `g-${topic}`;
      await send(topic, numbered(0, 4));
      const held = gate();
      let begun = false;
      const made = await serve(
        {
          [topic]: async () => {
            begun = true;
            await held.passed;
          },
        },
        { groupId },
      );
      await until(() => begun);
      let closed = false;
      const closing = made.close().then(() => (closed = true));
      await pause(100);
      expect(closed).toBe(false);
      held.open();
      await closing;
      expect(await lag(groupId, topic)).toBe(0);
      const admin = createClient(config()).admin();
      await admin.connect();
      const { groups } = await admin.describeGroups([groupId]);
      await admin.disconnect();
      expect(groups[0]?.members).toEqual([]);
    });

    test('a broker that is killed and comes back loses no acknowledged message, and readers go on by themselves', async () => {
      const topic = await freshTopic(2);
      const groupId = `g-${topic}`;
      const seen: (string | null)[] = [];
      const made = await serve(
        { [topic]: async (batch) => void seen.push(...valuesOf(batch)) },
        { groupId, sessionMs: 3000 },
      );
      const publisher = createKafkaPublisher(config());
      const acknowledged: string[] = [];
      const publish = async (value: string): Promise<void> => {
        for (;;) {
          try {
            await publisher.publish(topic, [{ key: 'same', value }]);
            return void acknowledged.push(value);
          } catch (error) {
            if (!(error instanceof TransientError)) throw error;
          }
        }
      };
      for (const value of names(0, 20)) await publish(value);
      const during = publish('v20');
      await broker.kill();
      await broker.restart();
      await during;
      for (const value of names(21, 40)) await publish(value);
      await until(() => new Set(seen).size === 40);
      expect([...new Set(seen)]).toEqual(names(0, 40));
      expect(acknowledged).toEqual(names(0, 40));
      await until(() => made.health().ready);
      await publisher.close();
    });
  });

  describe('several members', () => {
    test('P02: a second member joins while a handler is busy: every message is handled once, then both work', async () => {
      const topic = await freshTopic(2);
      const groupId = `g-${topic}`;
      await send(topic, [...numbered(0, 5), ...numbered(50, 55, 1)]);
      const handled: string[] = [];
      let busy = false;
      const held = gate();
      const slow: BatchHandler = async (batch) => {
        busy = true;
        await held.passed;
        await batch.heartbeat();
        handled.push(...valuesOf(batch).map((value) => `a ${value}`));
      };
      const options = { groupId, sessionMs: 3000 };
      const first = await serve({ [topic]: slow }, options);
      await until(() => busy);
      const second = server(
        { [topic]: async (batch) => void handled.push(...valuesOf(batch).map((value) => `b ${value}`)) },
        options,
      );
      const joined = listening(second);
      // longer than a session: only heartbeats in the background keep the first member in the group
      await pause(3500);
      held.open();
      await joined;
      await until(async () => (await lag(groupId, topic)) === 0);
      expect(handled.map((one) => one.slice(2)).sort()).toEqual([...names(0, 5), ...names(50, 55)].sort());
      await until(() => [first, second].every((one) => one.health().ready && one.health().partitions.length === 1));
      await send(topic, [...numbered(5, 6), ...numbered(55, 56, 1)]);
      await until(() => handled.length === 12);
      expect(new Set(handled.slice(-2).map((one) => one[0]))).toEqual(new Set(['a', 'b']));
    });

    test('a handler busy for longer than the group waits learns that its partition was taken; nothing is lost', async () => {
      const topic = await freshTopic();
      const groupId = `g-${topic}`;
      await send(topic, numbered(0, 4));
      const options = { groupId, sessionMs: 3000, rebalanceMs: 1000 };
      let began = 0;
      let told: unknown = null;
      const tooSlow: BatchHandler = async (batch) => {
        began += 1;
        for (;;) {
          await pause(50);
          await batch.heartbeat().catch((error: unknown) => {
            told = error;
            throw error;
          });
        }
      };
      const first = await serve({ [topic]: tooSlow }, options);
      await until(() => began === 1);
      const seen: (string | null)[] = [];
      await serve({ [topic]: async (batch) => void seen.push(...valuesOf(batch)) }, options);
      await until(() => told !== null);
      await first.close();
      await until(() => seen.length >= 4);
      expect(told).toBeInstanceOf(TransientError);
      expect([...new Set(seen)]).toEqual(names(0, 4));
      expect(await lag(groupId, topic)).toBe(0);
    });

    test('the order of a key holds over four partitions worked on at the same time, with failures between', async () => {
      const topic = await freshTopic(4);
      const publisher = createKafkaPublisher(config());
      const messages = Array.from({ length: 4000 }, (_, index) => ({
        key: `entity-${index % 40}`,
        value: String(index),
      }));
      // small batches, so that one fetch takes from several partitions
      for (let at = 0; at < messages.length; at += 400) await publisher.publish(topic, messages.slice(at, at + 400));
      await publisher.close();
      const perKey = new Map<string, number[]>();
      let count = 0;
      let together = 0;
      let most = 0;
      const groupId = `g-${topic}`;
      const handler: BatchHandler = async ({ messages: batch }) => {
        most = Math.max(most, (together += 1));
        await pause(5);
        together -= 1;
        if ((count += 1) % 3 === 0) throw new TransientError('now and then');
        for (const { key, value } of batch)
          perKey.set(text(key) ?? '', [...(perKey.get(text(key) ?? '') ?? []), Number(text(value))]);
      };
      await serve({ [topic]: handler }, { groupId, concurrency: 4, maxBytesPerPartition: 8192 });
      await until(async () => (await lag(groupId, topic)) === 0);
      expect(perKey.size).toBe(40);
      for (const [key, values] of perKey) {
        const number = Number(key.slice('entity-'.length));
        expect(values).toEqual(Array.from({ length: 100 }, (_, index) => number + 40 * index));
      }
      expect(most).toBeGreaterThan(1);
    });
  });

  describe('topics and Nest', () => {
    test('ensureTopics may run twice, and names what is not set as needed', async () => {
      const topic = await freshTopic(3);
      await ensureTopics(config(), [{ topic, partitions: 3 }]);
      const marks = await fetchWatermarks(config(), [topic]);
      expect(marks).toEqual([0, 1, 2].map((partition) => ({ topic, partition, low: 0n, high: 0n, committed: null })));
      const admin = createClient(config()).admin();
      await admin.connect();
      const configEntries = [
        { name: 'message.timestamp.type', value: 'CreateTime' },
        { name: 'max.message.bytes', value: '1000' },
      ];
      await admin.createTopics({ topics: [{ topic: `${topic}-other`, configEntries }], waitForLeaders: true });
      await admin.disconnect();
      await expect(ensureTopics(config(), [{ topic: `${topic}-other`, partitions: 1 }])).rejects.toThrow(
        `${topic}-other message.timestamp.type is CreateTime, needed LogAppendTime; ${topic}-other max.message.bytes is 1000, needed 16777216`,
      );
    });

    test('a Nest application listens through it; a topic that does not exist fails the start', async () => {
      class Empty {
        readonly name = 'no controllers';
      }
      Module({})(Empty);
      const topic = await freshTopic();
      const seen: (string | null)[] = [];
      const strategy = server({ [topic]: async (batch) => void seen.push(...valuesOf(batch)) });
      const app = await NestFactory.createMicroservice(Empty, { strategy, logger: false });
      await app.listen();
      await send(topic, numbered(0, 2));
      await until(() => seen.length === 2);
      await app.close();
      expect(strategy.health()).toMatchObject({ ready: false });
      const lost = await NestFactory.createMicroservice(Empty, {
        strategy: server({ nowhere: async () => undefined }),
        logger: false,
      });
      await expect(lost.listen()).rejects.toThrow(/topic/i);
    });

    test('handlers by @EventPattern are refused, for Nest would hide the class of their errors', async () => {
      class Cases {
        on() {}
      }
      Controller()(Cases);
      EventPattern('duqing.cases')(Cases.prototype, 'on', Object.getOwnPropertyDescriptor(Cases.prototype, 'on') ?? {});
      class WithController {
        readonly name = 'one controller';
      }
      Module({ controllers: [Cases] })(WithController);
      const app = await NestFactory.createMicroservice(WithController, {
        strategy: server({}),
        logger: false,
        abortOnError: false,
      });
      await expect(app.listen()).rejects.toThrow('"duqing.cases": register Kafka handlers with onBatch');
    });

    test('none of this made a TimeoutNegativeWarning', () => {
      expect(warnings).not.toContain('TimeoutNegativeWarning');
    });
  });
});
