import { Setting } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allCells, batchesOf, keyText, type CellKey } from '../src/index.ts';

const setting = new Setting(await loadDeployment('demo'), Date.parse('2026-10-15T08:00:00+08:00'));

function cells(period: string, items: number, areas: number): CellKey[] {
  return Array.from({ length: items * areas }, (_, n) => ({
    indicator: `item-${Math.floor(n / areas)}`,
    region: `area-${n % areas}`,
    period,
  }));
}

describe('all cells', () => {
  it('come a period at a time, each once, the creation period among them', () => {
    const periods = [...allCells(setting, ['2026Q1', '2026Q2'])];
    const keys = periods.flat().map(keyText);
    expect(new Set(keys).size).toBe(keys.length);
    for (const period of periods) expect(new Set(period.map((key) => key.period)).size).toBe(1);
    expect(periods.map(([key]) => key?.period)).toEqual(
      expect.arrayContaining(['2026Q1', '2026Q2', '2026H1', '2026', 'creation']),
    );
  });
});

describe('batches', () => {
  const sizes = fc.array(fc.record({ items: fc.nat(9), areas: fc.integer({ min: 1, max: 9 }) }), { maxLength: 12 });

  it('hold every cell once and in order, and no more than allowed unless one item alone has more areas', () =>
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 40 }), (given, most) => {
        const periods = given.map(({ items, areas }, n) => cells(`p${n}`, items, areas));
        const batches = [...batchesOf(periods, most)];
        expect(batches.flat()).toEqual(periods.flat());
        for (const batch of batches) {
          const isOneItem = new Set(batch.map(({ indicator, period }) => indicator + period)).size === 1;
          expect(batch.length <= most || isOneItem).toBe(true);
        }
      }),
    ));

  it('keep an own count with all that it counts, as one batch where it must be', () => {
    const ids = ['zero-manufacturing', 'cases-filed', 'self-assessed-failing-items', 'lost-contact-rate'];
    const period = ids.flatMap((indicator) => ['a', 'b'].map((region) => ({ indicator, region, period: '2026Q2' })));
    const found = [...batchesOf([period], 3)].map((batch) => [...new Set(batch.map(({ indicator }) => indicator))]);
    expect(found).toEqual([
      ['zero-manufacturing', 'self-assessed-failing-items', 'lost-contact-rate'],
      ['cases-filed'],
    ]);
  });

  it('cut a period between items only: an item of a city needs all its areas', () =>
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 40 }), (given, most) => {
        const periods = given.map(({ items, areas }, n) => cells(`p${n}`, items, areas));
        const seen = new Map<string, number>();
        for (const [index, batch] of [...batchesOf(periods, most)].entries())
          for (const { indicator, period } of batch) {
            const where = seen.get(indicator + period) ?? index;
            expect(where).toBe(index);
            seen.set(indicator + period, where);
          }
      }),
    ));
});
