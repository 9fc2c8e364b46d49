import {
  arbitraryClock,
  arbitraryCuts,
  arbitraryHistory,
  arbitraryOrder,
  referenceModel,
  changedSubstances,
  comparingOtherwise,
  realDeployment,
  SEMANTIC_EXAMPLES,
  tinyDeployment,
  withReturnsStanding,
} from '@duqing/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRig, type Rig } from './rig.ts';
import { keyed } from './said.ts';

/** The same histories in every run; others by hand: DUQING_SEED=$RANDOM DUQING_RUNS=100. */
const SEED = Number(process.env['DUQING_SEED'] ?? 20_260_630);
const RUNS = Number(process.env['DUQING_RUNS'] ?? 6);

const STANDING = ['cases-filed', 'it-solved-share', 'minors-share', 'user-caused-cases'];
const RETURNS_STAND = withReturnsStanding(STANDING, '2026-01-01');

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
beforeEach(async () => rig.empty());
afterAll(async () => rig.close());

describe('the whole pipeline against the reference model', () => {
  it('gives every cell alike, whatever the order of arrival and however the batches are cut', async () => {
    const histories = arbitraryHistory().chain((records) =>
      fc.record({
        records: fc.constant(records),
        order: arbitraryOrder(records),
        cuts: arbitraryCuts(records.length),
        now: arbitraryClock(),
        deployment: fc.constantFrom(
          comparingOtherwise,
          tinyDeployment,
          realDeployment,
          changedSubstances,
          RETURNS_STAND,
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(histories, async ({ records, order, cuts, now, deployment }) => {
        await rig.empty();
        const known = new Set(records.filter(({ receivedAt }) => receivedAt <= now));
        const arriving = order.filter((record) => known.has(record));
        const reader = await rig.replay({ records: arriving, deployment, now, cuts });
        expect(await reader.rejects()).toEqual([]);
        const expected = keyed(referenceModel({ records, deployment, asOf: now }).cells());
        const found = keyed(await reader.cells({}));
        const periods = new Set(Array.from(found.keys(), (key) => key.split('/')[2]));
        expect(found.size).toBeGreaterThan(1_000);
        const shared = [...expected].filter(([key]) => periods.has(key.split('/')[2]));
        for (const [key, cell] of shared) expect({ key, ...found.get(key) }).toEqual({ key, ...cell });
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
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
