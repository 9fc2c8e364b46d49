import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { referenceModel, tinyDeployment } from '@duqing/testkit';
import { createReader, migrate, openStore, type BulletinRow, type Store } from '@duqing/warehouse';
import { afterAll, beforeAll, expect, test } from 'vitest';

const QUERY = { indicator: 'bulletin-issued', region: tinyDeployment.city, period: '2026Q3' };
const SEALED = '2026-07-18T09:00:00+08:00';
const AS_OF = Date.parse('2026-08-01T12:00:00+08:00');
let base: string;
let store: Store;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'duqing-issued-'));
  store = await openStore({ kind: 'embedded', path: base });
  await migrate(store);
});
afterAll(async () => {
  await store.close();
  await rm(base, { recursive: true });
});

/** What is said of the quarter's bulletin once editions for these readers were sealed: by the engine, and by the model. */
async function said(audiences: readonly string[]) {
  const rows = audiences.map((audience): BulletinRow => {
    const of = { quarter: '2026Q2', edition: 'provisional', audience, lang: 'zh' } as const;
    const at = Date.parse(SEALED);
    return { bundle_id: audience, ...of, as_of: at - 1, sealed_at: at, path: '', cells: '[]' };
  });
  if (rows.length > 0) await store.insert('bulletins', rows);
  const [cell] = await createReader({ store, deployment: tinyDeployment, clock: () => AS_OF }).cells(QUERY);
  const sealedBulletins = audiences.map((audience) => ({
    quarter: '2026Q2',
    edition: 'provisional',
    sealedOn: SEALED,
    audience,
  }));
  const model = referenceModel({ records: [], asOf: AS_OF, deployment: tinyDeployment, sealedBulletins });
  const expected = model.cell(QUERY.indicator, QUERY.region, QUERY.period);
  return [cell, expected].map((one) => [one?.value, one?.verdict]);
}

test('editions for single areas are not the bulletin of the quarter, one for the house or the public is', async () => {
  expect(await said([])).toEqual([
    [0, 'missed'],
    [0, 'missed'],
  ]);
  expect(await said(['county:980101', 'county:980102'])).toEqual([
    [0, 'missed'],
    [0, 'missed'],
  ]);
  expect(await said(['county:980101', 'county:980102', 'public'])).toEqual([
    [1, 'met'],
    [1, 'met'],
  ]);
});
