import type { Cell } from '@duqing/catalogue';
import type { Scene, Text } from '../types.ts';

const QUARTERS_ZH = ['一', '二', '三', '四'];

/** An area's name with its code. */
export function areaText({ areas }: Pick<Scene, 'areas'>, code: string): Text {
  const name = areas.get(code);
  return name ? { zh: `${name.zh}（${code}）`, en: `${name.en} (${code})` } : { zh: code, en: code };
}

/** 2026Q2, 2026H1, 2026 or creation in words. */
export function periodText(period: string): Text {
  if (period === 'creation') return { zh: '创建期', en: 'the creation period' };
  const year = period.slice(0, 4);
  const quarter = /Q([1-4])$/.exec(period)?.[1];
  if (quarter) return { zh: `${year}年第${QUARTERS_ZH[Number(quarter) - 1]}季度`, en: `Q${quarter} ${year}` };
  const half = /H([12])$/.exec(period)?.[1];
  if (half) return { zh: `${year}年${half === '1' ? '上' : '下'}半年`, en: `H${half} ${year}` };
  return { zh: `${year}年`, en: year };
}

const UNITS_ZH: Record<string, string> = {
  '%': '%',
  'per 10 000': '/万',
  cases: '起',
  'cases and incidents': '起',
  faults: '起',
  items: '条',
  persons: '人',
  meetings: '次',
  activities: '次',
  inspections: '次',
  bulletins: '期',
  plots: '处',
  bases: '个',
  institutions: '家',
  substances: '种',
  seizures: '起',
};

function unitText(unit: string): Text {
  if (unit === '%') return { zh: '%', en: ' %' };
  return { zh: UNITS_ZH[unit] ?? ` ${unit}`, en: ` ${unit}` };
}

/** Digits enough that a number off its limit is not shown as the limit. */
function digits(value: number, limit: number | null): string {
  for (let places = 2; places <= 12; places += 1) {
    const shown = Number(value.toFixed(places));
    if (limit === null || shown !== limit || value === limit) return String(shown);
  }
  return String(value);
}

const NO_VALUE: Text = { zh: '无数值', en: 'no value' };

/** A cell's value with its unit, and as n of d where it is a ratio; never NaN or undefined. */
export function valueText({ value, numerator, denominator, unit, target }: Cell): Text {
  if (typeof value === 'boolean') return yesNo(value);
  const limit = typeof target?.limit === 'number' ? target.limit : null;
  const parts =
    numerator !== null && denominator !== null ? `${digits(numerator, null)}/${digits(denominator, null)}` : '';
  if (value === null || !Number.isFinite(value))
    return parts === '' ? NO_VALUE : { zh: parts, en: parts.replace('/', ' of ') };
  const shown = digits(value, limit);
  const { zh, en } = unitText(unit);
  if (parts === '') return { zh: shown + zh, en: shown + en };
  return { zh: `${parts}（${shown}${zh}）`, en: `${parts.replace('/', ' of ')} (${shown}${en})` };
}

const SIGNS: Record<string, Text> = {
  '=': { zh: '等于', en: '' },
  '<': { zh: '低于', en: 'under ' },
  '<=': { zh: '不高于', en: 'at most ' },
  '>': { zh: '高于', en: 'over ' },
  '>=': { zh: '不低于', en: 'at least ' },
};

/** A cell's target in words; that of a rising or falling item names the compared value. */
export function targetText({ target, unit, base }: Cell): Text {
  if (target === null) return { zh: '无目标', en: 'none' };
  const { comparator, limit } = target;
  if (comparator === 'rising' || comparator === 'falling') {
    const way = comparator === 'rising' ? { zh: '上升', en: 'rising' } : { zh: '下降', en: 'falling' };
    if (!base || base.value === null) return way;
    const { zh, en } = unitText(unit);
    const than = { zh: periodText(base.period).zh, en: periodText(base.period).en };
    const was = digits(base.value, null);
    return { zh: `较${than.zh}${was}${zh}${way.zh}`, en: `${way.en} from ${was}${en} in ${than.en}` };
  }
  if (typeof limit === 'boolean') return yesNo(limit);
  if (limit === null) return { zh: '参照值尚缺', en: 'reference value not there yet' };
  const sign = SIGNS[comparator] ?? { zh: comparator, en: `${comparator} ` };
  const { zh, en } = unitText(unit);
  return { zh: `${sign.zh}${limit}${zh}`, en: `${sign.en}${limit}${en}` };
}

function yesNo(value: boolean): Text {
  return value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' };
}

/** A moment as RFC 3339 in +08:00. */
export function shanghai(ms: number): string {
  return `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, -1)}+08:00`;
}

/** A moment to the minute, in Asia/Shanghai. */
export function minuteText(ms: number): string {
  return shanghai(ms).slice(0, 16).replace('T', ' ');
}
