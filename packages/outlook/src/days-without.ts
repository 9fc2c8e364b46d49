import { INDICATORS, type Cell } from '@duqing/catalogue';
import { addDays, parsePeriod, type Day, type Period } from '@duqing/calendar';

/** How long a zero has held in an area; only days that are attested or returned are counted. */
export interface DaysWithout {
  indicator: string;
  region: string;
  /** the last day on which it happened; of a return the last day of its quarter; null where nothing is held of any */
  last: Day | null;
  /** last day that is known to be without; null where nothing is known after the last one */
  through: Day | null;
  /** whole days without up to `through`; null where nothing is known of the present chain */
  days: number | null;
}

export const SEVEN_ZEROS = INDICATORS.filter(({ columns }) => columns.group === 'seven-zeros').map(({ id }) => id);

/**
 * From an item's quarter cells of one area in order and the days on which it happened. The chain of days without ends at a quarter
 * of which nothing can be said: silence is not zero.
 */
export function daysWithout(given: {
  indicator: string;
  region: string;
  cells: readonly Cell[];
  occurred: readonly Day[];
}): DaysWithout {
  const { indicator, region, cells, occurred } = given;
  const chain: Chain = { last: null, from: null, through: null };
  for (const cell of [...cells].sort((a, b) => (a.period < b.period ? -1 : 1))) {
    const period = parsePeriod(cell.period);
    if (period) extend(chain, { cell, period, occurred });
  }
  const { last, from, through } = chain;
  const days = from === null || through === null ? null : daysBetween(from, through);
  return { indicator, region, last, through, days };
}

interface Chain {
  last: Day | null;
  /** first day without of the present chain; null where there is none */
  from: Day | null;
  through: Day | null;
}

function extend(
  chain: Chain,
  { cell, period, occurred }: { cell: Cell; period: Period; occurred: readonly Day[] },
): void {
  const known = knownThrough(cell, addDays(period.end, -1));
  if (Number(cell.value ?? 0) > 0) {
    chain.last = lastIn(occurred, period) ?? addDays(period.end, -1);
    chain.from = addDays(chain.last, 1);
    chain.through = known !== null && known > chain.last ? known : null;
    return;
  }
  const isChained = chain.from === period.start || chain.through === addDays(period.start, -1);
  chain.from = known === null ? null : isChained ? chain.from : period.start;
  chain.through = known;
}

/** The last day of a quarter's own for which the figure holds; null where it does not. */
function knownThrough({ completeness, verdict, value }: Cell, end: Day): Day | null {
  if (completeness.through !== null) return verdict === 'not-assessable' ? null : completeness.through;
  const isWhole =
    completeness.feedsAttested >= completeness.feedsExpected &&
    completeness.returnsReceived >= completeness.returnsExpected;
  return value !== null && isWhole && verdict !== 'not-assessable' ? end : null;
}

function lastIn(occurred: readonly Day[], { start, end }: { start: Day; end: Day }): Day | undefined {
  return occurred
    .filter((day) => start <= day && day < end)
    .sort()
    .at(-1);
}

/** Inclusive of both. */
function daysBetween(from: Day, to: Day): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1);
}
