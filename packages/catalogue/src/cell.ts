import type { Comparator } from './types.ts';

/** A verdict; see SEMANTICS "Verdict, decided in this order" (docs/semantics). */
export type Verdict = 'met' | 'missed' | 'not-due' | 'not-applicable' | 'not-assessable' | 'information';

/** Why a cell is not-assessable, in order of precedence: where several apply, the first is given. */
export const REASONS = [
  'unit-missing',
  'return-missing',
  'helper-missing',
  'feed-unattested',
  'unclassified',
  'history-too-short',
  'base-zero',
] as const;
export type Reason = (typeof REASONS)[number];

export type Evidence = 'strong' | 'weak';
/** Stage of a live cell; `sealed` only in a cell read as of an edition. */
export type Stage = 'running' | 'provisional' | 'final' | 'sealed';

/** Closed list of flags a cell can carry (an unknown one is a type error). */
export type CellFlag =
  | 'simulated'
  | 'backfilled'
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
  | 'coverage-partial'
  | 'doubtful';

export interface Target {
  comparator: Comparator;
  /** null for a direction, whose limit is the base period's value; a yes/no target is a boolean. */
  limit: number | boolean | null;
}

/** Distance in the unit people act on, at the present denominator; null where it has no meaning or cannot be reached. */
export interface Distance {
  /** smallest number of units that would turn the verdict to met; 0 where met */
  toMeet: number | null;
  /** smallest number of units that would turn the verdict to missed; 0 where missed */
  toBreak: number | null;
  text: { zh: string; en: string };
}

export interface Completeness {
  /** returns this cell reads (of all units where it sums units) */
  returnsExpected: number;
  returnsReceived: number;
  /** received no later than the due day's end */
  returnsOnTime: number;
  /** units whose feed must be attested for this cell */
  feedsExpected: number;
  /** units whose feed is attested through the period's end (while it runs: see SEMANTICS) */
  feedsAttested: number;
  /** zero or value up to this day, where an unbroken chain of attestations reaches only a day; else null */
  through: string | null;
  /** units of the city that entered the sums, and those missing; empty on county cells */
  unitsIncluded: string[];
  unitsMissing: string[];
}

export interface BreakdownRow {
  key: string;
  numerator: number | null;
  denominator: number | null;
  value: number | null;
}

/** Counts beside the composite's value: each item as region/indicator, a city's being mostly its units'. */
export interface CompositeDetail {
  failing: string[];
  notAssessable: string[];
  notDue: string[];
  notApplicable: string[];
  vetoMissed: string[];
  /** failing … failing + not-assessable */
  range: [number, number];
  /** items that must turn to met for the count to keep its limit */
  toMend: number;
  /** failing items, nearest to their target first */
  mendOrder: string[];
}

export interface Figures {
  numerator: number | null;
  denominator: number | null;
  value: number | null;
}

/** What events count and what was returned for the same figure; null where a side is not there or lacks a part. */
export interface Compared {
  /** which of the two the cell's own figures and verdict are */
  authoritative: 'events' | 'returns';
  events: Figures;
  returns: Figures;
  /** returns less events */
  difference: Figures;
}

/** One figure: indicator × area × period. Percents are 31.25, not 0.3125; a flag's value is a boolean; missing is null. */
export interface Cell {
  indicator: string;
  region: string;
  period: string;
  numerator: number | null;
  denominator: number | null;
  value: number | boolean | null;
  unit: string;
  target: Target | null;
  verdict: Verdict;
  reason: Reason | null;
  evidence: Evidence | null;
  distance: Distance | null;
  stage: Stage;
  completeness: Completeness;
  flags: CellFlag[];
  breakdown: BreakdownRow[] | null;
  published: { edition: string; value: number | boolean | null; verdict: Verdict } | null;
  revisedSince: boolean | null;
  /** RFC 3339 moment, +08:00 */
  asOf: string;
  /** the compared period's cell, for rising, falling and change items */
  base?: { period: string; numerator: number | null; denominator: number | null; value: number | null };
  /** "1 case not classified", "zero up to 12 June", "owed: 1 of 2 by 31 December" */
  note?: { zh: string; en: string };
  composite?: CompositeDetail;
  /** only in editions that keep small numbers back: there is a figure, and it is not told */
  withheld?: true;
  /** where events and returns both give the figure; absent where only one does */
  compared?: Compared;
  /** what analysts say of it, oldest first ("known artefact"); absent where there is nothing, and on cells not read from a store */
  notes?: { id: string; at: string; author: string; text: string }[];
}
