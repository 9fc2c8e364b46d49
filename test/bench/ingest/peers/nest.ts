import 'reflect-metadata';
import { openStore } from '@duqing/warehouse';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Payload, Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { logLevel } from 'kafkajs';
import { z } from 'zod';
import { CASES } from '../events.ts';

/**
 * What one writes first: Nest's own Kafka transport, a handler for each event that parses it with zod and inserts it at once
 * (BENCH_MODE=each) or gathers for a second (BENCH_MODE=seconds). Nothing is deduplicated, kept or dead-lettered.
 */
const { BENCH_BROKER = '', BENCH_STORE = '', BENCH_MODE = 'each' } = process.env;
const event = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().min(1),
  subject: z.string().min(1),
  time: z.iso.datetime({ offset: true }),
  data: z.looseObject({ revision: z.int().min(1), region: z.string(), category: z.string(), filedAt: z.string() }),
});
const store = await openStore({ kind: 'server', url: BENCH_STORE });

interface Row {
  id: string;
  source: string;
  type: string;
  subject: string;
  time: string;
  data: string;
}
let waiting: Row[] = [];

async function keep(message: unknown): Promise<void> {
  const { id, source, type, subject, time, data } = event.parse(message);
  const row = { id, source, type, subject, time, data: JSON.stringify(data) };
  if (BENCH_MODE === 'each') await store.insert('plain', [row]);
  else waiting.push(row);
}

if (BENCH_MODE !== 'each')
  setInterval(() => {
    const rows = waiting;
    waiting = [];
    void store.insert('plain', rows);
  }, 1_000);

class Cases {
  async handle(message: unknown): Promise<void> {
    await keep(message);
  }
}
// decorators by hand: Node runs TypeScript without them
Controller()(Cases);
EventPattern(CASES)(Cases.prototype, 'handle', Object.getOwnPropertyDescriptor(Cases.prototype, 'handle')!);
Payload()(Cases.prototype, 'handle', 0);
class Peer {
  readonly name = 'peer';
}
Module({ controllers: [Cases] })(Peer);

const app = await NestFactory.createMicroservice<MicroserviceOptions>(Peer, {
  transport: Transport.KAFKA,
  logger: false,
  options: {
    client: { brokers: [BENCH_BROKER], clientId: 'nest', logLevel: logLevel.NOTHING },
    consumer: { groupId: `nest-${BENCH_MODE}` },
    subscribe: { fromBeginning: true },
    postfixId: '',
  },
});
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
await app.listen();
process.once('SIGTERM', () => void app.close().then(() => process.exit()));
