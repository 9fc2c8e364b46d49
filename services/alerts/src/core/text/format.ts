import { shanghai } from '@duqing/calendar';
import { formatTarget, formatValue, INDICATORS, type Cell } from '@duqing/catalogue';
import type { Scene, Text } from '../types.ts';

const QUARTERS_ZH = ['一', '二', '三', '四'];

/** An area's name with its code. */
export function areaText({ areas }: Pick<Scene, 'areas'>, code: string): Text {
  const name = areas.get(code);
  return name ? { zh: `${name.zh}（${code}）`, en: `${name.en} (${code})` } : { zh: code, en: code };
}

/** 2026Q2, 2026H1, 2026, creation or the week 2026-W21 in words. */
export function periodText(period: string): Text {
  if (period === 'creation') return { zh: '创建期', en: 'the creation period' };
  const year = period.slice(0, 4);
  const quarter = /Q([1-4])$/.exec(period)?.[1];
  if (quarter) return { zh: `${year}年第${QUARTERS_ZH[Number(quarter) - 1]}季度`, en: `Q${quarter} ${year}` };
  const half = /H([12])$/.exec(period)?.[1];
  if (half) return { zh: `${year}年${half === '1' ? '上' : '下'}半年`, en: `H${half} ${year}` };
  const week = /-W(\d{2})$/.exec(period)?.[1];
  if (week) return { zh: `${year}年第${Number(week)}周`, en: `week ${Number(week)} of ${year}` };
  return { zh: `${year}年`, en: year };
}

const CHANGES = new Set(INDICATORS.filter(({ columns }) => columns.kind === 'change').map(({ id }) => id));
const NO_VALUE: Text = { zh: '无数值', en: 'no value' };

/** A cell's value with its unit, as n of d where it is a share and as b → c where it is a growth; never NaN or undefined. */
export function valueText(cell: Cell): Text {
  const { value, numerator, denominator, indicator } = cell;
  const known = value !== null && (typeof value === 'boolean' || Number.isFinite(value));
  const shown = known ? { zh: formatValue(cell, 'zh'), en: formatValue(cell, 'en') } : null;
  if (numerator === null || denominator === null) return shown ?? NO_VALUE;
  const parts = CHANGES.has(indicator)
    ? { zh: `${denominator}→${numerator}`, en: `from ${denominator} to ${numerator}` }
    : { zh: `${numerator}/${denominator}`, en: `${numerator} of ${denominator}` };
  return shown ? { zh: `${parts.zh}（${shown.zh}）`, en: `${parts.en} (${shown.en})` } : parts;
}

/** A cell's target in words; that of a rising or falling item names the compared value. */
export function targetText(cell: Cell): Text {
  const { base } = cell;
  const own = { zh: formatTarget(cell, 'zh'), en: formatTarget(cell, 'en') };
  if (CHANGES.has(cell.indicator)) return { zh: `增幅较上年${own.zh}`, en: `growth ${own.en} against the year before` };
  if (!base || base.value === null || !Number.isFinite(base.value)) return own;
  const then = periodText(base.period);
  const was = { ...cell, value: base.value, numerator: base.numerator, denominator: base.denominator };
  return {
    zh: `较${then.zh}的${formatValue(was, 'zh')}${own.zh}`,
    en: `${own.en} from ${formatValue(was, 'en')} in ${then.en}`,
  };
}

/** A moment to the minute, in Asia/Shanghai. */
export function minuteText(ms: number): string {
  return shanghai(ms).slice(0, 16).replace('T', ' ');
}
