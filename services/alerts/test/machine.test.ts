import { foldStates } from '@duqing/warehouse';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateAlerts } from '../src/core/evaluate.ts';
import type { AlertInput, Transition } from '../src/core/types.ts';
import { cause, cell, COUNTY, input, NOW, withCauses } from './support/builders.ts';

const HOUR = 3_600_000;

/** A step of a period's life: what the share's cell says, which cases are held, and when it is looked at. */
const step = fc.record({
  verdict: fc.constantFrom('met', 'missed', 'not-assessable', 'not-due'),
  evidence: fc.constantFrom('strong', 'weak'),
  stage: fc.constantFrom('running', 'provisional', 'final'),
  backfilled: fc.boolean(),
  cases: fc.uniqueArray(fc.constantFrom('c-1', 'c-2', 'c-3')),
  hours: fc.integer({ min: 0, max: 40 }),
} as const);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function inputsOf(steps: readonly Step[]): Partial<AlertInput>[] {
  let now = NOW;
  return steps.map(({ verdict, evidence, stage, backfilled, cases, hours }) => {
    now += hours * HOUR;
    const share = cell({
      indicator: 'it-solved-share',
      verdict,
      evidence,
      stage,
      value: verdict === 'not-assessable' ? null : 20,
      flags: backfilled ? ['backfilled'] : [],
    });
    const zero = cell({
      indicator: 'zero-manufacturing',
      verdict: cases.length > 0 ? 'missed' : 'met',
      value: cases.length,
      stage,
    });
    return {
      now,
      ...withCauses([
        [share, []],
        [zero, cases.map((id) => cause(id))],
      ]),
    };
  });
}

function evaluated(inputs: readonly Partial<AlertInput>[], previous: Transition[] = []): Transition[] {
  const rows = [...previous];
  for (const one of inputs) rows.push(...evaluateAlerts(input({ ...one, previous: [...rows] })));
  return rows.slice(previous.length);
}

const steps = fc.array(step, { maxLength: 14 });

test('no transition twice, and from each state only on to another', () => {
  fc.assert(
    fc.property(steps, (given) => {
      const rows = evaluated(inputsOf(given));
      expect(new Set(rows.map(({ transition_id }) => transition_id)).size).toBe(rows.length);
      for (const [, own] of Map.groupBy(rows, ({ key }) => key)) {
        expect(own.map(({ from_state }) => from_state)).toEqual([
          'normal',
          ...own.slice(0, -1).map(({ to_state }) => to_state),
        ]);
        expect(new Set(own.map(({ at }) => at)).size).toBe(own.length);
      }
    }),
  );
});

test('looking twice at the same moment adds nothing', () => {
  fc.assert(
    fc.property(steps, (given) => {
      const once = inputsOf(given);
      expect(evaluated(once.flatMap((one) => [one, one]))).toEqual(evaluated(once));
    }),
  );
});

test('a restart at any point, with the ledger in any order and rows twice, changes nothing', () => {
  fc.assert(
    fc.property(steps, fc.nat(), fc.infiniteStream(fc.nat()), (given, at, order) => {
      const inputs = inputsOf(given);
      const cut = at % (inputs.length + 1);
      const before = evaluated(inputs.slice(0, cut));
      const shuffled = [...before, ...before].map((row) => ({ row, by: order.next().value as number }));
      const read = shuffled.sort((a, b) => a.by - b.by).map(({ row }) => row);
      expect([...before, ...evaluated(inputs.slice(cut), read)]).toEqual(evaluated(inputs));
    }),
  );
});

test('a notice for every case that came and a recall for every one that went, never two of a kind for one state', () => {
  fc.assert(
    fc.property(steps, (given) => {
      const rows = evaluated(inputsOf(given));
      for (const { notices, kind } of foldStates(rows)) {
        if (kind !== 'zero-occurrence') continue;
        expect(notices.map((notice) => notice.kind)).toEqual(
          notices.map((_, index) => (index % 2 === 0 ? 'notice' : 'recall')),
        );
      }
    }),
  );
});

/** Ids of the transitions where the events come in this order and the alerts are looked at after each of these counts. */
function idsOf(all: readonly string[], ends: readonly number[]): string[] {
  const looks = [...ends.toSorted((a, b) => a - b), all.length].map((end, index) => {
    const held = all.slice(0, end);
    const zero = cell({
      indicator: 'zero-manufacturing',
      verdict: held.length > 0 ? 'missed' : 'met',
      value: held.length,
    });
    return { now: NOW + index, ...withCauses([[zero, held.map((id) => cause(id))]]) };
  });
  return evaluated(looks)
    .map(({ transition_id }) => transition_id)
    .sort();
}

test('the same notices of events in any order and any batching, duplicates too', () => {
  const cases = ['c-1', 'c-2', 'c-3', 'c-4', 'c-5'];
  const cuts = fc.array(fc.nat({ max: 5 }), { maxLength: 6 });
  const order = fc.shuffledSubarray(cases, { minLength: cases.length });
  fc.assert(
    fc.property(order, cuts, (all, ends) => {
      expect(idsOf(all, ends)).toEqual(idsOf(cases, []));
    }),
  );
});

test('imported history raises nothing, whatever it says', () => {
  fc.assert(
    fc.property(steps, (given) => {
      const inputs = inputsOf(given.map((one) => ({ ...one, backfilled: true, cases: [] })));
      const history = inputs.map((one) => ({
        ...one,
        cells: [
          ...(one.cells ?? []),
          cell({ indicator: 'zero-diversion', verdict: 'missed', value: 1, flags: ['backfilled'] }),
        ],
        causes: new Map([[`zero-diversion/${COUNTY}/2026Q2`, [cause('c-old', { backfilled: true })]]]),
      }));
      expect(evaluated(history)).toEqual([]);
    }),
  );
});
