import type { Milestone } from './types.ts';

/**
 * What is held as of a moment: the whole input of the verdicts beside configuration and the clock. The engine is a pure
 * function of this; SQL fills it in services, nothing else does.
 */
export interface Holdings {
  /** ms: the clock of the evaluation */
  asOf: number;
  aggregates: EventAggregate[];
  returns: HeldReturn[];
  attestations: HeldAttestation[];
  /** sealed bulletins by quarter reported on */
  sealedBulletins: { quarter: string; sealedOn: string; edition: string }[];
}

/** Sum of one part of one indicator over the live facts of one area code and quarter. */
export interface EventAggregate {
  indicator: string;
  part: 'numerator' | 'denominator';
  milestone: Milestone;
  /** area the code counts for on the occurred day (successors applied), or the common parent where unplaced */
  area: string;
  quarter: string;
  /** exact decimal text */
  sum: string;
  /** records for which the predicate or weight is unknown (left out of both parts of a ratio) */
  unknown: number;
  /** records seen of the milestone's feed, whatever the predicate says */
  records: number;
  flags: {
    simulated: boolean;
    backfilled: boolean;
    unplaced: boolean;
    successorUsed: boolean;
    aggregate: boolean;
    otherSource: boolean;
  };
  /** set on a row that feeds only `Cell.breakdown`: it is part of a total that has a row of its own */
  breakdown?: { by: 'substance' | 'method' | 'channel'; key: string };
}

export interface HeldReturn {
  region: string;
  measure: string;
  period: string;
  numerator: number | null;
  denominator: number | null;
  value: number | null;
  flag: boolean | null;
  nil: boolean;
  receivedAt: number;
  simulated: boolean;
  backfilled: boolean;
  otherSource: boolean;
  /** sent under a code that had become several: it counts for their common parent; absent = no */
  unplaced?: boolean;
  /** sent under a code that had ended; absent = no */
  successorUsed?: boolean;
}

export interface HeldAttestation {
  region: string;
  feed: 'cases' | 'seizures' | 'intelligence';
  /** quarter */
  period: string;
  through: string;
  count: number | null;
  /** records of the feed held of the quarter's days up to `through`, by code as sent; absent = not asked */
  held?: number;
  simulated: boolean;
}
