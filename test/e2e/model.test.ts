import type { Cell } from '@duqing/catalogue';
import {
  arbitraryClock,
  arbitraryCuts,
  arbitraryHistory,
  arbitraryOrder,
  referenceModel,
  SEMANTIC_EXAMPLES,
  tinyDeployment,
  type ReferenceCell,
} from '@duqing/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRig, type Rig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
beforeEach(async () => rig.empty());
afterAll(async () => rig.close());

/**
 * What the pipeline and the reference model must agree on, cell by cell; flags are held to the examples below. What evidence a figure
 * has matters where it has a verdict, which units entered it where it is due.
 */
function said(cell: Cell | ReferenceCell): object {
  const { numerator, denominator, value, verdict, reason, stage, distance, completeness, composite } = cell;
  const { returnsExpected, returnsReceived, returnsOnTime, feedsExpected, feedsAttested } = completeness;
  const { unitsIncluded, unitsMissing } = completeness;
  const isDecided = verdict === 'met' || verdict === 'missed';
  return {
    numerator,
    denominator,
    value,
    verdict,
    reason,
    evidence: isDecided ? cell.evidence : 'of no matter',
    stage,
    distance: distance && [distance.toMeet, distance.toBreak],
    completeness: [returnsExpected, returnsReceived, returnsOnTime, feedsExpected, feedsAttested],
    unitsMissing: verdict === 'not-due' ? 'of no matter' : unitsMissing.toSorted(),
    unitsIncluded: value === null || stage === 'running' ? 'of no matter' : unitsIncluded.toSorted(),
    composite: composite && [composite.range, composite.toMend, composite.failing.length],
  };
}

function keyed(cells: Iterable<Cell | ReferenceCell>): Map<string, object> {
  return new Map(Array.from(cells, (cell) => [`${cell.indicator} ${cell.region} ${cell.period}`, said(cell)]));
}

describe('the whole pipeline against the reference model', () => {
  it('gives every cell alike, whatever the order of arrival and however the batches are cut', async () => {
    const histories = arbitraryHistory().chain((records) =>
      fc.record({
        records: fc.constant(records),
        order: arbitraryOrder(records),
        cuts: arbitraryCuts(records.length),
        now: arbitraryClock(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(histories, async ({ records, order, cuts, now }) => {
        await rig.empty();
        const known = new Set(records.filter(({ receivedAt }) => receivedAt <= now));
        const arriving = order.filter((record) => known.has(record));
        const reader = await rig.replay({ records: arriving, deployment: tinyDeployment, now, cuts });
        expect(await reader.rejects()).toEqual([]);
        const expected = keyed(referenceModel({ records, deployment: tinyDeployment, asOf: now }).cells());
        const found = keyed(await reader.cells({}));
        const periods = new Set(Array.from(found.keys(), (key) => key.split(' ')[2]));
        expect(found.size).toBeGreaterThan(1_000);
        const shared = [...expected].filter(([key]) => periods.has(key.split(' ')[2]));
        for (const [key, cell] of shared) expect({ key, ...found.get(key) }).toEqual({ key, ...cell });
      }),
      { numRuns: Number(process.env['DUQING_RUNS'] ?? 6), endOnFailure: true },
    );
  }, 300_000);
});

describe('each rule of the semantics through the whole pipeline', () => {
  const examples = SEMANTIC_EXAMPLES.filter(({ sealedBulletins }) => sealedBulletins === undefined);
  it.each(examples)('$name', async ({ records, asOf, query, expect: expected, deployment = tinyDeployment }) => {
    const arriving = records.filter(({ receivedAt }) => receivedAt <= asOf);
    const reader = await rig.replay({ records: arriving, deployment, now: asOf });
    const [cell] = await reader.cells(query);
    expect(cell && { ...cell, flags: cell.flags.toSorted() }).toMatchObject(expected);
  });
});
