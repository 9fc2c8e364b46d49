import type { Day } from '@duqing/calendar';
import type { Lang } from './lang.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** "12 June", "6月12日": the year is the period's. */
export function dayText(day: Day, lang: Lang): string {
  const [month, date] = [Number(day.slice(5, 7)), Number(day.slice(8))];
  return lang === 'zh' ? `${month}月${date}日` : `${date} ${MONTHS[month - 1] ?? ''}`;
}
