import type { Lang } from '@duqing/catalogue';
import { periodText, quarterAt, quarterBefore } from '@duqing/pages';
import type { Edition } from './types.ts';

/** 2026年第二季度毒情通报. */
export function titleOf(quarter: string, lang: Lang): string {
  const period = periodText(quarter, lang);
  return lang === 'zh' ? `${period}毒情通报` : `Drug situation bulletin, ${period}`;
}

/** The quarter that was over last, by the calendar day in Asia/Shanghai. */
export function lastQuarter(now: number): string {
  return quarterBefore(quarterAt(now));
}

export const EDITIONS: Record<Edition, { zh: string; en: string }> = {
  flash: { zh: '快报', en: 'flash edition' },
  provisional: { zh: '初步版', en: 'provisional edition' },
  final: { zh: '最终版', en: 'final edition' },
};
