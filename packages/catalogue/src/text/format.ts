import type { Cell } from '../cell.ts';
import { INDICATORS } from '../indicators/index.ts';
import type { Lang } from './lang.ts';
import { DIRECTIONS, isDirection } from './directions.ts';
import { unitWord } from './units.ts';
import { withheldWord } from './words.ts';

const MOST_DIGITS = 6;
const NOTHING = '—';

/** The value with its unit; "—" where there is none. Digits are added, then n/d, so that it never reads like a limit it is not. */
export function formatValue(cell: Cell, lang: Lang): string {
  const { value, unit } = cell;
  if (cell.withheld) return withheldWord(lang);
  if (value === null) return NOTHING;
  if (typeof value === 'boolean') return yesNo(value, lang);
  if (!isRate(unit)) return `${plain(value)}${countUnit(unit, lang, value)}`;
  const digits = digitsOf(cell, value);
  const text = value.toFixed(digits ?? 1);
  const sign = unit === '%' && cell.target && isChange(cell) && value > 0 ? '+' : '';
  return digits === null ? `${rate(sign + text, unit, lang)} (${formatRatio(cell)})` : rate(sign + text, unit, lang);
}

/** "> 25 %", "逐年上升", "0 cases"; "—" where nothing is asked, and a reference that is not there is said so. */
export function formatTarget(cell: Cell, lang: Lang): string {
  const { target, unit } = cell;
  if (!target) return NOTHING;
  const { limit, comparator } = target;
  if (isDirection(comparator)) return DIRECTIONS[comparator][lang];
  if (typeof limit === 'boolean') return yesNo(limit, lang);
  const sign = SIGNS[comparator];
  if (limit === null) return `${sign} ${lang === 'zh' ? '全省平均(未报)' : 'the reference mean (not returned)'}`;
  if (!isRate(unit)) return `${sign} ${limit}${countUnit(unit, lang, limit)}`;
  return `${sign} ${rate(limitText(cell, limit), unit, lang)}`;
}

/** "26/100" of a ratio or growth; the bare count otherwise, "—" where it is not known. */
export function formatRatio({ numerator, denominator }: Cell): string {
  if (numerator === null) return NOTHING;
  return denominator === null ? plain(numerator) : `${plain(numerator)}/${plain(denominator)}`;
}

/** Grams and the like to three decimals; a trace under them keeps its digits, so that it never reads as nothing. */
function plain(value: number): string {
  return String(Math.abs(value) >= 0.001 ? Number(value.toFixed(3)) : value);
}

const SIGNS = { '=': '=', '<': '<', '<=': '≤', '>': '>', '>=': '≥' } as const;

function isRate(unit: string): boolean {
  return unit === '%' || unit === 'per 10 000';
}

const CHANGES = new Set(INDICATORS.filter(({ columns }) => columns.kind === 'change').map(({ id }) => id));

/** A growth carries its sign: its value is no share, and its base is a level. */
function isChange({ indicator }: Cell): boolean {
  return CHANGES.has(indicator);
}

function yesNo(value: boolean, lang: Lang): string {
  if (lang === 'zh') return value ? '是' : '否';
  return value ? 'yes' : 'no';
}

function rate(text: string, unit: string, lang: Lang): string {
  if (unit === '%') return lang === 'zh' ? `${text}%` : `${text} %`;
  return lang === 'zh' ? `${text}/万人` : `${text} per 10 000`;
}

function countUnit(unit: string, lang: Lang, count: number): string {
  return lang === 'zh' ? unitWord(unit, lang) : ` ${unitWord(unit, lang, count)}`;
}

/** What a value must not be mistaken for: its limit, or the value it is compared with. */
function neighbourOf({ target, base }: Cell): number | null {
  if (!target) return null;
  if (typeof target.limit === 'number') return target.limit;
  return base?.value ?? null;
}

/** Digits at which a value looks different from a neighbour that it differs from; null where no number of digits tells. */
function digitsOf(cell: Cell, value: number): number | null {
  const neighbour = isChange(cell) ? null : neighbourOf(cell);
  if (neighbour === null || value === neighbour) return 1;
  for (let digits = 1; digits <= MOST_DIGITS; digits += 1) {
    if (value.toFixed(digits) !== neighbour.toFixed(digits)) return digits;
  }
  return null;
}

/** A whole limit is written whole; another with the digits that its value has. */
function limitText(cell: Cell, limit: number): string {
  if (Number.isInteger(limit)) return String(limit);
  const digits = typeof cell.value === 'number' ? (digitsOf(cell, cell.value) ?? MOST_DIGITS) : 1;
  const own = String(limit);
  return own.length < limit.toFixed(digits).length ? own : limit.toFixed(digits);
}
