import { verdictWord, type Lang, type Verdict } from '@duqing/catalogue';
import { momentHead, type Triangle, type TrianglePoint } from '@duqing/indicators';
import { differs, valueText } from './triangle-text.ts';

interface Names {
  lang: Lang;
  nameOf: (indicator: string) => string;
  areaOf: (region: string) => string;
  simulated: boolean;
}

const [LEFT, TOP, WIDTH, HEIGHT] = [90, 96, 78, 26];
const FONT = 'Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif';
/** Told apart in print too: the word is in each box's title, a revision has a heavy border. */
const SHADES: Record<Verdict, string> = {
  met: '#d5e8d4',
  missed: '#f4c7c3',
  'not-due': '#eef1f5',
  'not-applicable': '#ffffff',
  'not-assessable': '#e3e3e3',
  information: '#dbe7f5',
};

/** A box a figure, shaded by verdict, with a heavy border where it was revised; the same bytes for the same triangle. */
export function triangleSvg(triangle: Triangle, names: Names): string {
  const [width, height] = [LEFT + triangle.asOf.length * WIDTH + 20, TOP + triangle.rows.length * HEIGHT + 20];
  const { lang, nameOf, areaOf } = names;
  const mark = names.simulated ? (lang === 'zh' ? '【模拟数据】' : ' (simulated data)') : '';
  const title = escaped(`${nameOf(triangle.indicator)} ${areaOf(triangle.region)}${mark}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${FONT}" font-size="11">`,
    `<title>${title}</title><rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="12" y="24" font-size="15">${title}</text>`,
    ...triangle.asOf.map((asOf, column) => headOf(asOf, column)),
    ...triangle.rows.flatMap((row, index) => rowOf(row, { index, unit: triangle.unit, lang })),
    '</svg>',
    '',
  ].join('\n');
}

function headOf(asOf: number, column: number): string {
  const x = LEFT + column * WIDTH + WIDTH / 2;
  return `<text x="${x}" y="${TOP - 10}" text-anchor="middle" font-size="10">${momentHead(asOf).slice(0, 10)}</text>`;
}

function rowOf(
  { period, points }: Triangle['rows'][number],
  { index, unit, lang }: { index: number; unit: string; lang: Lang },
): string[] {
  const y = TOP + index * HEIGHT;
  const boxes = points.flatMap((point, column) => {
    if (!point) return [];
    const before = points[column - 1] ?? null;
    return boxOf(point, {
      x: LEFT + column * WIDTH,
      y,
      isRevised: before !== null && differs(point, before),
      unit,
      lang,
    });
  });
  return [`<text x="${LEFT - 10}" y="${y + 17}" text-anchor="end">${escaped(period)}</text>`, ...boxes];
}

function boxOf(
  point: TrianglePoint,
  { x, y, isRevised, unit, lang }: { x: number; y: number; isRevised: boolean; unit: string; lang: Lang },
): string[] {
  const border = isRevised ? 'stroke="#1c2430" stroke-width="2"' : 'stroke="#b8c0cc" stroke-width="0.5"';
  return [
    `<g><title>${escaped(verdictWord(point.verdict, lang))}</title>`,
    `<rect x="${x + 1}" y="${y + 1}" width="${WIDTH - 2}" height="${HEIGHT - 2}" fill="${SHADES[point.verdict]}" ${border}/>`,
    `<text x="${x + WIDTH / 2}" y="${y + 17}" text-anchor="middle">${escaped(valueText(point, { unit, lang }))}</text></g>`,
  ];
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
