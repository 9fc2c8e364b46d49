import { mkdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startKafka, type KafkaBroker } from '@duqing/infra-kafka';
import type { RunningProcess } from '@duqing/infra-up';
import { createKafkaPublisher, ensureTopics, fetchWatermarks } from '@duqing/kafka';
import type { OutMessage } from '@duqing/runtime';
import { openStore, type Store } from '@duqing/warehouse';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { startProgram } from '../../support/service.ts';

const MADE = ['duqing.changed', 'duqing.indicators', 'duqing.alerts', 'duqing.dead-letter'];
const OTHERS = ['duqing.seizures', 'duqing.intelligence', 'duqing.returns'];
const TOPICS = ['duqing.cases', ...OTHERS, ...MADE];

/** A member that joins waits so long for others: two instances begin together, and one waits as long. */
const JOINING_MS = 3_000;
const PARTITIONS = 4;
const PUBLISHED_AT_ONCE = 5_000;
const LONGEST_MS = 1_800_000;

/** A broker and what reads from it, each a process of its own, as `npm run up` has them. */
export class Rig {
  readonly folder: string;
  readonly broker: KafkaBroker;
  readonly #admin: Admin;
  readonly #running = new Set<RunningProcess>();
  #stores = 0;

  private constructor(parts: { folder: string; broker: KafkaBroker; admin: Admin }) {
    this.folder = parts.folder;
    this.broker = parts.broker;
    this.#admin = parts.admin;
  }

  static async start(): Promise<Rig> {
    const folder = await mkdtemp(join(tmpdir(), 'duqing-bench-'));
    const properties = { 'group.initial.rebalance.delay.ms': String(JOINING_MS) };
    const broker = await startKafka({ folder: join(folder, 'kafka'), heapMb: 1_024, properties });
    const topics = TOPICS.map((topic) => ({ topic, partitions: PARTITIONS }));
    await ensureTopics({ brokers: broker.brokers, clientId: 'bench' }, topics);
    const admin = new Kafka({ brokers: broker.brokers, clientId: 'bench', logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    return new Rig({ folder, broker, admin });
  }

  get kafka() {
    return { brokers: this.broker.brokers, clientId: 'duqing-bench' };
  }

  /** So many messages, made one by one as they are sent. */
  async publish(topic: string, count: number, messageOf: (index: number) => OutMessage): Promise<void> {
    const publisher = createKafkaPublisher(this.kafka);
    for (let from = 0; from < count; from += PUBLISHED_AT_ONCE) {
      const length = Math.min(PUBLISHED_AT_ONCE, count - from);
      await publisher.publish(
        topic,
        Array.from({ length }, (_, index) => messageOf(from + index)),
      );
    }
    await publisher.close();
  }

  /** The embedded engine behind ClickHouse's protocol, with empty data. */
  async store(): Promise<BenchStore> {
    this.#stores += 1;
    const path = join(this.folder, `store-${this.#stores}`);
    mkdirSync(path);
    const running = await this.program('chdb-server', 'packages/chdb-server/src/main.ts', {
      DUQING_CHDB_PATH: path,
      PORT: '0',
    });
    const { url } = JSON.parse(running.ready) as { url: string };
    return { running, url, store: await openStore({ kind: 'server', url }), path };
  }

  async endStore({ running, store, path }: BenchStore): Promise<void> {
    await store.close();
    await this.end(running);
    await rm(path, { recursive: true, force: true });
  }

  /** A node program that says when it is ready. */
  // oxlint-disable-next-line max-params
  async program(
    name: string,
    main: string,
    env: Record<string, string>,
    onLine?: (line: string) => unknown,
  ): Promise<RunningProcess> {
    const log = join(this.folder, `${name}.log`);
    const running = await startProgram({ name, main, env, log, ...(onLine && { onLine }) });
    this.#running.add(running);
    return running;
  }

  async end(running: RunningProcess): Promise<void> {
    await running.stop({ killAfterMs: 10_000 });
    this.#running.delete(running);
  }

  /** Resolves with the moment (monotonic ms) at which the group has its members and begins to read. */
  async begun(groupId: string): Promise<number> {
    return until(`${groupId} to be joined`, async () => {
      const { groups } = await this.#admin.describeGroups([groupId]);
      return groups.some(({ state }) => state === 'Stable') ? performance.now() : null;
    });
  }

  /** Resolves when the group has committed all that the topic holds. */
  async committed(groupId: string, topic: string): Promise<void> {
    await until(`${groupId} to commit`, async () => {
      const marks = await fetchWatermarks({ ...this.kafka, groupId }, [topic]);
      return marks.every(({ high, low, committed }) => high === (committed ?? low)) ? true : null;
    });
  }

  /** Forgets how far a group is, so that it reads everything again. */
  async forget(groupId: string): Promise<void> {
    await until(`${groupId} to be empty`, async () => {
      const { groups } = await this.#admin.describeGroups([groupId]);
      return groups.every(({ state }) => state === 'Empty' || state === 'Dead') ? true : null;
    });
    await this.#admin.deleteGroups([groupId]);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running].map(async (running) => this.end(running)));
    await this.#admin.disconnect();
    await this.broker.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export interface BenchStore {
  running: RunningProcess;
  url: string;
  store: Store;
  path: string;
}

/** Asks every 25 ms until there is an answer. */
export async function until<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  const given = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (performance.now() - given > LONGEST_MS) throw new Error(`waited in vain for ${what}`);
    await pause(25);
  }
}

/** Clock ticks a second in /proc; Linux has had no other for its programs. */
const TICKS = 100;

/** ms of processor that a process has used, user and system. */
export function cpuMs({ pid }: { pid: number }): number {
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user = 0, system = 0] = rest.split(' ').slice(11, 13).map(Number);
  return ((user + system) * 1_000) / TICKS;
}

/** MiB that a process holds in memory. */
export function rssMiB({ pid }: { pid: number }): number {
  const [, kib = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1_024;
}
