import { eventParts, type Indicator, type Milestone } from '@duqing/catalogue';
import { addDays, parsePeriod, quartersOf, yearBefore, type Period } from '@duqing/calendar';
import type { Setting } from '@duqing/regions';

/** Milestones whose events an item counts; none where it counts no events. */
export function milestonesOf(entry: Indicator): Milestone[] {
  if (entry.measure.kind === 'new-substances') return ['seizure'];
  return [...new Set(eventParts(entry).map(({ milestone }) => milestone))];
}

/** Quarters whose events the items' cells of some periods read: their own, of the year to date its earlier ones, and those compared with. */
export function quartersRead(
  indicators: readonly Indicator[],
  { periods, setting }: { periods: readonly string[]; setting: Setting },
): string[] {
  const found = new Set<string>();
  for (const entry of indicators.filter((one) => milestonesOf(one).length > 0))
    for (const key of new Set(periods)) for (const quarter of quartersOfCell(entry, key, setting)) found.add(quarter);
  return [...found].sort();
}

function quartersOfCell(entry: Indicator, key: string, { calendar }: Setting): string[] {
  if (key === 'creation') {
    const { from, to } = calendar.creation;
    const period: Period = { kind: 'creation', key, start: from, end: addDays(to, 1) };
    return entry.cells.includes('creation') ? quartersOf(period) : [];
  }
  const asked = parsePeriod(key);
  if (!asked) return [];
  const start = entry.cells.includes('ytd') ? `${asked.start.slice(0, 4)}-01-01` : asked.start;
  const own = quartersOf({ ...asked, start });
  return entry.target?.kind === 'direction' ? [...own, ...own.map(yearBefore)] : own;
}
