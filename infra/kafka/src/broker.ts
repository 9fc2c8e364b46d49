import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { kafkaClassPath } from './jars.ts';
import { javaFlags, logFlags } from './java.ts';
import { freePorts } from './ports.ts';
import { serverProperties, type Ports } from './properties.ts';
import { listsBroker } from './ready.ts';
import { runKafkaTool } from './tool.ts';

export interface KafkaOptions {
  /** where the log lives; kept when the broker stops. Absent: a temporary folder that goes with it */
  folder?: string;
  /** port of 127.0.0.1 for clients; absent: a free one */
  port?: number;
  heapMb?: number;
  /** a process group of its own: Ctrl-C at the terminal reaches only the launcher, which then stops it in its turn */
  ownGroup?: boolean;
  /** told the pid as soon as there is one, long before the broker is ready */
  onSpawn?(pid: number): void;
  /** entries of server.properties that add to or replace ours */
  properties?: Record<string, string>;
}

export interface KafkaBroker {
  /** `host:port`, the same after a restart */
  brokers: string[];
  /** of the process now running; another after a restart */
  readonly pid: number;
  /** resolves when the process now running has ended, however it did */
  readonly exit: Promise<void>;
  folder: string;
  /** SIGTERM, then waits for the end; a temporary folder is removed */
  stop(): Promise<void>;
  /** SIGKILL: what a crash leaves; the folder stays, `restart` continues from it */
  kill(): Promise<void>;
  /** ends the process by SIGTERM where it still runs, starts it on the same log and port, resolves when it is ready */
  restart(): Promise<void>;
  /** SIGSTOP: connections stay open and nothing answers, until `resume` */
  pause(): void;
  resume(): void;
}

interface Place {
  folder: string;
  port: number;
  config: string;
  heapMb: number;
  ownGroup: boolean;
  onSpawn(pid: number): void;
}

const readyWithinMs = 60_000;

/** Resolves when the broker answers the protocol and lists itself; throws with the end of its log where it does not. */
export async function startKafka(options: KafkaOptions = {}): Promise<KafkaBroker> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'duqing-kafka-')));
  await mkdir(folder, { recursive: true });
  try {
    const place = await prepare(folder, options);
    return handle({ place, child: await launch(place), temporary: options.folder === undefined });
  } catch (error) {
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function prepare(
  folder: string,
  { port, heapMb = 512, ownGroup = false, properties = {}, ...options }: KafkaOptions,
): Promise<Place> {
  const [free = 0, controller = 0] = await freePorts(2);
  const ports: Ports = { broker: port ?? free, controller };
  const config = join(folder, 'server.properties');
  const logDir = join(folder, 'log');
  writeFileSync(config, serverProperties({ ports, logDir, extra: properties }));
  if (!existsSync(join(logDir, 'meta.properties'))) {
    const cluster = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url');
    await runKafkaTool({ main: 'kafka.tools.StorageTool', args: ['format', `--cluster-id=${cluster}`, '-c', config] });
  }
  return { folder, port: ports.broker, config, heapMb, ownGroup, onSpawn: (pid) => options.onSpawn?.(pid) };
}

async function launch({ folder, port, config, heapMb, ownGroup, onSpawn }: Place): Promise<ChildProcess> {
  const log = openSync(join(folder, 'broker.log'), 'a');
  const args = [`-Xmx${heapMb}m`, ...javaFlags, ...logFlags, '-cp', await kafkaClassPath(), 'kafka.Kafka', config];
  const child = spawn('java', args, { stdio: ['ignore', log, log], detached: ownGroup });
  closeSync(log);
  child.once('error', () => undefined);
  endWithUs(child);
  if (child.pid !== undefined) onSpawn(child.pid);
  const deadline = Date.now() + readyWithinMs;
  while (!(await listsBroker(port))) {
    if (child.pid === undefined || hasEnded(child) || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`Kafka did not become ready on port ${port}: ${logTail(folder)}`);
    }
    await pause(50);
  }
  return child;
}

function handle({
  place,
  child: first,
  temporary,
}: {
  place: Place;
  child: ChildProcess;
  temporary: boolean;
}): KafkaBroker {
  let child = first;
  return {
    brokers: [`127.0.0.1:${place.port}`],
    folder: place.folder,
    get pid() {
      return child.pid ?? 0;
    },
    get exit() {
      return ending(child);
    },
    async stop() {
      await end(child, 'SIGTERM');
      if (temporary) await rm(place.folder, { recursive: true, force: true });
    },
    kill: () => end(child, 'SIGKILL'),
    async restart() {
      await end(child, 'SIGTERM');
      child = await launch(place);
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  };
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const gone = ending(child);
  child.kill('SIGCONT');
  child.kill(signal);
  await gone;
}

function ending(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (hasEnded(child)) resolve();
    else child.once('exit', () => resolve());
  });
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** A launcher that ends without `stop` (a failing test run) leaves no broker behind. */
function endWithUs(child: ChildProcess): void {
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
}

function logTail(folder: string): string {
  return readFileSync(join(folder, 'broker.log'), 'utf8').trim().slice(-3000);
}
