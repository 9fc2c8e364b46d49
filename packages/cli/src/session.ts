import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Deployment } from '@duqing/regions';
import { loadDeployment, systemClock, type Clock } from '@duqing/runtime';
import { liveDeployment, migrate, openStore, type Store } from '@duqing/warehouse';
import { heldClock } from './held-clock.ts';
import { openSharedStore } from './shared-store.ts';
import { UsageError } from './usage.ts';

export interface Session {
  store: Store;
  deployment: Deployment;
  /** folder of the embedded store; null where a server is used */
  dataDir: string | null;
  /** the machine's, save over a folder that keeps its own */
  clock: Clock;
  close(): Promise<void>;
}

export interface SessionOptions {
  data?: string | undefined;
  deployment?: string | undefined;
}

const DEFAULT_DATA = '.duqing/data';
const DEFAULT_DEPLOYMENT = 'jinhua';
const DEPLOYMENT_FILE = 'deployment';

/**
 * Opens the store that a command works on: the folder that it names, else a server where DUQING_CLICKHOUSE_URL names one, else the
 * folder of DUQING_DATA or the default; a folder through the process that has it open where there is one. Throws a UsageError where
 * the store belongs to another deployment.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const url = process.env['DUQING_CLICKHOUSE_URL'];
  if (url && options.data === undefined) return overServer(url, options);
  const dataDir = resolve(options.data ?? (process.env['DUQING_DATA'] || DEFAULT_DATA));
  await mkdir(dataDir, { recursive: true });
  const installed = await deploymentOf(dataDir, options.deployment);
  const store = await openSharedStore(dataDir);
  const deployment = await liveDeployment(store, installed);
  const clock = await heldClock(dataDir);
  return { store, deployment, dataDir, clock, close: async () => store.close() };
}

async function overServer(url: string, options: SessionOptions): Promise<Session> {
  const installed = await loadDeployment(
    options.deployment ?? (process.env['DUQING_DEPLOYMENT'] || DEFAULT_DEPLOYMENT),
  );
  const store = await openStore({ kind: 'server', url });
  await migrate(store);
  const deployment = await liveDeployment(store, installed);
  return { store, deployment, dataDir: null, clock: systemClock, close: async () => store.close() };
}

/** A store keeps the deployment that it was first filled for. */
async function deploymentOf(dataDir: string, given: string | undefined): Promise<Deployment> {
  const held = await heldDeployment(dataDir);
  const asked = given === undefined ? undefined : placeOf(given);
  if (held !== undefined && asked !== undefined && held !== asked)
    throw new UsageError(`--deployment: ${dataDir} holds deployment ${held}, not ${given}`);
  const place = held ?? asked ?? placeOf(process.env['DUQING_DEPLOYMENT'] || DEFAULT_DEPLOYMENT);
  const deployment = await loadDeployment(place);
  if (held === undefined) await writeFile(join(dataDir, DEPLOYMENT_FILE), `${place}\n`);
  return deployment;
}

/** Id or folder of the deployment that a data folder was first filled for; undefined where there is none yet. */
export async function heldDeployment(dataDir: string): Promise<string | undefined> {
  try {
    return (await readFile(join(dataDir, DEPLOYMENT_FILE), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A folder by its whole path, so that it is found from anywhere; an id as it is. */
function placeOf(idOrFolder: string): string {
  return /[/\\.]/.test(idOrFolder) ? resolve(idOrFolder) : idOrFolder;
}
