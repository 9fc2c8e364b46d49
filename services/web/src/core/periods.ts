import type { Cell } from '@duqing/catalogue';
import { addDays, dayOf, quarterOfDay } from '@duqing/calendar';

/** The quarter that was over last at a moment (ms): what is judged now. */
export function lastQuarter(now: number): string {
  const present = quarterOfDay(dayOf(now));
  const firstMonth = String(Number(present.slice(5)) * 3 - 2).padStart(2, '0');
  return quarterOfDay(addDays(`${present.slice(0, 4)}-${firstMonth}-01`, -1));
}

/** Quarters among the cells' periods, oldest first, always with the one asked for. */
export function quartersAmong(cells: readonly Pick<Cell, 'period'>[], asked: string): string[] {
  const quarters = cells.map(({ period }) => period).filter((period) => /Q[1-4]$/.test(period));
  return [...new Set([...quarters, asked])].sort();
}
