import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDeployment } from '@duqing/runtime';
import { createReader, migrate, openStore, type Store } from '@duqing/warehouse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AlertsService } from '../src/alerts.service.ts';

const NOW = Date.parse('2026-06-01T09:00:00+08:00');
const deployment = await loadDeployment('demo');
let path: string;
let store: Store;

beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'duqing-handed-'));
  store = await openStore({ kind: 'embedded', path });
  await migrate(store);
});
afterAll(async () => {
  await store.close();
  await rm(path, { recursive: true });
});

const clock = (): number => NOW;
const payload = (index: number) => ({
  alerts: [{ status: 'firing', labels: { role: 'analysts' }, annotations: { transition_id: `t-${index}` } }],
});

test('a thousand payloads at once are answered after one look at the ledger, none is lost, a wrong one is refused alone', async () => {
  const reader = createReader({ store, deployment, clock });
  let looks = 0;
  const counting = {
    ...reader,
    transitions: async () => {
      looks += 1;
      return reader.transitions();
    },
  };
  const publisher = { publish: async () => undefined };
  const service = new AlertsService({ store, reader: counting, deployment, clock, publisher });
  const handed = Array.from({ length: 1_000 }, async (_, index) => service.handOver(payload(index)));
  await expect(service.handOver({ alerts: 'none' })).rejects.toThrow('payload');
  await Promise.all(handed);
  expect(looks).toBeLessThanOrEqual(2);
  const [kept] = await store.query<{ n: number }>(
    "SELECT uniqExact(transition_id) AS n FROM alert_deliveries WHERE channel = 'alertmanager:analysts'",
  );
  expect(Number(kept?.n)).toBe(1_000);
});
