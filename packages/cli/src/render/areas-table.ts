import { INDICATORS, isCounted, verdictMark, verdictWord, type Cell, type Lang, type Verdict } from '@duqing/catalogue';
import Table from 'cli-table3';
import { BARE } from './bare.ts';

const SHOWN: Verdict[] = ['met', 'missed', 'not-due', 'not-assessable', 'not-applicable'];
const WIDTHS = [28, 11, 11, 11, 11, 11, 17];

/** One row an area: how many items stand how in the quarter or the half-year that holds it, and the composite of our own count. */
export function areasTable(query: {
  cells: readonly Cell[];
  areas: readonly string[];
  lang: Lang;
  areaOf: (region: string) => string;
}): string {
  const { cells, areas, lang, areaOf } = query;
  const counted = new Set(INDICATORS.filter(isCounted).map(({ id }) => id));
  const heads = SHOWN.map((verdict) => `${verdictMark(verdict)} ${verdictWord(verdict, lang)}`);
  const [area, failing] = lang === 'zh' ? ['地区', '内部测算不达标'] : ['Area', 'own count failing'];
  const table = new Table({
    head: [area, ...heads, failing],
    colWidths: WIDTHS,
    style: { head: [], border: [], compact: true },
    chars: BARE,
  });
  for (const region of areas) {
    const own = cells.filter((cell) => cell.region === region);
    const of = own.filter(({ indicator }) => counted.has(indicator));
    const counts = SHOWN.map((verdict) => String(of.filter((cell) => cell.verdict === verdict).length));
    table.push([areaOf(region), ...counts, ownCount(own, lang)]);
  }
  return table.toString();
}

/** The range that what cannot be assessed leaves open, with its verdict as a mark. */
function ownCount(cells: readonly Cell[], lang: Lang): string {
  const cell = cells.find(({ composite }) => composite !== undefined);
  if (!cell?.composite) return '—';
  const [least, most] = cell.composite.range;
  const range = least === most ? String(least) : `${least}–${most}`;
  return `${verdictMark(cell.verdict)} ${range}${lang === 'zh' ? ' 条' : ''}`;
}
