import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  arbitraryClock,
  arbitraryCuts,
  arbitraryHistory,
  arbitraryOrder,
  asMessages,
  cut,
  referenceModel,
  tinyDeployment,
  type ReferenceCell,
  type ReferenceRecord,
} from '../src/index.ts';

const RUNS = { numRuns: 12 };

function cellsOf(records: readonly ReferenceRecord[], asOf: number): ReferenceCell[] {
  return [...referenceModel({ records, asOf, deployment: tinyDeployment }).cells()];
}

const world = fc.tuple(arbitraryHistory(), arbitraryClock());

describe('any history of a small city', () => {
  test('no order of arrival changes a cell', () => {
    const shuffled = world.chain(([records, clock]) =>
      fc.tuple(fc.constant(records), fc.constant(clock), arbitraryOrder(records)),
    );
    fc.assert(
      fc.property(shuffled, ([records, clock, other]) => {
        expect(cellsOf(other, clock)).toEqual(cellsOf(records, clock));
      }),
      RUNS,
    );
  });

  test('records sent twice change nothing', () => {
    fc.assert(
      fc.property(world, ([records, clock]) => {
        expect(cellsOf([...records, ...records], clock)).toEqual(cellsOf(records, clock));
      }),
      RUNS,
    );
  });

  test('what comes in after the clock changes nothing', () => {
    fc.assert(
      fc.property(world, ([records, clock]) => {
        const known = records.filter(({ receivedAt }) => receivedAt <= clock);
        expect(cellsOf(known, clock)).toEqual(cellsOf(records, clock));
      }),
      RUNS,
    );
  });

  test('the laws of a cell hold', () => {
    fc.assert(
      fc.property(world, ([records, clock]) => {
        for (const cell of cellsOf(records, clock)) expect(faultsOf(cell)).toEqual([]);
      }),
      RUNS,
    );
  });

  test("a city's filed cases are those of its units and its own", () => {
    fc.assert(
      fc.property(world, ([records, clock]) => {
        const model = referenceModel({ records, asOf: clock, deployment: tinyDeployment });
        for (const period of ['2024Q2', '2025Q1']) {
          const areas = ['980101', '980102', '9801A1', '980103'];
          const units = areas.map((area) => model.cell('cases-filed', area, period)?.value ?? 0);
          const events = model.explain('cases-filed', '980100', period);
          const sum = units.map(Number).reduce((a, b) => a + b, 0);
          expect(events.length).toBe(Number(model.cell('cases-filed', '980100', period)?.value ?? 0));
          expect(events.length).toBeGreaterThanOrEqual(sum);
        }
      }),
      RUNS,
    );
  });

  test('batches and messages hold every record once, whatever the cut', () => {
    const batched = arbitraryHistory().chain((records) =>
      fc.tuple(fc.constant(records), arbitraryCuts(records.length)),
    );
    fc.assert(
      fc.property(batched, ([records, cuts]) => {
        const messages = cut(asMessages(records), cuts).flat();
        expect(messages.map(({ key }) => key)).toEqual(records.map(({ subject }) => subject));
      }),
      RUNS,
    );
  });
});

/** What must hold of any cell, whatever was sent. */
function faultsOf(cell: ReferenceCell): string[] {
  const { verdict, reason, value, evidence, distance, denominator } = cell;
  const laws: [string, boolean][] = [
    ['a reason goes with not-assessable and with nothing else', (reason !== null) === (verdict === 'not-assessable')],
    ['met and missed have a value', (verdict !== 'met' && verdict !== 'missed') || value !== null || isChange(cell)],
    [
      'unattested is null, not 0',
      reason !== 'feed-unattested' || value !== 0 || denominator !== null || cell.composite !== undefined,
    ],
    ['no division by 0 is shown', denominator !== 0 || value === null || isChange(cell)],
    ['a number is finite', typeof value !== 'number' || Number.isFinite(value)],
    ['met is 0 away from met', verdict !== 'met' || distance === null || distance.toMeet === 0],
    ['missed is 0 away from missed', verdict !== 'missed' || distance === null || distance.toBreak === 0],
    ['evidence goes with a figure', evidence === null || value !== null || isChange(cell) || cell.numerator !== null],
    ['figures are simulated here', cell.flags.includes('simulated')],
  ];
  return laws.filter(([, holds]) => !holds).map(([law]) => `${law}: ${JSON.stringify(cell)}`);
}

function isChange({ indicator }: ReferenceCell): boolean {
  return indicator === 'new-users-growth' || indicator === 'abstinent-3y-growth';
}
