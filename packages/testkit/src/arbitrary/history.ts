import fc from 'fast-check';
import type { ReferenceRecord } from '../model/records.ts';
import { arbitraryCase, arbitraryIntelligence, arbitrarySeizure } from './entities.ts';
import { arbitraryAttestations, arbitraryLives, arbitraryReturns } from './lives.ts';

/**
 * Valid records of tinyDeployment from 2024Q1 to 2026Q1, in order of receipt: corrections that move date or area, equal
 * revisions, withdrawals, revivals, duplicates, other sources, ended codes, gaps in attestations, holes in returns.
 */
export function arbitraryHistory(): fc.Arbitrary<ReferenceRecord[]> {
  return fc
    .tuple(
      arbitraryLives('case', { data: arbitraryCase(), day: ({ filedAt, solvedAt }) => solvedAt ?? filedAt, most: 14 }),
      arbitraryLives('seizure', { data: arbitrarySeizure(), day: ({ seizedAt }) => seizedAt, most: 6 }),
      arbitraryLives('intelligence', { data: arbitraryIntelligence(), day: ({ obtainedOn }) => obtainedOn, most: 6 }),
      arbitraryReturns(),
      arbitraryAttestations(),
    )
    .map((parts) => parts.flat().toSorted((a, b) => a.receivedAt - b.receivedAt));
}

/** The same records in another order. */
export function arbitraryOrder(records: readonly ReferenceRecord[]): fc.Arbitrary<ReferenceRecord[]> {
  return fc.shuffledSubarray([...records], { minLength: records.length, maxLength: records.length });
}

/** The same records in another cut: batches as a bus would hand them over. */
export function arbitraryCuts(length: number): fc.Arbitrary<number[]> {
  return fc.array(fc.nat(length), { maxLength: 12 });
}
