import type { MethodLimit, Tested } from '@duqing/early-warning';
import type { SignalActRow } from '../schema-signals.ts';

/** What is counted by week: cases filed by category, seizures by substance (one with three substances is one of each). */
export type WeeklyMeasure = 'cases' | 'seizures';

/** One series of weekly counts; `area` may be the city. */
export interface SeriesKey {
  measure: WeeklyMeasure;
  /** category or substance */
  code: string;
  area: string;
}

/** A series whose newest judged week holds more than a limit. */
export interface SignalView {
  /** early-warning/cases/trafficking/990102: the alert's key */
  key: string;
  measure: WeeklyMeasure;
  code: string;
  name: { zh: string; en: string };
  region: string;
  /** newest signalling week, 2026-W21, and its first and last day */
  week: string;
  from: string;
  to: string;
  /** first week of the unbroken run of signalling weeks that leads up to it */
  since: string;
  observed: number;
  /** false = the feed is not attested through the week yet (or it runs): at least `observed` */
  complete: boolean;
  /** of the method that is named first among those exceeded */
  expected: number;
  limit: number;
  /** of every method that the history sufficed for */
  limits: MethodLimit[];
  simulated: boolean;
  /** all records of the week were imported as history */
  backfilled: boolean;
  /** newest act on this run; null = nobody has judged it yet */
  assessment: SignalActRow | null;
  /** dismissed, and nothing has come since that would speak again */
  dismissed: boolean;
}

/** An area's feed of which nothing quiet can be said: too few of the weeks before are attested, or none of the newest. */
export interface BlindFeed {
  region: string;
  feed: WeeklyMeasure;
  /** last day of its newest attestation; null = none is held */
  through: string | null;
}

/** Early warning at a moment. A series that is not among the signals is quiet only where its feed is not blind. */
export interface SignalReport {
  /** the running week */
  week: string;
  signals: SignalView[];
  blind: BlindFeed[];
  /** feeds of areas that are watched, the blind ones included */
  feeds: number;
}

/** A week that somebody was told of, by what is held now. */
export interface ToldWeek {
  outcome: Tested['outcome'];
  observed: number;
  /** whether any of the newest weeks could be judged */
  judged: boolean;
  dismissal: SignalActRow | null;
}
