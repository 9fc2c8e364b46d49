import { dayOf, quarterOfDay } from '@duqing/calendar';
import type { Lang } from '@duqing/catalogue';

const NUMERALS = ['一', '二', '三', '四'];

/** 2026Q2 → 2026年第二季度, Q2 2026; likewise halves, years, weeks (2026-W21) and the creation period. Another text is given back as it is. */
export function periodText(period: string, lang: Lang): string {
  const isZh = lang === 'zh';
  if (period === 'creation') return isZh ? '创建期' : 'the creation period';
  const week = /^(\d{4})-W(\d{2})$/.exec(period);
  if (week) return isZh ? `${week[1]}年第${Number(week[2])}周` : `week ${Number(week[2])} of ${week[1]}`;
  const found = /^(\d{4})(?:([QH])([1-4]))?$/.exec(period);
  if (!found) return period;
  const [, year = '', kind, number = ''] = found;
  if (kind === undefined) return isZh ? `${year}年` : year;
  if (!isZh) return `${kind}${number} ${year}`;
  return kind === 'Q'
    ? `${year}年第${NUMERALS[Number(number) - 1]}季度`
    : `${year}年${number === '1' ? '上' : '下'}半年`;
}

/** A moment to the minute in Beijing time, from ms or RFC 3339. */
export function momentText(moment: number | string, lang: Lang): string {
  const ms = typeof moment === 'number' ? moment : Date.parse(moment);
  const text = new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  return lang === 'zh' ? `${text}（北京时间）` : `${text} (Beijing time)`;
}

/** The quarter's key of a moment, by its day in Asia/Shanghai. */
export function quarterAt(ms: number): string {
  return quarterOfDay(dayOf(ms));
}

/** The quarter before or, for a negative `back`, after: (2026Q1, 1) → 2025Q4. */
export function quarterBefore(quarter: string, back = 1): string {
  const index = Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(5)) - 1 - back;
  return `${String(Math.floor(index / 4)).padStart(4, '0')}Q${(index % 4) + 1}`;
}
