import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BulletinService } from '@duqing/bulletin';
import type { Deployment } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import { generateCity } from '@duqing/simulator';
import { openStandalone, type Standalone } from '@duqing/standalone';
import { migrate, openStore, watermarkOf, type Store } from '@duqing/warehouse';

export const NOW = Date.parse('2026-10-26T08:00:00+08:00');
export const PERIOD = '2026Q3';

export interface City extends Standalone {
  store: Store;
  deployment: Deployment;
  close(): Promise<void>;
}

/** A made-up city of five quarters through the whole pipeline, in an embedded store of its own, its last quarter's bulletin sealed. */
export async function openCity(): Promise<City> {
  const path = mkdtempSync(join(tmpdir(), 'duqing-browser-'));
  const deployment = await loadDeployment('demo');
  const store = await openStore({ kind: 'embedded', path });
  await migrate(store);
  const standalone = openStandalone({ store, deployment, clock: () => NOW, replay: true });
  const messages = generateCity({ deployment, quarters: 5, seed: 1, until: '2026-10-25' });
  for (const [topic, group] of Map.groupBy(messages, ({ topic }) => topic)) {
    await standalone.bus.publish(
      topic,
      group.map(({ key, value }) => ({ key, value })),
    );
    await standalone.bus.idle();
  }
  await standalone.settle('replay');
  const { reader } = standalone;
  const bulletins = new BulletinService({
    reader,
    deployment,
    clock: () => NOW,
    watermark: async () => watermarkOf(store),
    notices: async () => [],
    append: async (row) => store.insert('bulletins', [row]),
  });
  await bulletins.issue({ quarter: PERIOD, lang: 'zh', out: join(path, 'bulletin'), audience: 'internal' });
  const close = async (): Promise<void> => {
    await store.close();
    rmSync(path, { recursive: true, force: true });
  };
  return { ...standalone, store, deployment, close };
}
