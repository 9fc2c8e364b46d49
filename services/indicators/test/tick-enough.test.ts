import { createEvaluator, INDICATORS, type Cell, type Holdings } from '@duqing/catalogue';
import { addDays, dayOf } from '@duqing/calendar';
import { Setting, type Deployment, type Region } from '@duqing/regions';
import { loadDeployment } from '@duqing/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyText } from '@duqing/outlook';
import { tickedCells } from '../src/core/tick.ts';

/** Of the demo's city only two units, so that a city's cells are quickly evaluated. */
const UNITS = 2;
const deployment = smaller(await loadDeployment('demo'));
const { regions, city } = new Setting(deployment, Date.parse('2026-12-31T00:00:00Z'));
const codes = [city, ...regions.unitsOf(city, '2026-01-01').map(({ code }) => code)];
const QUARTERS = ['2025Q3', '2025Q4', '2026Q1', '2026Q2', '2026Q3'];
const MEASURES = INDICATORS.filter(({ measure }) => measure.kind === 'return-count').map(({ id }) => id);

function smaller(whole: Deployment): Deployment {
  const kept = new Setting(whole, Date.parse('2026-12-31T00:00:00Z')).regions
    .unitsOf(whole.city, '2026-01-01')
    .slice(0, UNITS);
  const isKept = ({ code, parent, role }: Region): boolean =>
    role === 'reference' || code === whole.city || (parent === whole.city && kept.some((unit) => unit.code === code));
  return { ...whole, regions: whole.regions.map((version) => ({ ...version, value: version.value.filter(isKept) })) };
}

const attestation = fc.record({
  region: fc.constantFrom(...codes),
  feed: fc.constantFrom('cases' as const, 'seizures' as const, 'intelligence' as const),
  period: fc.constantFrom(...QUARTERS),
  reach: fc.nat(91),
});
const held = fc.record({
  region: fc.constantFrom(...codes),
  measure: fc.constantFrom(...MEASURES),
  period: fc.constantFrom(...QUARTERS),
  value: fc.nat(3),
});

function startOf(quarter: string): string {
  return `${quarter.slice(0, 4)}-${String(Number(quarter.slice(5)) * 3 - 2).padStart(2, '0')}-01`;
}

const arbitraryHoldings: fc.Arbitrary<Omit<Holdings, 'asOf'>> = fc
  .record({ attestations: fc.array(attestation, { maxLength: 40 }), returns: fc.array(held, { maxLength: 40 }) })
  .map(({ attestations, returns }) => ({
    aggregates: [],
    sealedBulletins: [],
    attestations: attestations.map(({ reach, ...one }) => ({
      ...one,
      through: addDays(startOf(one.period), Math.min(reach, 89)),
      count: null,
      simulated: true,
    })),
    returns: returns.map((one) => ({
      ...one,
      numerator: null,
      denominator: null,
      flag: null,
      nil: false,
      receivedAt: 0,
      simulated: true,
      backfilled: false,
      otherSource: false,
    })),
  }));

function cellsAt(asOf: number, holdings: Omit<Holdings, 'asOf'>): Map<string, string> {
  const evaluator = createEvaluator({ setting: new Setting(deployment, asOf), holdings: { ...holdings, asOf } });
  const asked = ['2025Q4', '2026', 'creation'];
  const cells = asked.flatMap((period) => evaluator.cellsOf({ period }));
  return new Map(cells.map((cell) => [keyText(cell), JSON.stringify(withoutMoment(cell))]));
}

function withoutMoment(cell: Cell): object {
  return { ...cell, asOf: '' };
}

describe('the calendar tick', () => {
  it('names every cell that days alone change, whatever is held', () => {
    const days = fc.tuple(fc.nat(500), fc.nat(40)).map(([start, length]) => {
      const after = Date.parse('2025-09-01T04:00:00Z') + start * 86_400_000;
      return [after, after + length * 86_400_000] as const;
    });
    let turned = 0;
    fc.assert(
      fc.property(arbitraryHoldings, days, (holdings, [after, until]) => {
        const [before, now] = [cellsAt(after, holdings), cellsAt(until, holdings)];
        const setting = new Setting(deployment, until);
        const ticked = new Set(tickedCells({ setting, after: dayOf(after), until: dayOf(until) }).map(keyText));
        const changed = [...now].filter(([key, text]) => before.get(key) !== text).map(([key]) => key);
        turned += changed.length;
        // periods ahead are not kept as vintages, and hold nothing
        const present = `${dayOf(until).slice(0, 4)}Q${Math.ceil(Number(dayOf(until).slice(5, 7)) / 3)}`;
        const kept = changed.filter((key) => (key.split('/')[2] ?? '') <= present || key.endsWith('creation'));
        expect(kept.filter((key) => !ticked.has(key))).toEqual([]);
      }),
      { numRuns: 15 },
    );
    expect(turned).toBeGreaterThan(100);
  }, 120_000);
});
