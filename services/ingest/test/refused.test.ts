import { StoreError } from '@duqing/warehouse';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insertApart } from '../src/core/refused.ts';

const bad = new StoreError('poison', { code: 469, type: 'VIOLATED_CONSTRAINT', transient: false });
const odd = new StoreError('odd', { code: 60, type: 'UNKNOWN_TABLE', transient: false });
const away = new StoreError('away', { code: null, type: 'ECONNREFUSED', transient: true });

/** An insert that refuses any rows among which one is `poison`, and keeps what it took. */
function table(
  poison: readonly number[],
  error: Error = bad,
): { held: number[]; insert: (rows: readonly number[]) => Promise<void> } {
  const held: number[] = [];
  return {
    held,
    insert: async (rows) => {
      if (rows.some((row) => poison.includes(row))) throw error;
      held.push(...rows);
    },
  };
}

describe('insertApart', () => {
  it('takes every good row and gives exactly the bad ones, in order', async () => {
    const rows = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(rows, fc.array(fc.integer({ min: 0, max: 99 })), async (all, poison) => {
        const { held, insert } = table(poison);
        const refused = await insertApart(all, insert);
        expect(refused.map(({ row }) => row)).toEqual(all.filter((row) => poison.includes(row)));
        expect(held).toEqual(all.filter((row) => !poison.includes(row)));
      }),
    );
  });

  it('finds one bad row among a thousand in few statements', async () => {
    const { insert } = table([613]);
    let statements = 0;
    const all = Array.from({ length: 1_000 }, (_, index) => index);
    await insertApart(all, async (rows) => {
      statements += 1;
      await insert(rows);
    });
    expect(statements).toBeLessThan(25);
  });

  it('blames no row for a fault that time may mend', async () => {
    await expect(insertApart([1, 2], table([1, 2], away).insert)).rejects.toBe(away);
  });

  it('blames no row where the store takes none, and its fault does not speak of values', async () => {
    await expect(insertApart([1, 2], table([1, 2], odd).insert)).rejects.toBe(odd);
    await expect(insertApart([1], table([1], odd).insert)).rejects.toBe(odd);
  });

  it('blames a row that is refused alone while others are taken, whatever the code', async () => {
    const refused = await insertApart([1, 2, 3], table([2], odd).insert);
    expect(refused).toEqual([{ row: 2, error: odd }]);
  });

  it('a bug of ours is nobody’s bad row', async () => {
    const bug = new TypeError('x is undefined');
    await expect(insertApart([1, 2], table([2], bug).insert)).rejects.toBe(bug);
  });
});
