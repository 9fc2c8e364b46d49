import { mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALERT_KINDS } from '@duqing/alerts';
import { loadDeployment } from '@duqing/runtime';
import { openStandalone } from '@duqing/standalone';
import { migrate, openStore, type AlertView, type Store } from '@duqing/warehouse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MOMENTS, tell, type MomentName, type Scenario } from './story.ts';

const NOT_KINDS = new Set(['story.ts', 'scenarios.test.ts']);
const files = (await readdir(new URL('.', import.meta.url))).filter(
  (name) => name.endsWith('.ts') && !NOT_KINDS.has(name),
);
const kinds = files.map((name) => name.replace('.ts', ''));
const scenarios = new Map<string, Scenario>(
  await Promise.all(
    kinds.map(async (kind) => {
      const { scenario } = (await import(/* @vite-ignore */ new URL(`${kind}.ts`, import.meta.url).href)) as {
        scenario: Scenario;
      };
      return [kind, scenario] as const;
    }),
  ),
);
const names = Object.keys(MOMENTS) as MomentName[];
/** Every alert as it stood after each moment. */
const seen = new Map<MomentName, Map<string, AlertView>>();
const folder = mkdtempSync(join(tmpdir(), 'duqing-scenarios-'));
let store: Store;

/** All stories at once through one pipeline over the embedded engine, each in an area of its own. */
beforeAll(async () => {
  const deployment = await loadDeployment('demo');
  store = await openStore({ kind: 'embedded', path: folder });
  await migrate(store);
  let now = 0;
  const { bus, settle, reader } = openStandalone({ store, deployment, clock: () => now, replay: true });
  for (const name of names) {
    now = Date.parse(MOMENTS[name]);
    const steps = await tell(scenarios.values(), { at: name, bus });
    await bus.idle();
    for (const { happens } of steps) await happens?.(store, now);
    await settle('replay');
    seen.set(name, new Map((await reader.alerts()).map((alert) => [alert.key, alert])));
  }
}, 240_000);
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

test('every kind of alert has its scenario, and every scenario its kind', () => {
  expect(kinds.toSorted()).toEqual([...ALERT_KINDS].sort());
});

test.each(ALERT_KINDS)('%s: silent just before, fires, ends as it should, in these words', async (kind) => {
  const scenario = scenarios.get(kind);
  if (!scenario) throw new Error(`test/scenarios/${kind}.ts is not there`);
  const { key, severity, end, steps } = scenario;
  const states = steps.map(({ at }) => `${at}: ${stateOf(seen.get(at)?.get(key))}`);
  expect(states).toEqual(steps.map(({ at, stands }) => `${at}: ${stands}`));
  const fires = steps.findIndex(({ stands }) => stands === 'firing');
  expect(steps[fires - 1]?.stands).toBe('silent');

  const last = seen.get(steps.at(-1)?.at ?? 'later')?.get(key);
  expect(last).toMatchObject({ kind, severity });
  expect(last?.notices.map((notice) => notice.kind)).toEqual(['notice', end]);
  const texts = (last?.notices ?? []).flatMap(({ text }) => [text.zh, text.en]);
  for (const text of texts) expect(text).not.toMatch(/undefined|NaN|null|\[object/);
  await expect(`${texts.join('\n')}\n`).toMatchFileSnapshot(`golden/${kind}.txt`);
});

function stateOf(alert: AlertView | undefined): string {
  return alert === undefined || alert.state === 'pending' ? 'silent' : alert.state;
}
