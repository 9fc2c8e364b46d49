import { standingAt } from '@duqing/alerts';
import { caseEvent, tinyDeployment, withdrawal } from '@duqing/testkit';
import { createReader, withStoreAsOf, type AlertView, type Store } from '@duqing/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRig, type Rig } from './rig.ts';

const NOW = Date.parse('2026-08-01T08:00:00+08:00');
const deployment = tinyDeployment;
const found = caseEvent(
  { category: 'manufacturing', filedAt: '2026-05-03' },
  { subject: 'm-1', receivedAt: Date.parse('2026-05-06T10:00:00+08:00') },
);
const gone = withdrawal(
  found,
  {},
  { receivedAt: Date.parse('2026-06-01T10:00:00+08:00'), time: '2026-06-01T09:00:00+08:00' },
);

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
  await rig.replay({ records: [found, gone], deployment, now: NOW });
});
afterAll(async () => rig.close());

async function alertsAt(moment: string): Promise<AlertView[]> {
  const at = Date.parse(moment);
  const use = async (store: Store): Promise<AlertView[]> =>
    standingAt({
      store,
      reader: createReader({ store, deployment, clock: () => at }),
      deployment,
      now: at,
    });
  return withStoreAsOf(rig.store, { asOf: at, use });
}

function zeroOccurrences(alerts: readonly AlertView[]): string[] {
  return alerts
    .filter(({ kind }) => kind === 'zero-occurrence')
    .map(({ indicator, region, state, severity }) => [indicator, region, state, severity].join(' '));
}

describe('alerts as known at a moment', () => {
  it('says nothing before the case was received', async () => {
    expect(zeroOccurrences(await alertsAt('2026-05-06T09:00:00+08:00'))).toEqual([]);
  });

  it('stands once the case is held, in its area, under the item that the others are implied by', async () => {
    expect(zeroOccurrences(await alertsAt('2026-05-07T00:00:00+08:00'))).toEqual([
      'zero-manufacturing 980101 firing critical',
    ]);
  });

  it('does not stand any more when the case was withdrawn', async () => {
    expect(zeroOccurrences(await alertsAt('2026-06-02T00:00:00+08:00'))).toEqual([]);
  });

  it('leaves no shadow behind', async () => {
    const tables = await rig.store.query(
      "SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE 'shadow%'",
    );
    expect(tables).toEqual([]);
  });
});
