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
import stringWidth from 'string-width';

const HEADS = {
  zh: ['', '指标', '数值', '分子/分母', '目标', '结论', '距目标'],
  en: ['', 'Indicator', 'Value', 'n/d', 'Target', 'Verdict', 'Distance'],
} as const;
/** Widths that add up to 100 columns with the gaps between them. */
const WIDTHS = [2, 34, 12, 12, 9, 16, 15];

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
      cell.distance?.text[lang] ?? cell.note?.[lang] ?? '',
    ];
    table.push(row.map((text, index) => fitted(text, (WIDTHS[index] ?? 0) - 1)));
  }
  return table.toString();
}

const BARE = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

/** Cut to a width in terminal columns, with an ellipsis where something is left out. */
function fitted(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (stringWidth(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
