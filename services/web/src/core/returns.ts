import { addDays, dayOf, periodOf } from '@duqing/calendar';
import { glossary, INDICATORS, type Department, type Lang } from '@duqing/catalogue';
import type { Figures, HeldRow } from '@duqing/intake';

/** Departments that return figures, with their names. */
export function departments(lang: Lang): (readonly [Department, string])[] {
  const entries = glossary(lang);
  return [...new Map(INDICATORS.map(({ columns }, index) => [columns.department, entries[index]?.department ?? '']))];
}

const [QUARTERS, HALVES, YEARS] = [8, 3, 3];

/** Periods that may be returned at a moment (ms), the present one of each kind and those before it, newest first. */
export function returnPeriods(now: number): string[] {
  const today = dayOf(now);
  return [
    back('quarter', { today, count: QUARTERS }),
    back('half', { today, count: HALVES }),
    back('year', { today, count: YEARS }),
  ].flat();
}

function back(kind: 'quarter' | 'half' | 'year', { today, count }: { today: string; count: number }): string[] {
  const keys: string[] = [];
  for (let day = today; keys.length < count;) {
    const period = periodOf(kind, day);
    keys.push(period.key);
    day = addDays(period.start, -1);
  }
  return keys;
}

/** A row's figures in words: 3/80, 12, 是, 零报告, 至 2026-06-30（41 条）. */
export function figuresText(figures: Figures, lang: Lang): string {
  const { numerator, denominator, value, nil, through, count } = figures;
  const zh = lang === 'zh';
  if (nil) return zh ? '零报告' : 'nil';
  if (through !== undefined) {
    const of = count === undefined ? '' : zh ? `，${count} 条` : `, ${count} records`;
    return zh ? `确认至 ${through}${of}` : `through ${through}${of}`;
  }
  if (typeof value === 'boolean') return value ? (zh ? '是' : 'yes') : zh ? '否' : 'no';
  if (value !== undefined) return String(value);
  return denominator === undefined ? String(numerator ?? '') : `${numerator}/${denominator}`;
}

/** What is held of a row, with its revision; '' where nothing is. */
export function heldText(held: HeldRow | undefined, lang: Lang): string {
  if (held === undefined) return '';
  const said = held.figures === null ? (lang === 'zh' ? '已撤销' : 'withdrawn') : figuresText(held.figures, lang);
  return lang === 'zh' ? `${said}（第 ${held.revision} 版）` : `${said} (revision ${held.revision})`;
}
