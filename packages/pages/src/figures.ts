import { formatRatio, formatValue, INDICATORS, reasonWord, unitWord, type Cell, type Lang } from '@duqing/catalogue';
import { decimal, massText } from '@duqing/substances';

/** Bases under this many give no percent (see the catalogue's rule on evidence). */
const BASE_MINIMUM = 5;
const MOST_DIGITS = 4;
const NOTHING = '—';
const ENTRIES = new Map(INDICATORS.map((entry) => [entry.id, entry]));
const UNDER = {
  zh: `基数低于${BASE_MINIMUM}，不计百分比`,
  en: `base below ${BASE_MINIMUM}, no percent`,
} as const;

/** The value with its unit. A growth whose base is too small is its two levels, anything not known is "—", never 0. */
export function figureText(cell: Cell, lang: Lang): string {
  const { numerator, denominator, value } = cell;
  if (cell.unit === 'g' && typeof value === 'number') return gramsText(value, lang);
  if (!isGrowth(cell) || cell.value !== null || numerator === null || denominator === null)
    return formatValue(cell, lang);
  return lang === 'zh' ? `${denominator}→${numerator}（${UNDER.zh}）` : `${denominator} → ${numerator} (${UNDER.en})`;
}

/** Grams to the milligram as `massText` writes them, with the reader's unit: 250 g, 2.5 kg; 250克, 2.5千克. */
export function gramsText(grams: number, lang: Lang): string {
  const text = massText(decimal(Number(grams.toFixed(3))));
  return lang === 'zh' ? text.replace(/ kg$/, '千克').replace(/ g$/, '克') : text;
}

/** "26/100" of a share, "80→92" of a growth; empty where there are no two numbers or the value shows them already. */
export function partsText(cell: Cell): string {
  if (cell.numerator === null || cell.denominator === null || cell.value === null) return '';
  return isGrowth(cell) ? `${cell.denominator}→${cell.numerator}` : formatRatio(cell);
}

/** Why there is no value or no verdict; empty where there are both. */
export function whyNot(cell: Cell, lang: Lang): string {
  if (cell.reason !== null) return reasonWord(cell.reason, lang);
  if (cell.value !== null || cell.withheld) return '';
  switch (cell.verdict) {
    case 'not-due':
      return lang === 'zh' ? '尚未到期' : 'not due yet';
    case 'not-applicable':
      return cell.note ? '' : lang === 'zh' ? '本期无发生' : 'nothing of the kind in the period';
    case 'met':
    case 'missed':
    case 'information':
    case 'not-assessable':
      return isGrowth(cell) ? '' : lang === 'zh' ? '未掌握' : 'not held';
  }
}

/**
 * How a figure stands against an earlier one: percents in percentage points, counts in units and, over a large enough base, in
 * percent. "—" where either is not known.
 */
export function changeText({ now, before }: { now: Cell; before: Cell | undefined }, lang: Lang): string {
  if (!before || typeof now.value !== 'number' || typeof before.value !== 'number') return NOTHING;
  if (now.value === before.value) return lang === 'zh' ? '持平' : 'unchanged';
  const pair = { now: now.value, before: before.value };
  if (now.unit === '%') return `${signed(pair, 1)}${lang === 'zh' ? '个百分点' : pointsWord(pair)}`;
  if (now.unit === 'per 10 000') return `${signed(pair, 2)}${lang === 'zh' ? '/万人' : ' per 10 000'}`;
  return countChange(pair, { unit: now.unit, lang });
}

interface Pair {
  now: number;
  before: number;
}

function countChange(pair: Pair, { unit, lang }: { unit: string; lang: Lang }): string {
  const size = Math.abs(pair.now - pair.before);
  const step =
    unit === 'g'
      ? signOf(pair) + gramsText(size, lang)
      : `${signed(pair, 0)}${lang === 'zh' ? '' : ' '}${unitWord(unit, lang, size)}`;
  const aside = pair.before < BASE_MINIMUM ? UNDER[lang] : percentText(pair, lang);
  return lang === 'zh' ? `${step}（${aside}）` : `${step} (${aside})`;
}

function percentText({ now, before }: Pair, lang: Lang): string {
  const percent = signed({ now: (100 * now) / before, before: 100 }, 1);
  return lang === 'zh' ? `${percent}%` : `${percent} %`;
}

function signOf({ now, before }: Pair): string {
  return now > before ? '+' : '−';
}

/** The difference with its sign, with as many digits as it takes not to read as zero, at least `digits`. */
function signed({ now, before }: Pair, digits: number): string {
  const size = Math.abs(now - before);
  const sign = signOf({ now, before });
  for (let used = digits; used <= MOST_DIGITS; used += 1) {
    const text = size.toFixed(used);
    if (Number(text) > 0 && (digits > 0 || Math.abs(Number(text) - size) < 1e-6)) return sign + text;
  }
  return size < 10 ** -MOST_DIGITS ? `${sign}<${(10 ** -MOST_DIGITS).toFixed(MOST_DIGITS)}` : sign + size.toFixed(3);
}

function pointsWord(pair: Pair): string {
  return Math.abs(pair.now - pair.before) === 1 ? ' percentage point' : ' percentage points';
}

function isGrowth({ indicator }: Cell): boolean {
  return ENTRIES.get(indicator)?.columns.kind === 'change';
}
