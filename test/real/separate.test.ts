import { join } from 'node:path';
import { kafkaAvailable } from '@duqing/infra-kafka';
import { describe, expect, it } from 'vitest';
import { CBP, importRelease, totals } from './cbp.ts';
import { cellOf, FIXTURES, importHistory, parts, REAL_DATA, SKIPPED } from './duqing.ts';
import { REVISED, rowsOf } from './held.ts';
import { separateServices } from './separate.ts';
import { AFTER, BEFORE, COLOMBIA } from './expected.ts';

const missing = SKIPPED || (kafkaAvailable() === null ? '' : ` (skipped: ${kafkaAvailable()})`);

function release(month: string): string {
  return join(REAL_DATA, `cbp_nationwide_drugs_fy23-fy26_release-${month}.csv`);
}

describe.skipIf(missing !== '')(
  `real data through a real Kafka and separate services${missing}`,
  { timeout: 400_000 },
  () => {
    it('CBP: the totals of both releases, and 210 changed keys', async () => {
      const { way, close } = await separateServices(CBP.deployment);
      try {
        await importRelease(way, { file: release('dec'), revision: 1 });
        expect(await totals(way, '2025Q4')).toEqual(BEFORE);
        const { balance } = await importRelease(way, { file: release('apr'), revision: 2 });
        expect(balance).toMatchObject({
          received: 16_568,
          accepted: 8_673,
          superseded: 7_895,
          duplicate: 0,
          conflict: 0,
          rejected: 0,
        });
        expect(await totals(way, '2025Q4')).toEqual(AFTER);
        expect(await rowsOf(way, REVISED)).toEqual([
          {
            common: 7_895,
            added: 778,
            gone: 0,
            changed: 210,
            countUp: 197,
            countDown: 4,
            weightUp: 49,
            weightDown: 25,
          },
        ]);
      } finally {
        await close();
      }
    });

    it('Colombia: the grams of every drug and quarter', async () => {
      const { way, close } = await separateServices(join(FIXTURES, 'colombia/deployment'));
      try {
        const file = join(REAL_DATA, 'colombia_seizures_2018_janmay.csv');
        const { balance } = await importHistory(way, {
          file,
          mapping: join(FIXTURES, 'colombia/mapping.json'),
          revision: 1,
        });
        expect(balance).toMatchObject({ received: 41_392, accepted: 41_392, rejected: 0 });
        for (const [quarter, expected] of Object.entries(COLOMBIA)) {
          const grams = Object.fromEntries(Object.entries(expected).map(([drug, [, text]]) => [drug, Number(text)]));
          expect(parts(await cellOf(way, ['seized-mass', 'CO', quarter]))).toEqual(grams);
        }
      } finally {
        await close();
      }
    });
  },
);
