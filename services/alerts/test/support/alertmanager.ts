import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export const hasAlertmanager = ['prometheus-alertmanager', 'amtool'].every(
  (name) => spawnSync(name, ['--version']).error === undefined,
);

export interface Alertmanager {
  url: string;
  stop(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

/** A real Alertmanager over a configuration file and a storage folder; resolves when it is ready. */
export async function startAlertmanager(given: {
  config: string;
  storage: string;
  port: number;
}): Promise<Alertmanager> {
  const url = `http://127.0.0.1:${given.port}`;
  const child = spawn('prometheus-alertmanager', [
    `--config.file=${given.config}`,
    `--storage.path=${given.storage}`,
    `--web.listen-address=127.0.0.1:${given.port}`,
    '--cluster.listen-address=',
  ]);
  await until(async () => (await fetch(`${url}/-/ready`)).ok);
  return { url, stop: async () => stopped(child) };
}

async function stopped(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGTERM');
  await gone;
}

/** Waits until a check holds; an error counts as not yet. Throws after 20 s. */
export async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  for (;;) {
    const holds = await (async () => check())().catch(() => false);
    if (holds) return;
    if (Date.now() > end) throw new Error(`did not come: ${check.toString()}`);
    await sleep(50);
  }
}
