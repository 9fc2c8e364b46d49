import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startKafka, type KafkaBroker } from '@duqing/infra-kafka';
import type { RunningProcess } from '@duqing/infra-up';
import { createKafkaPublisher, ensureTopics, fetchWatermarks } from '@duqing/kafka';
import { TransientError, type OutMessage } from '@duqing/runtime';
import { tinyDeployment } from '@duqing/testkit';
import { openStore, type Store } from '@duqing/warehouse';
import { Collector } from './collector.ts';
import { KafkaProxy } from './kafka-proxy.ts';
import { Service, startProgram } from './service.ts';
import { smallDisk } from './small-disk.ts';
import { StoreProxy } from './store-proxy.ts';

export const INPUTS = ['duqing.cases', 'duqing.seizures', 'duqing.intelligence', 'duqing.returns'];
export const LETTERS = 'duqing.dead-letter';
const MADE = ['duqing.changed', 'duqing.indicators', 'duqing.alerts', LETTERS];
const GROUPS = [
  ['duqing-ingest', INPUTS],
  ['duqing-indicators', ['duqing.changed']],
  ['duqing-alerts', ['duqing.indicators']],
  ['duqing-alerts-prompt', ['duqing.changed']],
] as const;
const PARTITIONS = 4;

export const SERVICES = ['ingest-1', 'ingest-2', 'indicators', 'alerts'] as const;
export type ServiceName = (typeof SERVICES)[number];

export interface StackOptions {
  /** session timeout of every group, ms */
  sessionMs: number;
  /** what runs as `ingest`, relative to the root; the service itself by default */
  ingestMain?: string;
  /** beside what every service is told */
  env?: Record<string, string>;
  /** MiB of a disk of its own for the store, which ends with the store's process; see `smallDisk` */
  storeMiB?: number;
}

/** Everything as processes of its own: Kafka, the store's server, two ingests, indicators, alerts, each behind proxies of its own. */
export class Stack {
  readonly folder = mkdtempSync(join(tmpdir(), 'duqing-stack-'));
  readonly services = {} as Record<ServiceName, Service>;
  /** how often the store's server was started */
  storeStarts = 0;
  #broker!: KafkaBroker;
  #store!: Store;
  #storePort = 0;
  #storeMiB: number | undefined;
  #storeProcess: RunningProcess | null = null;
  #publisher!: ReturnType<typeof createKafkaPublisher>;
  #collector!: Collector;

  static async start(options: StackOptions): Promise<Stack> {
    const stack = new Stack();
    try {
      await stack.#start(options);
      return stack;
    } catch (error) {
      await stack.close();
      throw error;
    }
  }

  get broker(): KafkaBroker {
    return this.#broker;
  }

  /** Straight to the server, without a proxy. */
  get store(): Store {
    return this.#store;
  }

  /** Everything that Kafka holds of the inputs and the dead letters. */
  get collector(): Collector {
    return this.#collector;
  }

