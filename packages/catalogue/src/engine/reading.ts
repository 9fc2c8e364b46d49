import type { Day } from '@duqing/calendar';
import { add, type Decimal } from '@duqing/substances';
import type { CellFlag, Reason } from '../cell.ts';

/**
 * An input that is not there. `owed`: its day is not past. `missing`: it is. `silent`: nothing may be concluded even while the
 * period runs (a feed without attestation).
 */
export interface Gap {
  reason: Reason;
  kind: 'owed' | 'missing' | 'silent';
}

/** What is held for one item, area and period, before any verdict. */
export interface Reading {
  numerator: Decimal | null;
  denominator: Decimal | null;
  flag: boolean | null;
  /** nothing in the denominator, and that is known */
  empty: boolean;
  gaps: Gap[];
  flags: Set<CellFlag>;
  /** a feed is not attested as far as evidence needs it */
  isUnattested: boolean;
  /** its zero is not known: a sum that holds it is no zero either */
  hidesZero: boolean;
  /** records left out for want of an attribute */
  unknown: number;
  returns: ReturnTally;
  feeds: FeedTally;
  units: { included: string[]; missing: string[] };
}

export interface ReturnTally {
  expected: number;
  received: number;
  onTime: number;
}

interface FeedTally {
  expected: number;
  attested: number;
  /** last day of the unbroken chain, where it does not reach the period's end */
  through: Day | null;
}

export function emptyReading(): Reading {
  return {
    numerator: null,
    denominator: null,
    flag: null,
    empty: false,
    gaps: [],
    flags: new Set(),
    isUnattested: false,
    hidesZero: false,
    unknown: 0,
    returns: { expected: 0, received: 0, onTime: 0 },
    feeds: { expected: 0, attested: 0, through: null },
    units: { included: [], missing: [] },
  };
}

/** Sum of two numbers of which either may not be there. */
export function plus(a: Decimal | null, b: Decimal | null): Decimal | null {
  if (a === null) return b;
  return b === null ? a : add(a, b);
}

/** What several readings share beside their numbers: gaps, flags and tallies of all. */
export function gathered(readings: readonly Reading[]): Reading {
  const throughs = readings.flatMap(({ feeds }) => feeds.through ?? []).sort();
  return {
    ...emptyReading(),
    gaps: readings.flatMap(({ gaps }) => gaps),
    flags: new Set(readings.flatMap(({ flags }) => [...flags])),
    isUnattested: readings.some(({ isUnattested }) => isUnattested),
    hidesZero: readings.some(({ hidesZero }) => hidesZero),
    unknown: sumOf(readings, ({ unknown }) => unknown),
    returns: {
      expected: sumOf(readings, ({ returns }) => returns.expected),
      received: sumOf(readings, ({ returns }) => returns.received),
      onTime: sumOf(readings, ({ returns }) => returns.onTime),
    },
    feeds: {
      expected: sumOf(readings, ({ feeds }) => feeds.expected),
      attested: sumOf(readings, ({ feeds }) => feeds.attested),
      through: throughs[0] ?? null,
    },
  };
}

function sumOf(readings: readonly Reading[], of: (reading: Reading) => number): number {
  return readings.reduce((sum, reading) => sum + of(reading), 0);
}

/** Numbers of several areas added, each where it is there. */
export function added(readings: readonly Reading[]): Pick<Reading, 'numerator' | 'denominator'> {
  return {
    numerator: readings.reduce<Reading['numerator']>((sum, { numerator }) => plus(sum, numerator), null),
    denominator: readings.reduce<Reading['denominator']>((sum, { denominator }) => plus(sum, denominator), null),
  };
}
