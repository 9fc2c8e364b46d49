import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startProcess, type RunningProcess } from '@duqing/infra-up';
import { KafkaProxy } from './kafka-proxy.ts';
import { StoreProxy } from './store-proxy.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface ServiceSpec {
  name: string;
  /** relative to the repository's root */
  main: string;
  env: Record<string, string>;
  log: string;
  /** what it is started by, where that is not node itself: a command and its first arguments */
  by?: readonly string[];
  onLine?(line: string): unknown;
}

/** A node program that says ready with one JSON line. */
export async function startProgram({ name, main, env, log, by = [], onLine }: ServiceSpec): Promise<RunningProcess> {
  const [command = process.execPath, ...args] = [...by, process.execPath, main];
  return startProcess({
    name,
    command,
    args,
    cwd: ROOT,
    env,
    readyLine: (line) => line.includes('"ready":true'),
    onLine: (line) => {
      appendFileSync(log, `${line}\n`);
      onLine?.(line);
    },
  });
}

/** One process of a service, with proxies of its own, that is started again whenever it ends, as an orchestrator does. */
export class Service {
  readonly name: string;
  readonly store: StoreProxy;
  readonly kafka: KafkaProxy;
  /** how often it was started to readiness */
  starts = 0;
  /** how it ended without having been told to */
  readonly ends: string[] = [];
  /** why the last start that failed did; '' where none has */
  fault = '';
  readonly #spec: () => ServiceSpec;
  #running: RunningProcess | null = null;
  #told = false;
  #closing = false;
  #loop: Promise<void> = Promise.resolve();
  #ready = Promise.withResolvers<void>();

  constructor(spec: ServiceSpec, { store, kafka }: { store: StoreProxy; kafka: KafkaProxy }) {
    this.name = spec.name;
    this.store = store;
    this.kafka = kafka;
    const own = { DUQING_KAFKA_BROKERS: `127.0.0.1:${kafka.port}`, DUQING_CLICKHOUSE_URL: store.url };
    this.#spec = () => ({ ...spec, env: { ...spec.env, ...own } });
  }

  start(): void {
    this.#loop = this.#supervise();
  }

  /** Resolves when the process that runs now, or the next, is ready. */
  async ready(): Promise<void> {
    await this.#ready.promise;
  }

  /** What the process itself says of its readiness; false where it does not answer. */
  async isReady(): Promise<boolean> {
    return fetch(`${this.#health}/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  /** What Prometheus would read now, by name and labels. */
  async metrics(): Promise<Map<string, number>> {
    const text = await (await fetch(`${this.#health}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
  }

  get #health(): string {
    return (JSON.parse(this.#running?.ready ?? '{}') as { health?: string }).health ?? '';
  }

  /** SIGKILL; the supervisor starts it anew. */
  kill(): void {
    this.#told = true;
    this.#running?.kill('SIGKILL');
  }

  /** SIGTERM; the supervisor starts it anew. */
  terminate(): void {
    this.#told = true;
    this.#running?.kill('SIGTERM');
  }

  /** SIGSTOP for so long: connections stay open and nothing moves. */
  async freeze(ms: number): Promise<void> {
    const frozen = this.#running;
    frozen?.kill('SIGSTOP');
    await pause(ms);
    frozen?.kill('SIGCONT');
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#running?.kill('SIGCONT');
    await this.#running?.stop({ killAfterMs: 5_000 });
    await this.#loop;
    await Promise.all([this.store.close(), this.kafka.close()]);
  }

  async #supervise(): Promise<void> {
    while (!this.#closing) {
      try {
        await this.#once();
      } catch (error) {
        // a start that failed, because what it needs is away: tried again
        this.fault = (error as Error).message;
        await pause(300);
      }
    }
  }

  async #once(): Promise<void> {
    this.#told = false;
    this.#running = await startProgram(this.#spec());
    this.starts += 1;
    this.#ready.resolve();
    if (this.#closing) this.#running.kill('SIGKILL');
    const { code, signal } = await this.#running.exit;
    this.#ready = Promise.withResolvers<void>();
    if (!this.#told && !this.#closing) this.ends.push(`${this.name}: ${signal ?? `status ${code}`}`);
  }
}
