import { comparatorOf } from '../comparators.ts';
import type { Indicator, Limit } from '../types.ts';
import type { Lang } from './lang.ts';
import { DIRECTIONS } from './directions.ts';
import { unitWord } from './units.ts';

const SIGNS = { '=': '=', '<': '<', '<=': '≤', '>': '>', '>=': '≥' } as const;

const REFERENCE = {
  '=': '等于全省平均',
  '<': '低于全省平均',
  '<=': '不高于全省平均',
  '>': '高于全省平均',
  '>=': '不低于全省平均',
} as const;

/** The catalogue's own target in words: "> 25 %", "rising", "≤ 10 for the city, < 3 for a county". */
export function targetText({ target, columns }: Indicator, lang: Lang): string {
  const isZh = lang === 'zh';
  if (target === null) return isZh ? '无(仅供参考)' : 'none (information)';
  switch (target.kind) {
    case 'limit':
      return limitText(target, columns.unit, lang);
    case 'yes-no':
      return target.due ? (isZh ? '是' : 'yes') : isZh ? '否' : 'no';
    case 'direction':
      if (isZh) return `较上年同期${DIRECTIONS[comparatorOf(target)].zh}`;
      return `${DIRECTIONS[comparatorOf(target)].en}, against one year before`;
    case 'reference':
      return isZh ? REFERENCE[target.comparator] : `${SIGNS[target.comparator]} the mean of the reference region`;
    case 'by-level': {
      const [city, county] = [limitText(target.city, columns.unit, lang), limitText(target.county, columns.unit, lang)];
      return isZh ? `市 ${city},县(市、区) ${county}` : `${city} for the city, ${county} for a county`;
    }
  }
}

function limitText({ comparator, limit }: Limit, unit: string, lang: Lang): string {
  if (lang === 'zh') return `${SIGNS[comparator]} ${limit}${unitWord(unit, lang)}`;
  return `${SIGNS[comparator]} ${limit} ${unitWord(unit, lang, limit)}`;
}

/** When an item is due, in words. */
export function dueText({ due, columns }: Indicator, lang: Lang): string {
  const isZh = lang === 'zh';
  switch (due.kind) {
    case 'period-end':
      return isZh ? '期末' : 'end of the period';
    case 'days-after':
      return isZh ? `期末后 ${due.days} 天` : `${due.days} days after the period`;
    case 'day-of-year':
      return isZh ? `每年 ${due.month} 月 ${due.day} 日前完成` : `to be done by ${columns.due}`;
    case 'province-date':
      return isZh ? '以省定日期为准' : "the province's date";
    case 'release-day':
      return isZh ? '发布日' : 'release day';
  }
}
