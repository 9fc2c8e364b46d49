import { INDICATORS, type Group, type Indicator, type Lang } from '@duqing/catalogue';
import { AT_OR_BELOW, cellColumns, IN_PERIOD, ITEM, REGION, selectCells } from '../cells.ts';
import { areasFor, hasCreation, panelFor, subjectOf, trendFor } from '../panels/indicator.ts';
import { fieldOf, grid, mapped } from '../panels/grid.ts';
import type { Boarded } from '../panels/panel.ts';
import { literal } from '../sql.ts';
import { verdictStates } from '../style.ts';
import { WORDS } from '../words.ts';
import { say } from './board.ts';

export function ofGroups(...groups: Group[]): Indicator[] {
  return INDICATORS.filter(({ columns }) => groups.includes(columns.group));
}

/** Items × areas with their verdicts: rows are made a grid by the panel's transformation. */
export function statusGrid(lang: Lang, indicators: readonly Indicator[]): Boarded {
  return verdictGrid(lang, {
    title: say(lang)('状态', 'Status'),
    indicators,
    where: IN_PERIOD,
    row: `concat(${ITEM[lang]}, ' ', period, ${MARK(lang)})`,
  });
}

/** The same over the plan's whole creation period, for the items that are judged over it. */
export function creationGrid(lang: Lang): Boarded {
  return verdictGrid(lang, {
    title: say(lang)('创建期内(至今)', 'Creation period so far'),
    indicators: INDICATORS.filter(hasCreation),
    where: "period = 'creation'",
    row: `concat(${ITEM[lang]}, ${MARK(lang)})`,
  });
}

const MARK = (lang: Lang): string => `if(simulated, ${literal(` ${WORDS.simulated[lang]}`)}, '')`;

interface Verdicts {
  title: string;
  indicators: readonly Indicator[];
  where: string;
  /** SQL of what names a row */
  row: string;
}

function verdictGrid(lang: Lang, { title, indicators, where, row }: Verdicts): Boarded {
  const { area, indicator, verdict, period } = cellColumns(lang);
  const ids = indicators.map(({ id }) => literal(id)).join(', ');
  return grid({
    title: `${title} · \${period:text} · \${asof:text}`,
    description: say(lang)(
      '每格为一项指标在一个地区的判定;空格为该级别没有此项。数值、完整性、说明见各项的表。',
      'The verdict of an item in an area; an empty field means that the level has no such item. Values, completeness and remarks: the table of each item.',
    ),
    lang,
    rows: indicators.length,
    axes: { row: indicator.name, column: area.name, field: verdict.name },
    mappings: mapped(verdictStates(lang)),
    sql: selectCells({
      columns: [{ ...indicator, expression: row }, area, { ...verdict, expression: fieldOf('verdict') }],
      where: [`indicator IN (${ids})`, AT_OR_BELOW, where],
      orderBy: [ITEM.position, period.expression, REGION.position],
    }),
  });
}

/** One panel an item, in the catalogue's order. */
export function panelsOf(lang: Lang, indicators: readonly Indicator[]): Boarded[] {
  return indicators.map((indicator) => panelFor(indicator, lang));
}

/** An item over time, by area, and in full. */
export function trendsOf(lang: Lang, indicators: readonly Indicator[]): Boarded[] {
  return indicators.flatMap((indicator) => {
    const subject = subjectOf(indicator, lang);
    return [trendFor(subject, lang), areasFor(subject, lang), panelFor(indicator, lang)];
  });
}
