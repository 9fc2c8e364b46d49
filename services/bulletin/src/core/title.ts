import type { Lang } from '@duqing/catalogue';
import { periodText, quarterAt, quarterBefore } from '@duqing/pages';
import type { Edition } from './types.ts';

/** 2026年第二季度毒情通报（初步版）. */
export function titleOf({ quarter, edition, lang }: { quarter: string; edition: Edition; lang: Lang }): string {
  const period = periodText(quarter, lang);
  const word = EDITIONS[edition][lang];
  return lang === 'zh' ? `${period}毒情通报（${word}）` : `Drug situation bulletin, ${period} (${word})`;
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