  get kafka() {
    return { brokers: this.#broker.brokers, clientId: 'duqing-test' };
  }

  /** Resolves when the broker has them all; where it was away in between, some may be there twice. */
  async publish(topic: string, messages: OutMessage[]): Promise<void> {
    for (;;) {
      try {
        return await this.#publisher.publish(topic, messages);
      } catch (error) {
        if (!(error instanceof TransientError)) throw error;
      }
    }
  }

  async startStore(): Promise<void> {
    const env = { DUQING_CHDB_PATH: join(this.folder, 'store'), HOST: '127.0.0.1', PORT: String(this.#storePort) };
    const log = join(this.folder, 'chdb-server.log');
    const main = 'packages/chdb-server/src/main.ts';
    const by = this.#storeMiB === undefined ? [] : smallDisk(env.DUQING_CHDB_PATH, this.#storeMiB);
    this.#storeProcess = await startProgram({ name: 'chdb-server', main, env, log, by });
    this.storeStarts += 1;
  }

  /** SIGKILL, away for `awayMs`, then back on the same data. */
  async restartStore(awayMs = 0): Promise<void> {
    this.#storeProcess?.kill('SIGKILL');
    await this.#storeProcess?.exit;
    await pause(awayMs);
    await this.startStore();
  }

  /** Takes what is left of the store's own disk, save so many KiB. */
  async fillDisk(leftKiB: number): Promise<void> {
    const filler = await open(this.#filler('filler'), 'w');
    try {
      for (const size of [2 ** 20, 4_096]) await writtenUntilFull(filler, Buffer.alloc(size));
      const { size } = await filler.stat();
      await filler.truncate(Math.max(0, size - leftKiB * 1_024));
    } finally {
      await filler.close();
    }
  }

  async freeDisk(): Promise<void> {
    await rm(this.#filler('filler'));
  }

  /** As the store's process sees its folder: nobody else has that disk. */
  #filler(name: string): string {
    return join(`/proc/${this.#storeProcess?.pid}/root`, this.folder, 'store', name);
  }

  async restartBroker(awayMs = 0): Promise<void> {
    await this.#broker.kill();
    await pause(awayMs);
    await this.#broker.restart();
  }

  async ready(withinMs = 100_000): Promise<void> {
    const waiting = new Set(Object.values(this.services));
    const all = [...waiting].map(async (service) => service.ready().then(() => waiting.delete(service)));
    const late = pause(withinMs, 'late', { ref: false });
    if ((await Promise.race([Promise.all(all), late])) !== 'late') return;
    const faults = Array.from(waiting, ({ name, fault }) => `${name} ${fault}`);
    throw new Error(`not ready after ${withinMs} ms: ${faults.join('; ')}`);
  }

  /** Resolves when everything that Kafka holds now is through every service and the watermark says so. */
  async settled(withinMs = 180_000): Promise<void> {
    const since = Date.now();
    let waitsFor = 'nothing';
    while (Date.now() < since + withinMs) {
      waitsFor = await this.#unsettled(since).catch((error: unknown) => (error as Error).message);
      if (waitsFor === '') return;
      await pause(250);
    }
    throw new Error(`not settled after ${withinMs} ms: ${waitsFor}; logs in ${this.folder}`);
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.services).map((service) => service.close()));
    await this.#collector?.close();
    await this.#publisher?.close();
    await this.#store?.close();
    await this.#storeProcess?.stop({ killAfterMs: 5_000 });
    await this.#broker?.stop();
    if (process.env['DUQING_KEEP'] === undefined) await rm(this.folder, { recursive: true, force: true });
  }

  async #start(options: StackOptions): Promise<void> {
    const { sessionMs, ingestMain = 'services/ingest/src/main.ts', env: more = {}, storeMiB } = options;
    this.#storeMiB = storeMiB;
    mkdirSync(join(this.folder, 'store'));
    const deployment = writeDeployment(join(this.folder, 'deployment'));
    this.#storePort = await freePort();
    const proxies = await Promise.all(SERVICES.map(() => KafkaProxy.start()));
    const [broker] = await Promise.all([startBroker(proxies), this.startStore()]);
    this.#broker = broker;
    await ensureTopics(
      this.kafka,
      [...INPUTS, ...MADE].map((topic) => ({ topic, partitions: PARTITIONS })),
    );
    const url = `http://127.0.0.1:${this.#storePort}`;
    this.#store = await openStore({ kind: 'server', url });
    this.#publisher = createKafkaPublisher(this.kafka);
    this.#collector = await Collector.start(this.kafka, [...INPUTS, LETTERS]);
    const env = {
      DUQING_DEPLOYMENT: deployment,
      DUQING_KAFKA_SESSION_MS: String(sessionMs),
      DUQING_SETTLE_SECONDS: '1',
      DUQING_BALANCE_SECONDS: '10',
      DUQING_WATCH_SECONDS: '2',
      DUQING_ALERT_TICK_SECONDS: '5',
      ...more,
    };
    for (const [index, name] of SERVICES.entries()) {
      const program = name.split('-')[0] ?? name;
      const main = program === 'ingest' ? ingestMain : `services/${program}/src/main.ts`;
      const kafka = proxies[index] as KafkaProxy;
      const spec = { name, main, env, log: join(this.folder, `${name}.log`) };
      this.services[name] = new Service(spec, { store: await StoreProxy.start(url), kafka });
      this.services[name].start();
    }
    await this.ready();
  }

  /** Empty where all is settled since `since`, else what is awaited. */
  async #unsettled(since: number): Promise<string> {
    const [row] = await this.#store.query<{ at: number }>(`SELECT max(at) AS at FROM watermarks`);
    if ((row?.at ?? 0) < since) return 'the watermark';
    const behind = await this.behind();
    if (behind !== '') return behind;
    const marks = await fetchWatermarks(this.kafka, [...INPUTS, LETTERS]);
    return this.#collector.hasRead(marks) ? '' : 'the collector';
  }

  /** Which groups have not committed what their topics hold; empty where none is behind. */
  async behind(): Promise<string> {
    const lagging = GROUPS.map(async ([groupId, topics]) => {
      const marks = await fetchWatermarks({ ...this.kafka, groupId }, topics);
      const behind = marks.filter(({ high, low, committed }) => high > (committed ?? low));
      return behind.map(({ topic, partition }) => `${groupId} ${topic}/${partition}`);
    });
    return (await Promise.all(lagging)).flat().join(', ');
  }
}

/** Until the disk takes no more of it. */
async function writtenUntilFull(file: FileHandle, piece: Buffer): Promise<void> {
  for (;;) {
    const { bytesWritten } = await file.write(piece).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOSPC') throw error;
      return { bytesWritten: 0 };
    });
    if (bytesWritten < piece.length) return;
  }
}

/** A broker with one listener more for each proxy, which it advertises as the proxy's address. */
export async function startBroker(proxies: readonly KafkaProxy[]): Promise<KafkaBroker> {
  const [port, controller] = [await freePort(), await freePort()];
  const listeners = [`PLAINTEXT://127.0.0.1:${port}`];
  const advertised = [...listeners];
  const protocols = ['PLAINTEXT:PLAINTEXT', 'CONTROLLER:PLAINTEXT'];
  for (const [index, proxy] of proxies.entries()) {
    const own = await freePort();
    proxy.connectTo(own);
    listeners.push(`P${index}://127.0.0.1:${own}`);
    advertised.push(`P${index}://127.0.0.1:${proxy.port}`);
    protocols.push(`P${index}:PLAINTEXT`);
  }
  return startKafka({
    port,
    properties: {
      listeners: [...listeners, `CONTROLLER://127.0.0.1:${controller}`].join(),
      'controller.quorum.voters': `1@127.0.0.1:${controller}`,
      'advertised.listeners': advertised.join(),
      'listener.security.protocol.map': protocols.join(),
    },
  });
}

/** testkit's made-up city as the folder that services load. */
function writeDeployment(folder: string): string {
  mkdirSync(folder);
  const { regions, calendar, methods, categories, targets, ...deployment } = tinyDeployment;
  const files = { deployment, regions, calendar, methods, categories, targets };
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(content));
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
