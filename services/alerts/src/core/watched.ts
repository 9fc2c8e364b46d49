import { parsePeriod } from '@duqing/calendar';
import { INDICATORS, type Cell } from '@duqing/catalogue';
import { FIRST_SEEN_INDICATOR } from './kinds/first-seen.ts';
import { needsCauses } from './kinds/occurrences.ts';
import { cellKey } from './identity.ts';
import type { AlertInput, Standing } from './types.ts';

const ENTRIES = new Map(INDICATORS.map((entry) => [entry.id, entry]));

/**
 * Selects the cells that an evaluation can depend on: those that may make an alert, that a text may tell of, or that one that stands is
 * about. The others, most of them, need not be held in memory; evaluating without them gives the same (a test holds that).
 */
export function watchedCells({
  calendar,
  standing,
}: {
  calendar: AlertInput['calendar'];
  standing: Iterable<Standing>;
}): (cell: Cell) => boolean {
  const about = new Set<string>();
  for (const { indicator, region, period } of standing)
    if (indicator !== null && period !== null) about.add(cellKey({ indicator, region, period }));
  const isOver = (cell: Cell): boolean => (parsePeriod(cell.period)?.end ?? '9999') <= calendar.creation.from;
  return (cell) =>
    needsCauses(cell, ENTRIES.get(cell.indicator)) ||
    about.has(cellKey(cell)) ||
    isCounted(cell) ||
    (!isOver(cell) && mayTell(cell));
}

/** Told of whenever it was: a substance seen for the first time, an own count; and what is close while its period runs. */
function isCounted({ indicator, value, composite, stage, distance }: Cell): boolean {
  if (indicator === FIRST_SEEN_INDICATOR) return Number(value) > 0;
  return (composite?.range[0] ?? 0) > 0 || (stage === 'running' && distance?.toBreak === 1);
}

function mayTell({ verdict, reason, completeness }: Cell): boolean {
  if (verdict === 'missed' || reason === 'return-missing' || reason === 'helper-missing') return true;
  return completeness.feedsAttested < completeness.feedsExpected;
}
