import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldStates } from '@duqing/alerts';
import { loadDeployment } from '@duqing/runtime';
import { openStandalone } from '@duqing/standalone';
import { migrate, openStore, type AlertTransitionRow, type AlertView } from '@duqing/warehouse';
import { foldAlerts } from '@duqing/web';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openCity } from './city.ts';

const DAY = 86_400_000;
const COUNTY = '990102';

function caseMessage(revision: number, over: Record<string, unknown>): Uint8Array {
  const isWithdrawn = 'reason' in over;
  const facts = {
    region: COUNTY,
    category: 'manufacturing',
    filedAt: '2026-08-03',
    preControlled: true,
    persons: { involved: 2, minors: 0, pupils: 0, users: 0 },
    causedByUser: false,
  };
  const event = {
    specversion: '1.0',
    id: `fold-${revision}`,
    source: `/${COUNTY}/police`,
    type: isWithdrawn ? 'duqing.case.withdrawn.v1' : 'duqing.case.recorded.v1',
    subject: `${COUNTY}-2026-9001`,
    time: new Date(Date.parse('2026-08-04T09:00:00+08:00') + revision * DAY).toISOString(),
    data: isWithdrawn ? { revision, ...over } : { revision, ...facts, ...over },
  };
  return Buffer.from(JSON.stringify(event));
}

/** A case of manufacturing is found, withdrawn, found again and withdrawn again, alerts being evaluated after each: real recalls. */
async function recalledTwice(): Promise<AlertTransitionRow[]> {
  const path = mkdtempSync(join(tmpdir(), 'duqing-fold-'));
  const store = await openStore({ kind: 'embedded', path });
  await migrate(store);
  let now = Date.parse('2026-08-10T08:00:00+08:00');
  const { bus, settle, reader } = openStandalone({
    store,
    deployment: await loadDeployment('demo'),
    clock: () => now,
    replay: true,
  });
  for (const [index, over] of [{}, { reason: 'wrong-entity' }, {}, { reason: 'entered-twice' }].entries()) {
    await bus.publish('duqing.cases', [{ key: `${COUNTY}-2026-9001`, value: caseMessage(index + 1, over) }]);
    await settle('replay');
    now += DAY;
  }
  const transitions = await reader.transitions();
  await store.close();
  rmSync(path, { recursive: true, force: true });
  return transitions;
}

function noticesOf(views: readonly AlertView[]): string[] {
  return views.flatMap(({ notices }) => notices.map(({ kind }) => kind));
}

/** Both folds at the moment of every transition and between. */
function compare(transitions: readonly AlertTransitionRow[]): void {
  const moments = [...new Set(transitions.map(({ at }) => at))];
  expect(moments.length).toBeGreaterThan(0);
  for (const at of moments.flatMap((moment) => [moment - 1, moment]))
    expect(foldAlerts(transitions, at)).toEqual(foldStates(transitions, at));
}

test("a story with recalls: the pages' fold says what the alerts service's says, notice by notice", async () => {
  const transitions = await recalledTwice();
  compare(transitions);
  const kinds = noticesOf(foldAlerts(transitions, Infinity));
  expect(kinds).toContain('recall');
  expect(kinds).toContain('notice');
}, 120_000);

test('a whole city: the same states, whatever the order of the rows and however often they come', async () => {
  const city = await openCity();
  try {
    const transitions = await city.reader.transitions();
    expect(transitions.length).toBeGreaterThan(50);
    compare(transitions);
    const few = transitions.slice(0, 40);
    fc.assert(
      fc.property(fc.shuffledSubarray([...few, ...few], { minLength: 20 }), (rows) => {
        expect(foldAlerts(rows, Infinity)).toEqual(foldStates(rows));
      }),
      { numRuns: 50 },
    );
  } finally {
    await city.close();
  }
}, 120_000);
