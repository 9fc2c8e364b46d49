import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deployment } from '@duqing/regions';
import { openStandalone } from '@duqing/standalone';
import { asMessages, cut, type ReferenceRecord } from '@duqing/testkit';
import { startChdbServer } from '@duqing/chdb-server';
import { migrate, openStore, type Reader, type Store } from '@duqing/warehouse';

const TABLES = [
  'ledger',
  'rejects',
  'facts_case_filed',
  'facts_case_solved',
  'facts_seizure',
  'facts_intelligence',
  'facts_return',
  'facts_attestation',
  'indicator_values',
  'vintage_moments',
  'cell_notes',
  'cell_note_ends',
  'configuration_steps',
  'configuration_backtests',
  'configuration_applied',
  'access_tokens',
  'audit',
  'alert_transitions',
  'alert_deliveries',
  'alert_letters',
  'alert_acks',
  'bulletins',
  'watermarks',
];

/** A real embedded store that is emptied between uses. */
export async function openRig(): Promise<Rig> {
  const store = await openStore({ kind: 'embedded', path: mkdtempSync(join(tmpdir(), 'duqing-e2e-')) });
  await migrate(store);
  return new Rig(store);
}

/** The same through the protocol of a server. */
export async function openServerRig(): Promise<Rig> {
  const server = await startChdbServer({ path: mkdtempSync(join(tmpdir(), 'duqing-e2e-server-')), port: 0 });
  const store = await openStore({ kind: 'server', url: server.url });
  await migrate(store);
  return new Rig(store, async () => server.close());
}

export interface Replay {
  records: readonly ReferenceRecord[];
  deployment: Deployment;
  /** ms: the clock while it runs and while it is read */
  now: number;
  /** where the list is cut into batches */
  cuts?: readonly number[];
}

export class Rig {
  readonly store: Store;

  readonly #after: () => Promise<void>;

  constructor(store: Store, after: () => Promise<void> = async () => undefined) {
    this.store = store;
    this.#after = after;
  }

  async empty(): Promise<void> {
    for (const table of TABLES) await this.store.command(`TRUNCATE TABLE ${table}`);
  }

  /** Everything through the whole pipeline; gives what reads the result. */
  async replay({ records, deployment, now, cuts = [] }: Replay): Promise<Reader> {
    const { bus, settle, reader } = openStandalone({ store: this.store, deployment, clock: () => now, replay: true });
    for (const batch of cut(asMessages(records), cuts)) {
      for (const [topic, group] of Map.groupBy(batch, (message) => message.topic)) await bus.publish(topic, group);
      await bus.idle();
    }
    await settle('replay');
    return reader;
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.#after();
  }
}
