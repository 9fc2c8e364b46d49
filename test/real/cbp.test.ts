import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CBP, importRelease, totals } from './cbp.ts';
import { duqing, embedded, REAL_DATA, SKIPPED } from './duqing.ts';
import { AFTER, BEFORE } from './expected.ts';
import { REVISED, rowsOf } from './held.ts';

const release = (month: string): string => join(REAL_DATA, `cbp_nationwide_drugs_fy23-fy26_release-${month}.csv`);

describe.skipIf(SKIPPED !== '')(`CBP, two releases of one series${SKIPPED}`, { timeout: 300_000 }, () => {
  it('gives the totals of each release exactly, the second as the revision of the first', async () => {
    const way = embedded(CBP.deployment);
    const first = await importRelease(way, { file: release('dec'), revision: 1 });
    expect(first.balance).toMatchObject({ received: 7_895, accepted: 7_895, rejected: 0 });
    expect(await totals(way, '2025Q4')).toEqual(BEFORE);
    const second = await importRelease(way, { file: release('apr'), revision: 2 });
    expect(second.balance).toMatchObject({
      received: 16_568,
      accepted: 8_673,
      superseded: 7_895,
      conflict: 0,
      rejected: 0,
    });
    expect(await totals(way, '2025Q4')).toEqual(AFTER);
    expect((await duqing(['alerts', '--json', ...way.args])).stdout.trim()).toBe('[]');
    expect(await rowsOf(way, REVISED)).toEqual([
      { common: 7_895, added: 778, gone: 0, changed: 210, countUp: 197, countDown: 4, weightUp: 49, weightDown: 25 },
    ]);
  });
});
