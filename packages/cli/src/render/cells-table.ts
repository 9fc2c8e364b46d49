import {
  flagWord,
  formatRatio,
  formatTarget,
  formatValue,
  reasonWord,
  verdictMark,
  verdictWord,
  type Cell,
  type Lang,
} from '@duqing/catalogue';
import Table from 'cli-table3';
import { BARE } from './bare.ts';
import { fitted } from './fitted.ts';

const HEADS = {
  zh: ['', '指标', '数值', '分子/分母', '目标', '结论', '余量'],
  en: ['', 'Indicator', 'Value', 'n/d', 'Target', 'Verdict', 'Margin'],
} as const;
/** Widths that add up to 100 columns with the gaps between them. */
const WIDTHS = [3, 36, 11, 14, 11, 15, 10];

export interface CellsTable {
  cells: readonly Cell[];
  lang: Lang;
  /** name of an item, of an area */
  nameOf: (indicator: string) => string;
  areaOf: (region: string) => string;
}

/** Cells as tables of at most 100 columns, one per area and period, verdicts as a mark and a word. */
export function cellsTable({ cells, lang, nameOf, areaOf }: CellsTable): string {
  const groups = Map.groupBy(cells, ({ region, period }) => `${areaOf(region)} ${period}`);
  return [...groups]
    .map(([title, group]) => `${heading(title, { group, lang })}\n${tableOf(group, { lang, nameOf })}`)
    .join('\n\n');
}

function heading(title: string, { group, lang }: { group: readonly Cell[]; lang: Lang }): string {
  return group.some(({ flags }) => flags.includes('simulated'))
    ? `${title}  【${flagWord('simulated', lang)}】`
    : title;
}

function tableOf(
  cells: readonly Cell[],
  { lang, nameOf }: { lang: Lang; nameOf: (indicator: string) => string },
): string {
  const table = new Table({
    head: [...HEADS[lang]],
    colWidths: WIDTHS,
    style: { head: [], border: [], compact: true },
    chars: BARE,
  });
  for (const cell of cells) {
    const row = [
      verdictMark(cell.verdict),
      nameOf(cell.indicator),
      formatValue(cell, lang),
      formatRatio(cell),
      formatTarget(cell, lang),
      cell.reason === null ? verdictWord(cell.verdict, lang) : reasonWord(cell.reason, lang),
      marginOf(cell, lang),
    ];
    table.push(row.map((text, index) => fitted(text, (WIDTHS[index] ?? 0) - 1)));
  }
  return table.toString();
}

/** Units to the limit: how many are missing, or how many may still be lost; `explain` says them in words. */
function marginOf({ distance, verdict }: Cell, lang: Lang): string {
  if (!distance) return '';
  if (verdict === 'met') return distance.toBreak === null ? '' : `${lang === 'zh' ? '余' : 'by '}${distance.toBreak}`;
  return distance.toMeet === null ? '' : `${lang === 'zh' ? '差' : 'short '}${distance.toMeet}`;
}
