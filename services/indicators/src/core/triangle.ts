import { addDays, dayOf, endOfDay, type Day } from '@duqing/calendar';
import type { Cell } from '@duqing/catalogue';

/** What was known of one period at one moment. */
export type TrianglePoint = Pick<Cell, 'numerator' | 'denominator' | 'value' | 'verdict' | 'reason' | 'stage'>;

/** How the figures of an item and area were revised: a row a period, a column a moment; null where there was no cell yet. */
export interface Triangle {
  indicator: string;
  region: string;
  unit: string;
  /** ms, ascending */
  asOf: number[];
  rows: { period: string; points: (TrianglePoint | null)[] }[];
}

/** Arranges what each moment said; periods in order, the creation period last. */
export function triangleOf(
  { indicator, region }: { indicator: string; region: string },
  columns: readonly { asOf: number; cells: readonly Cell[] }[],
): Triangle {
  const sorted = [...columns].sort((a, b) => a.asOf - b.asOf);
  const periods = [...new Set(sorted.flatMap(({ cells }) => cells.map(({ period }) => period)))].sort();
  const found = sorted.map(({ cells }) => new Map(cells.map((cell) => [cell.period, cell])));
  const rows = periods.map((period) => ({ period, points: found.map((cells) => pointOf(cells.get(period))) }));
  const unit = sorted.flatMap(({ cells }) => cells)[0]?.unit ?? '';
  return { indicator, region, unit, asOf: sorted.map(({ asOf }) => asOf), rows };
}

function pointOf(cell: Cell | undefined): TrianglePoint | null {
  if (!cell) return null;
  const { numerator, denominator, value, verdict, reason, stage } = cell;
  return { numerator, denominator, value, verdict, reason, stage };
}

/** The last moment (ms) of each month that is over by `until`, from the one holding `from` on, and `until` itself. */
export function monthEnds(from: Day, until: number): number[] {
  const moments: number[] = [];
  for (let month = from.slice(0, 7); ; month = nextMonth(month)) {
    const end = endOfDay(addDays(`${nextMonth(month)}-01`, -1)) - 1;
    if (end >= until) return [...moments, until];
    moments.push(end);
  }
}

function nextMonth(month: string): string {
  return addDays(`${month}-28`, 4).slice(0, 7);
}

/** How a moment is headed: the day whose end it is, or the moment to the minute. */
export function momentHead(asOf: number): string {
  const day = dayOf(asOf);
  if (asOf === endOfDay(day) - 1) return day;
  return new Date(asOf + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}
