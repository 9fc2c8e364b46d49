import type { Cell } from '@duqing/catalogue';
import { foldStanding } from '../src/core/fold.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateAlerts } from '../src/core/evaluate.ts';
import type { AlertInput, Transition } from '../src/core/types.ts';
import { watchedCells } from '../src/core/watched.ts';
import { SCENARIOS } from './scenarios.ts';
import { cause, cell, CITY, compositeDetail, COUNTY, DAY, input, NOW } from './support/builders.ts';

const INDICATORS = [
  'zero-manufacturing',
  'uncontrolled-manufacturing',
  'transit-hub',
  'it-solved-share',
  'user-caused-cases',
  'lost-contact-rate',
  'execution-rate',
  'execution-rate-rising',
  'users-population-share',
  'self-assessed-failing-items',
  'new-substances',
];
const COUNT = 'self-assessed-failing-items';

const anyCell = fc
  .record({
    indicator: fc.constantFrom(...INDICATORS),
    region: fc.constantFrom(COUNTY, '990103', CITY),
    period: fc.constantFrom('2025Q2', '2025Q4', '2026Q1', '2026Q2', '2026H1', '2025'),
    verdict: fc.constantFrom('met', 'missed', 'not-assessable', 'not-due', 'not-applicable'),
    reason: fc.constantFrom(null, 'return-missing', 'helper-missing', 'feed-unattested', 'unit-missing'),
    stage: fc.constantFrom('running', 'provisional', 'final'),
    value: fc.constantFrom(null, 0, 1, 4),
    toBreak: fc.constantFrom(0, 1, 3),
    attested: fc.constantFrom(0, 1),
    // at least one: an item that is missed counts in its area's own count
    failing: fc.integer({ min: 1, max: 4 }),
    backfilled: fc.boolean(),
  } as const)
  .map(({ toBreak, attested, failing, backfilled, ...given }): Cell => {
    const plain = cell({ ...given, flags: backfilled ? ['backfilled'] : [] });
    return {
      ...plain,
      distance: { toMeet: 0, toBreak, text: { zh: '差', en: 'off' } },
      completeness: { ...plain.completeness, feedsExpected: 1, feedsAttested: attested },
      ...(given.indicator === COUNT && { composite: compositeDetail(failing, 1) }),
    };
  });
const cells = fc
  .array(anyCell, { maxLength: 60 })
  .map((all) => [...new Map(all.map((one) => [`${one.indicator}/${one.region}/${one.period}`, one])).values()]);

function evaluated(given: Partial<AlertInput>, previous: Transition[], only: boolean): Transition[] {
  const full = input({ ...given, previous });
  const standing = [...foldStanding(previous).values()].filter(
    ({ state }) => state !== 'normal' && state !== 'resolved',
  );
  const kept = full.cells.filter(watchedCells({ calendar: full.calendar, standing }));
  return evaluateAlerts(only ? { ...full, cells: kept } : full);
}

/** Each moment's transitions by all cells, and by the watched ones alone. */
function bothWays(steps: readonly Partial<AlertInput>[]): { all: Transition[][]; watched: Transition[][] } {
  const previous: Transition[] = [];
  const [all, watched]: [Transition[][], Transition[][]] = [[], []];
  for (const step of steps) {
    all.push(evaluated(step, [...previous], false));
    watched.push(evaluated(step, [...previous], true));
    previous.push(...(all.at(-1) ?? []));
  }
  return { all, watched };
}

test.each(Object.entries(SCENARIOS))('%s: evaluating over the watched cells alone says the same', (_kind, story) => {
  const { all, watched } = bothWays([story.before, ...story.fires, ...story.ends]);
  expect(watched).toEqual(all);
});

test('whatever the cells are, one moment after another', () => {
  fc.assert(
    fc.property(fc.array(cells, { minLength: 1, maxLength: 4 }), (moments) => {
      const { all, watched } = bothWays(
        moments.map((held, index) => ({
          cells: held,
          now: NOW + index * 20 * DAY,
          causes: new Map(
            held.map((one) => [
              `${one.indicator}/${one.region}/${one.period}`,
              [cause(`c-${one.region}-${one.period}`)],
            ]),
          ),
        })),
      );
      expect(watched).toEqual(all);
    }),
    { numRuns: 200 },
  );
});

test('of cells that are met and far from their limit none is held', () => {
  const keep = watchedCells({ calendar: input().calendar, standing: [] });
  expect(
    [cell({ indicator: 'it-solved-share', value: 40 }), cell({ indicator: 'transit-hub', value: false })].filter(keep),
  ).toEqual([]);
});
