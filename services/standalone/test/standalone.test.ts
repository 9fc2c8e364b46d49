import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDeployment } from '@duqing/runtime';
import { migrate, openStore, watermarkOf, type Store } from '@duqing/warehouse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStandalone } from '../src/index.ts';

const NOW = Date.parse('2026-07-20T09:00:00+08:00');
const jinhua = await loadDeployment('jinhua');
let store: Store;

beforeEach(async () => {
  store = await openStore({ kind: 'embedded', path: mkdtempSync(join(tmpdir(), 'duqing-standalone-')) });
  await migrate(store);
});
afterEach(async () => store.close());

/** A manufacturing case of 330782, filed in 2026Q2, without any of the attributes that may be left out. */
function manufacturing(number: number, revision = 1): { key: string; value: string } {
  const key = `330782-2026-${number}`;
  const value = JSON.stringify({
    specversion: '1.0',
    id: `${key}-r${revision}`,
    source: '/330782/police',
    type: 'duqing.case.recorded.v1',
    subject: key,
    time: '2026-05-04T09:00:00+08:00',
    data: { revision, region: '330782', category: 'manufacturing', filedAt: '2026-05-03' },
  });
  return { key, value };
}

function open(over: Store = store, partition?: number): ReturnType<typeof openStandalone> {
  const place = partition === undefined ? {} : { partition };
  return openStandalone({ store: over, deployment: jinhua, clock: () => NOW, replay: true, ...place });
}

async function places(): Promise<string[]> {
  const rows = await store.query<{ place: string }>(
    "SELECT concat(toString(partition), '/', toString(offset)) AS place FROM ledger FINAL ORDER BY partition, offset",
  );
  return rows.map(({ place }) => place);
}

describe('openStandalone', () => {
  it('has every cell, alert and the watermark ready when settle returns', async () => {
    const { bus, settle, reader } = open();
    await bus.publish('duqing.cases', [manufacturing(1), manufacturing(2)]);
    await settle('replay');
    const [cell] = await reader.cells({ indicator: 'zero-manufacturing', region: '330782', period: '2026Q2' });
    expect(cell).toMatchObject({ value: 2, verdict: 'missed' });
    const rows = await store.query(
      "SELECT value FROM indicator_values WHERE indicator = 'zero-manufacturing' AND region = '330782' AND period = '2026Q2'",
    );
    expect(rows).toEqual([{ value: 2 }]);
    const alerts = await reader.alerts();
    expect(alerts.filter(({ kind }) => kind === 'zero-occurrence').map(({ region }) => region)).toEqual([
      '330782',
      '330782',
    ]);
    expect(await watermarkOf(store)).toBe(NOW);
  });

  it('raises no alert for history', async () => {
    const { bus, settle, reader } = open();
    await bus.publish('duqing.cases', [{ ...manufacturing(1), headers: { 'duqing-backfilled': 'true' } }]);
    await settle('history');
    expect(await reader.alerts()).toEqual([]);
    expect(await watermarkOf(store)).toBe(NOW);
  });

  it('goes on after the last offset that the store has seen, under the partition that it is given', async () => {
    const first = open();
    await first.bus.publish('duqing.cases', [manufacturing(1)]);
    await first.bus.idle();
    const second = open();
    await second.bus.publish('duqing.cases', [manufacturing(2)]);
    await second.settle('replay');
    expect(await places()).toEqual(['0/0', '0/1']);
    const beside = open(store, 4_000_000_000);
    await beside.bus.publish('duqing.cases', [manufacturing(3)]);
    await beside.settle('replay');
    expect(await places()).toEqual(['0/0', '0/1', '4000000000/2']);
  });

  it('rejects and settles nothing where a message could not be stored', async () => {
    const full: Store = {
      ...store,
      client: store.client,
      insert: async () => {
        throw new Error('the disk is full');
      },
    };
    const { bus, settle } = open(full);
    await bus.publish('duqing.cases', [manufacturing(1)]);
    await expect(settle('replay')).rejects.toThrow('the disk is full');
    expect(await watermarkOf(store)).toBeNull();
    expect(await places()).toEqual([]);
  });
});
