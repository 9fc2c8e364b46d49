import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTarget, formatValue } from '../src/index.ts';
import { A, allAttested, attested, B, cell, CITY_CODE, evaluator, events } from './world.ts';

const Q2 = '2026Q2';
const share = (n: number, d: number) =>
  cell({ attestations: [attested(A, Q2)], aggregates: events('it-solved-share', A, Q2, { n, d }) }, [
    'it-solved-share',
    A,
    Q2,
  ]);
const ratio = fc
  .tuple(fc.integer({ min: 1, max: 5000 }), fc.nat({ max: 5000 }))
  .map(([d, n]) => [Math.min(n, d), d] as const);

describe('for any ratio', () => {
  it('the steps of its distance turn the verdict, one fewer does not', () =>
    fc.assert(
      fc.property(ratio, ([n, d]) => {
        const { verdict, distance } = share(n, d);
        const step = verdict === 'met' ? -(distance?.toBreak ?? 0) : (distance?.toMeet ?? 0);
        expect(share(n + step, d).verdict).not.toBe(verdict);
        expect(share(n + step - Math.sign(step), d).verdict).toBe(verdict);
      }),
    ));

  it('a missed value never reads as one that keeps the limit, nor a met one as one that does not', () =>
    fc.assert(
      fc.property(ratio, ([n, d]) => {
        const found = share(n, d);
        const shown = Number.parseFloat(formatValue(found, 'en'));
        expect(shown > 25).toBe(found.verdict === 'met');
        expect(formatTarget(found, 'en')).toBe('> 25 %');
      }),
    ));
});

describe('for any holdings', () => {
  const rows = fc.array(
    fc.tuple(fc.constantFrom(A, B, CITY_CODE), fc.constantFrom('2026Q1', Q2), fc.nat({ max: 9 }), fc.nat({ max: 9 })),
    { maxLength: 12 },
  );
  const held = rows.map((all) =>
    all.flatMap(([code, quarter, n, d]) => events('it-solved-share', code, quarter, { n, d: n + d })),
  );

  it('their order changes no cell', () =>
    fc.assert(
      fc.property(held, (aggregates) => {
        const cells = (given: typeof aggregates) =>
          evaluator({ aggregates: given, attestations: allAttested(Q2) }).cellsOf({ indicator: 'it-solved-share' });
        expect(cells(aggregates.toReversed())).toEqual(cells(aggregates));
      }),
      { numRuns: 30 },
    ));

  it("the city's parts are the sums of its units' and its own", () =>
    fc.assert(
      fc.property(held, (aggregates) => {
        const found = evaluator({ aggregates, attestations: allAttested(Q2) }).cell('it-solved-share', CITY_CODE, Q2);
        const sum = aggregates
          .filter(({ part, quarter }) => part === 'denominator' && quarter === Q2)
          .reduce((total, row) => total + Number(row.sum), 0);
        expect(found?.denominator).toBe(sum);
      }),
      { numRuns: 30 },
    ));
});
