import { verdictMark, type Lang } from '@duqing/catalogue';
import { momentHead, type Triangle, type TrianglePoint } from '@duqing/indicators';
import stringWidth from 'string-width';

interface Names {
  lang: Lang;
  nameOf: (indicator: string) => string;
  areaOf: (region: string) => string;
}

const COLUMN = 12;
const FIRST = 10;
/** As many columns as fit beside the period in 100. */
const PER_BLOCK = Math.floor((100 - FIRST) / COLUMN);

/** Blocks of at most 100 columns; a figure that differs from the one before it is marked with an asterisk. */
export function triangleTable(triangle: Triangle, { lang, nameOf, areaOf }: Names): string {
  const blocks = [];
  for (let start = 0; start < triangle.asOf.length; start += PER_BLOCK) blocks.push(block(triangle, { start, lang }));
  const note = lang === 'zh' ? '* 与前一时点不同' : '* differs from the moment before';
  return [`${nameOf(triangle.indicator)}  ${areaOf(triangle.region)}`, ...blocks, note].join('\n\n');
}

function block({ asOf, rows, unit }: Triangle, { start, lang }: { start: number; lang: Lang }): string {
  const heads = asOf.slice(start, start + PER_BLOCK).map((moment) => padded(momentHead(moment).slice(2), COLUMN));
  const lines = rows
    .filter(({ points }) => points.slice(start, start + PER_BLOCK).some((point) => point !== null))
    .map(({ period, points }) => {
      const texts = points
        .slice(start, start + PER_BLOCK)
        .map((point, index) => padded(pointText(point, points[start + index - 1] ?? null, { unit, lang }), COLUMN));
      return padded(period, FIRST) + texts.join('');
    });
  return [`${' '.repeat(FIRST)}${heads.join('')}`, ...lines].join('\n');
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(1, width - stringWidth(text)));
}

function pointText(
  point: TrianglePoint | null,
  before: TrianglePoint | null,
  { unit, lang }: { unit: string; lang: Lang },
): string {
  if (!point) return '';
  const mark = before && differs(point, before) ? '*' : '';
  return `${valueText(point, { unit, lang })}${verdictMark(point.verdict)}${mark}`;
}

/** Whether anything of a figure was revised: its value, its parts or its verdict. */
export function differs(point: TrianglePoint, before: TrianglePoint): boolean {
  return saidBy(point) !== saidBy(before);
}

function saidBy({ numerator, denominator, value, verdict }: TrianglePoint): string {
  return JSON.stringify([numerator, denominator, value, verdict]);
}

/** A value with its unit's sign, short enough for a column. */
export function valueText({ value }: TrianglePoint, { unit, lang }: { unit: string; lang: Lang }): string {
  if (value === null) return '—';
  if (typeof value === 'boolean') return lang === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no';
  const short = Number.isInteger(value) ? String(value) : value.toFixed(1);
  return unit === '%' ? `${short}%` : short;
}

/** A row a period, a column a moment: bare numbers, empty where nothing was known. */
export function triangleCsv({ asOf, rows }: Triangle): string {
  const lines = rows.map(({ period, points }) => [period, ...points.map((point) => String(point?.value ?? ''))]);
  return [['period', ...asOf.map(momentHead)], ...lines].map((line) => line.join(',')).join('\n');
}
