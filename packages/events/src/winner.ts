/** What decides between the records of one entity: SEMANTICS "Identity and conflict". */
export interface Contender {
  revision: number;
  withdrawn: boolean;
  /** ms since the epoch */
  time: number;
  /** SHA-256 of the canonical data, lower-case hex */
  dataHash: string;
}

/**
 * Negative where `a` loses to `b`: highest revision, then a withdrawal before a record, then later time, then greater hash. A
 * total order, so the winner does not depend on the order of arrival; 0 only for records that are alike in all four.
 */
export function compareContenders(a: Contender, b: Contender): number {
  return (
    a.revision - b.revision ||
    Number(a.withdrawn) - Number(b.withdrawn) ||
    a.time - b.time ||
    Number(a.dataHash > b.dataHash) - Number(a.dataHash < b.dataHash)
  );
}

/** The record that counts, or undefined where there is none. */
export function winnerOf<T extends Contender>(records: readonly T[]): T | undefined {
  const [first, ...rest] = records;
  return first && rest.reduce((best, next) => (compareContenders(next, best) > 0 ? next : best), first);
}
