import type { Day } from '@duqing/calendar';
import type { Rational } from './rational.ts';
import type { Winner } from './records.ts';

/** SEMANTICS step 4: several → the first in this order. */
const REASONS = [
  'unit-missing',
  'return-missing',
  'helper-missing',
  'feed-unattested',
  'unclassified',
  'history-too-short',
  'base-zero',
] as const;
export type Reason = (typeof REASONS)[number];

export type ReferenceFlag =
  | 'simulated'
  | 'carried'
  | 'unclassified'
  | 'unattested'
  | 'count-differs'
  | 'other-source'
  | 'unplaced'
  | 'successor-used'
  | 'aggregate'
  | 'reported-total-differs'
  | 'return-differs'
  | 'coverage-partial';

export interface Contribution {
  winner: Winner;
  part: 'numerator' | 'denominator' | 'both';
}

/** What one area gives to a cell, before any judgement. */
export interface Reading {
  /**
   * given: a figure; empty: complete, with nothing in the denominator (or the rule does not concern it); awaited: not in
   * yet and not late; gap: missing, `reasons` say what
   */
  state: 'given' | 'empty' | 'awaited' | 'gap';
  reasons: Reason[];
  num: Rational | null;
  den: Rational | null;
  flag: boolean | null;
  flags: Set<ReferenceFlag>;
  /** records left out because an attribute is absent */
  unclassified: number;
  /** the feed is not attested as far as evidence needs it */
  unattested: boolean;
  /** last day of the chain of attestations where it ends before the period does */
  through: Day | null;
  returnsExpected: number;
  returnsReceived: number;
  returnsOnTime: number;
  feedsExpected: number;
  feedsAttested: number;
  contributions: Contribution[];
}

export function emptyReading(): Reading {
  return {
    state: 'given',
    reasons: [],
    num: null,
    den: null,
    flag: null,
    flags: new Set(),
    unclassified: 0,
    unattested: false,
    through: null,
    returnsExpected: 0,
    returnsReceived: 0,
    returnsOnTime: 0,
    feedsExpected: 0,
    feedsAttested: 0,
    contributions: [],
  };
}

export function firstReason(reasons: Iterable<Reason>): Reason | null {
  const held = new Set(reasons);
  return REASONS.find((reason) => held.has(reason)) ?? null;
}
