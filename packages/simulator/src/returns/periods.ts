import type { Indicator } from '@duqing/catalogue';
import { isActive, type Area, type Quarter, type World } from '../world.ts';

/** Periods that an area makes returns of an item for: each native one that is over, of yearly duties not every quarter. */
export function periodsOf({ quarters }: World, entry: Indicator, area: Area): string[] {
  const whole = quarters.filter((quarter) => isActive(area, quarter));
  return entry.cells.flatMap((kind) => {
    switch (kind) {
      case 'quarter':
        return whole.map(({ key }) => key);
      case 'half':
        return whole.filter(({ number }) => number % 2 === 0).map(({ year, number }) => `${year}H${number / 2}`);
      case 'year':
        return whole.filter(({ number }) => number === 4).map(({ year }) => String(year));
      case 'ytd':
        return whole.filter((quarter) => isAsked(entry, quarter, quarters)).map(({ key }) => key);
      case 'creation':
        return [];
    }
  });
}

/** What is due on a day of the year is returned with the fourth quarter, surveys twice; in the last year each quarter shows how far it is. */
function isAsked({ due, columns }: Indicator, { number, year }: Quarter, quarters: Quarter[]): boolean {
  if (due.kind !== 'day-of-year') return true;
  const isNow = year === quarters.at(-1)?.year;
  if (columns.accumulation === 'latest survey') return number % 2 === 0;
  return number === 4 || (isNow && number >= 2);
}
