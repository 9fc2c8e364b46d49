import { join } from 'node:path';
import { kafkaAvailable } from '@duqing/infra-kafka';
import { expect, it, describe } from 'vitest';
import { CBP, importRelease, totals } from './cbp.ts';
import { cellOf, embedded, FIXTURES, importHistory, parts, type Way } from './duqing.ts';
import { REVISED, rowsOf } from './held.ts';
import { separateServices } from './separate.ts';

/**
 * A small extract of CBP's two releases (public domain), rows as published: fiscal years, a footnote mark, E-notation, CRLF in one and
 * LF in the other, rows revised up and down and rows added. Expected totals were added up by hand from the files.
 */
const release = (month: string): string => join(FIXTURES, `cbp/release-${month}.csv`);

const BEFORE = {
  Cocaine: '3 / 477.970',
  Ecstasy: '20 / 20.088',
  Ketamine: '40 / 228.448',
  Marijuana: '449 / 2676.677',
  Methamphetamine: '2 / 10.692',
};
const AFTER = {
  Cocaine: '4 / 477.970',
  Ecstasy: '21 / 7.301',
  Ketamine: '41 / 228.448',
  Marijuana: '496 / 2676.136',
  Methamphetamine: '1 / 6.724',
};
const ADDED = { Cocaine: '2 / 1.210', Marijuana: '16 / 1112.123', Methamphetamine: '1 / 0.009' };
const UNCHANGED = {
  Cocaine: '1 / 20.106',
  Ecstasy: '3 / 22.830',
  Ketamine: '4 / 24.323',
  Marijuana: '35 / 31.086',
  Methamphetamine: '2 / 0.301',
};

/** What both releases come to, one after the other. */
async function bothReleases(way: Way): Promise<object> {
  const first = await importRelease(way, { file: release('dec'), revision: 1 });
  const before = { quarter: await totals(way, '2025Q4'), next: await totals(way, '2026Q1') };
  const second = await importRelease(way, { file: release('apr'), revision: 2 });
  const after = { quarter: await totals(way, '2025Q4'), next: await totals(way, '2026Q1') };
  const unchanged = await totals(way, '2022Q4');
  // E-notation: 4.40924524e-05 lb are 0.02 g
  const lsd = parts(await cellOf(way, ['seized-mass', 'US', '2023Q2']))['lsd']?.toFixed(8);
  const [revised] = await rowsOf(way, REVISED);
  return { first: first.balance, before, second: second.balance, after, unchanged, lsd, revised };
}

const NONE = { superseded: 0, duplicate: 0, conflict: 0, rejected: 0, discarded: 0 };
const BOTH = {
  first: { ...NONE, received: 25, accepted: 25 },
  before: { quarter: BEFORE, next: {} },
  second: { ...NONE, received: 55, accepted: 30, superseded: 25 },
  after: { quarter: AFTER, next: ADDED },
  unchanged: UNCHANGED,
  lsd: '0.02000000',
  revised: { common: 25, added: 5, gone: 0, changed: 13, countUp: 9, countDown: 4, weightUp: 1, weightDown: 7 },
};

describe('an extract of two releases of one series', { timeout: 240_000 }, () => {
  it('gives the totals of each exactly, through all services in one process', async () => {
    expect(await bothReleases(embedded(CBP.deployment))).toEqual(BOTH);
  });

  it('marks what is imported as history, and raises no alert for it', async () => {
    const way = embedded(CBP.deployment);
    await importHistory(way, { file: release('dec'), mapping: CBP.mapping, revision: 1 });
    expect((await cellOf(way, ['seizure-count', 'US', '2025Q4'])).flags).toEqual(
      expect.arrayContaining(['aggregate', 'backfilled']),
    );
    expect(await rowsOf(way, 'SELECT count() AS rows, countIf(backfilled) AS backfilled FROM ledger FINAL')).toEqual([
      { rows: 25, backfilled: 25 },
    ]);
    expect(await rowsOf(way, 'SELECT count() AS transitions FROM alert_transitions')).toEqual([{ transitions: 0 }]);
  });

  const missing = kafkaAvailable();
  it.skipIf(missing !== null && process.env['CI'] !== 'true')(
    `gives the same through a real Kafka and separate services${missing === null ? '' : ` (skipped: ${missing})`}`,
    async () => {
      const { way, close } = await separateServices(CBP.deployment);
      try {
        expect(await bothReleases(way)).toEqual(BOTH);
      } finally {
        await close();
      }
    },
  );
});
