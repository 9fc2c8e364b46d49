import { glossary, INDICATORS, type Cell, type GlossaryEntry, type Indicator, type Lang } from '@duqing/catalogue';
import type { Area } from './areas.ts';
import type { Shown } from './limits.ts';

export interface IndicatorView {
  entry: Indicator;
  words: GlossaryEntry;
  region: string;
  /** cell of the chosen area and period; null = none is held */
  cell: Cell | null;
  /** the chosen area's cells in order of time, at most 12 */
  series: Cell[];
  /** areas side by side in the chosen period; null where an area has no such cell */
  areas: { area: Area; cell: Cell | null }[];
  periods: string[];
  behind: Shown | null;
  simulated: boolean;
}

export interface IndicatorInput {
  entry: Indicator;
  lang: Lang;
  areas: Area[];
  region: string;
  /** native period of the item */
  period: string;
  /** all areas and periods of the item */
  cells: readonly Cell[];
  behind: Shown | null;
  simulated: boolean;
}

const SHOWN_PERIODS = 12;

/** One item of one area: its figure, how it came to be, and how it stands beside time and the other areas. */
export function indicatorView(input: IndicatorInput): IndicatorView {
  const { entry, lang, region, period, cells } = input;
  const own = cells.filter((cell) => cell.region === region).sort((a, b) => a.period.localeCompare(b.period));
  const series = own.filter((cell) => cell.period !== 'creation');
  const until = series.findIndex((cell) => cell.period === period);
  const words = glossary(lang).find(({ id }) => id === entry.id);
  if (!words) throw new RangeError(`no glossary entry: ${entry.id}`);
  return {
    entry,
    words,
    region,
    cell: own.find((cell) => cell.period === period) ?? null,
    series: (until < 0 ? series : series.slice(0, until + 1)).slice(-SHOWN_PERIODS),
    areas: input.areas
      .filter(({ level }) => entry.levels.includes(level))
      .map((area) => ({
        area,
        cell: cells.find((cell) => cell.region === area.code && cell.period === period) ?? null,
      })),
    periods: periodsOf(own, period),
    behind: input.behind,
    simulated: input.simulated || cells.some(({ flags }) => flags.includes('simulated')),
  };
}

function periodsOf(own: readonly Cell[], period: string): string[] {
  return [...new Set([...own.map((cell) => cell.period), period])].sort();
}

/** Key of the item's cell that a period names or holds, among those held: 2026Q2 of a half-yearly item is 2026H1. */
export function nativeKey(entry: Indicator, period: string): string {
  const [year, quarter] = [period.slice(0, 4), Number(/Q([1-4])$/.exec(period)?.[1] ?? 0)];
  const kinds = entry.cells;
  if (period === 'creation' || kinds.includes('quarter') || kinds.includes('ytd')) return period;
  if (kinds.includes('half') && quarter > 0) return `${year}H${quarter < 3 ? 1 : 2}`;
  return kinds.includes('year') ? year : period;
}

/** The item by its id. */
export function entryOf(id: string): Indicator | undefined {
  return INDICATORS.find((entry) => entry.id === id);
}
