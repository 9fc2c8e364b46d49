import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openStore, type ReturnFact, type SeizureFact, type Store } from '@duqing/warehouse';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { doubtfulRecords, flagCounts } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'duqing-flags-'));
const SOURCE = '/990102/justice';
let store: Store;

beforeAll(async () => {
  store = await openStore({ kind: 'embedded', path: folder });
  await migrate(store);
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  for (const table of ['facts_return', 'facts_seizure']) await store.command(`TRUNCATE TABLE ${table}`);
});

const common = {
  region: '990102',
  day: '2026-06-30',
  rank: '1',
  deleted: false,
  source: SOURCE,
  revision: 1,
  received_at: 0,
  simulated: false,
  backfilled: false,
};

function returned(period: string, over: Partial<ReturnFact>): ReturnFact {
  return {
    ...common,
    quarter: '2026Q2',
    subject: `990102/${over.measure ?? 'class-hours'}/${period}`,
    id: period,
    flags: [],
    measure: 'class-hours',
    period,
    department: null,
    numerator: null,
    denominator: null,
    value: null,
    flag: null,
    nil: false,
    ...over,
  };
}

const tenfold = async (): Promise<string[]> =>
  (await doubtfulRecords(store, 'sudden-tenfold')).map(({ subject }) => subject);

describe('sudden tenfold', () => {
  it.each([
    ['ten times the quarter before', [5, 50], ['990102/class-hours/2026Q2']],
    ['a little under', [5, 49], []],
    ['from so little that ten times is everyday', [4, 400], []],
    ['back to a tenth, which is no doubt here', [50, 5], []],
  ])('%s: %j', async (_, [before, after], expected) => {
    await store.insert('facts_return', [
      returned('2026Q1', { value: before ?? 0 }),
      returned('2026Q2', { value: after ?? 0 }),
    ]);
    expect(await tenfold()).toEqual(expected);
  });

  it('the denominator of a ratio tells; a part alone may jump', async () => {
    await store.insert('facts_return', [
      returned('2026Q1', { numerator: 5, denominator: 80 }),
      returned('2026Q2', { numerator: 70, denominator: 81 }),
      returned('2026Q3', { numerator: 70, denominator: 810 }),
    ]);
    expect(await tenfold()).toEqual(['990102/class-hours/2026Q3']);
  });

  it('other areas, measures and kinds of period are no base; a year’s end is', async () => {
    await store.insert('facts_return', [
      returned('2025', { value: 5 }),
      returned('2026H1', { value: 50 }),
      returned('2026Q1', { value: 500 }),
      returned('2026Q2', { value: 5_000, measure: 'transport-inspections' }),
      returned('2025Q4', { value: 50, subject: 'x' }),
    ]);
    expect(await tenfold()).toEqual(['990102/class-hours/2026Q1']);
  });

  it('a correction takes the doubt away', async () => {
    await store.insert('facts_return', [returned('2026Q1', { value: 5 }), returned('2026Q2', { value: 500 })]);
    expect(await tenfold()).toHaveLength(1);
    await store.insert('facts_return', [returned('2026Q2', { value: 6, rank: '2' })]);
    expect(await tenfold()).toEqual([]);
  });
});

it('doubts are counted once a record, by sender, with a name in both languages', async () => {
  const seizure: SeizureFact = {
    ...common,
    quarter: '2026Q2',
    subject: 's-1',
    id: 's-1',
    flags: ['quantity-implausible', 'other-source'],
    case_id: '',
    channel: null,
    events: 1,
    item_substance: ['heroin'],
    item_name: [''],
    item_quantity: ['9000000'],
    item_unit: ['g'],
    item_grams: ['9000000'],
    item_pure_grams: [null],
  };
  await store.insert('facts_seizure', [seizure, { ...seizure, subject: 's-2', id: 's-2', flags: ['other-source'] }]);
  const counts = await flagCounts(store);
  expect(counts.map(({ source, flag, records }) => [source, flag, records])).toEqual([
    [SOURCE, 'other-source', 2],
    [SOURCE, 'quantity-implausible', 1],
  ]);
  expect(counts.every(({ name }) => /\p{Script=Han}/u.test(name.zh) && !/\p{Script=Han}/u.test(name.en))).toBe(true);
});
