import { setTimeout as pause } from 'node:timers/promises';
import { startChdbServer } from '@duqing/chdb-server';
import { claimDataDir, migrate, openStore, StoreError, type Claim, type Store } from '@duqing/warehouse';

/** ms for which a folder whose owner does not answer is asked again: it may be about to end */
const PATIENCE = 30_000;
const POLL = 100;
/** Owners that may end one after the other under one statement. */
const TRIES = 5;

/** A store as this process has it now: its own engine, with an address for others, or the address of the process that has it. */
interface Held {
  store: Store;
  isGuest: boolean;
  close(): Promise<void>;
}

/**
 * The embedded store of a folder, whoever has it open. Where the process that has it ends, this one takes its place, or asks the next
 * one, and the statement that could not be delivered is tried again.
 */
export async function openSharedStore(dataDir: string): Promise<Store> {
  let held = await attach(dataDir);
  let turning: Promise<void> | null = null;
  const replace = async (gone: Held): Promise<void> => {
    if (held !== gone) return;
    await gone.close().catch(() => undefined);
    held = await attach(dataDir);
  };
  const use = async <T>(run: (store: Store) => Promise<T>, isGone: (error: unknown) => boolean): Promise<T> => {
    for (let tries = 1; ; tries += 1) {
      const now = held;
      try {
        return await run(now.store);
      } catch (error) {
        if (!now.isGuest || tries === TRIES || !isGone(error)) throw error;
        turning ??= replace(now).finally(() => (turning = null));
        await turning;
      }
    }
  };
  return {
    get client() {
      return held.store.client;
    },
    query: async (sql, params, settings) => use(async (store) => store.query(sql, params, settings), wasLost),
    insert: async (table, rows, options) => use(async (store) => store.insert(table, rows, options), wasNeverSent),
    command: async (sql, params) => use(async (store) => store.command(sql, params), wasNeverSent),
    close: async () => held.close(),
  };
}

async function attach(dataDir: string): Promise<Held> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const claim = await claimDataDir(dataDir);
    if (claim.kind === 'owner') return own(claim);
    try {
      const store = await openStore({ kind: 'server', url: claim.url });
      return { store, isGuest: true, close: async () => store.close() };
    } catch (error) {
      if (!wasLost(error) || Date.now() > deadline) throw error;
    }
    await pause(POLL);
  }
}

async function own(claim: Extract<Claim, { kind: 'owner' }>): Promise<Held> {
  const store = await openStore({ kind: 'embedded', path: claim.path });
  await migrate(store);
  const facade = await startChdbServer({ path: claim.path, users: 'generated' });
  await claim.announce(facade.url);
  const close = async (): Promise<void> => {
    await facade.close();
    await store.close();
    await claim.release();
  };
  return { store, isGuest: false, close };
}

/** Nobody listens any more: the statement was not delivered. */
function wasNeverSent(error: unknown): boolean {
  return error instanceof StoreError && error.type === 'ECONNREFUSED';
}

/** Without an answer; only what does not write may be tried again without care. */
function wasLost(error: unknown): boolean {
  return error instanceof StoreError && error.transient && error.code === null && error.type !== 'ETIMEDOUT';
}
