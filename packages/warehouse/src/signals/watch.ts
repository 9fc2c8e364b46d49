import { GUARD_WEEKS, testWeek, type Tested } from '@duqing/early-warning';
import type { WeekCount } from './counts.ts';
import type { Week } from './weeks.ts';

/** Newest weeks, the running one included, among which one must be judged for a series to be a signal or quiet. */
export const NEWEST_WEEKS = 5;
/** Weeks back to which the beginning of a run is looked for. */
export const LONGEST_RUN = 26;

/** A series over consecutive weeks, oldest first, the running one last. */
export interface Watched {
  weeks: readonly Week[];
  counts: ReadonlyMap<string, WeekCount>;
  /** whether the week is attested to its end */
  known: (week: Week) => boolean;
}

export interface WeekTest extends Tested {
  week: Week;
  complete: boolean;
}

/** What the newest judged week says; `since` is the first week of its run. Weeks that could not be judged are passed over. */
export type Status = { kind: 'signal'; newest: WeekTest; since: Week } | { kind: 'quiet' } | { kind: 'unknown' };

export function statusOf(watched: Watched): Status {
  const last = watched.weeks.length - 1;
  for (let index = last; index > last - NEWEST_WEEKS && index >= 0; index -= 1) {
    const newest = testAt(watched, index);
    if (newest?.outcome === 'quiet') return { kind: 'quiet' };
    if (newest?.outcome === 'signal') return { kind: 'signal', newest, since: beginOf(watched, index) };
  }
  return { kind: 'unknown' };
}

function beginOf(watched: Watched, newest: number): Week {
  let since = newest;
  for (let index = newest - 1; index >= 0 && index > newest - LONGEST_RUN; index -= 1) {
    const outcome = testAt(watched, index)?.outcome;
    if (outcome === 'quiet') break;
    if (outcome === 'signal') since = index;
  }
  return watched.weeks[since] as Week;
}

/** One week against those before it; undefined where the weeks do not reach it. */
export function testAt(watched: Watched, index: number): WeekTest | undefined {
  const week = watched.weeks[index];
  if (!week) return undefined;
  const complete = watched.known(week);
  return { ...testWeek(historyOf(watched, index), { observed: heldOf(watched, week), complete }), week, complete };
}

/**
 * What is held against a week: known weeks only, save the guard before it, of which what is held is told (in no baseline, it can only
 * add to what C3 carries over).
 */
function historyOf(watched: Watched, index: number): (number | null)[] {
  return watched.weeks
    .slice(0, index)
    .map((week, at) => (at >= index - GUARD_WEEKS || watched.known(week) ? heldOf(watched, week) : null));
}

function heldOf({ counts }: Watched, { monday }: Week): number {
  return counts.get(monday)?.records ?? 0;
}
