import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { startChdbServer } from '@duqing/chdb-server';
import type { Deployment } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import { claimDataDir, migrate, openStore, type Store } from '@duqing/warehouse';
import { UsageError } from './usage.ts';

export interface Session {
  store: Store;
  deployment: Deployment;
  /** folder of the embedded store; null where a server is used */
  dataDir: string | null;
  close(): Promise<void>;
}

export interface SessionOptions {
  data?: string | undefined;
  deployment?: string | undefined;
}

const DEFAULT_DATA = '.duqing/data';
const DEFAULT_DEPLOYMENT = 'jinhua';

/**
 * Opens the store that a command works on: a server where DUQING_CLICKHOUSE_URL names one, else the embedded store of a folder,
 * through the process that has it open where there is one. Throws a UsageError where the store belongs to another deployment.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const url = process.env['DUQING_CLICKHOUSE_URL'];
  if (url !== undefined && options.data === undefined) return overServer(url, options);
  const dataDir = resolve(options.data ?? process.env['DUQING_DATA'] ?? DEFAULT_DATA);
  await mkdir(dataDir, { recursive: true });
  const deployment = await deploymentOf(dataDir, options.deployment);
  const claim = await claimDataDir(dataDir);
  if (claim.kind === 'guest') {
    const store = await openStore({ kind: 'server', url: claim.url });
    return { store, deployment, dataDir, close: async () => store.close() };
  }
  const store = await openStore({ kind: 'embedded', path: claim.path });
  await migrate(store);
  const facade = await startChdbServer({ path: claim.path, users: 'generated' });
  await claim.announce(facade.url);
  const close = async (): Promise<void> => {
    await facade.close();
    await store.close();
    await claim.release();
  };
  return { store, deployment, dataDir, close };
}

async function overServer(url: string, options: SessionOptions): Promise<Session> {
  const deployment = await loadDeployment(options.deployment ?? process.env['DUQING_DEPLOYMENT'] ?? DEFAULT_DEPLOYMENT);
  const store = await openStore({ kind: 'server', url });
  await migrate(store);
  return { store, deployment, dataDir: null, close: async () => store.close() };
}

/** A store keeps the deployment that it was first filled for. */
async function deploymentOf(dataDir: string, asked: string | undefined): Promise<Deployment> {
  const file = join(dataDir, 'deployment');
  const held = await readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
  if (held !== undefined && asked !== undefined && held !== asked)
    throw new UsageError(`--deployment: ${dataDir} holds deployment ${held}, not ${asked}`);
  const id = held ?? asked ?? process.env['DUQING_DEPLOYMENT'] ?? DEFAULT_DEPLOYMENT;
  const deployment = await loadDeployment(id);
  if (held === undefined) await writeFile(file, `${id}\n`);
  return deployment;
}
