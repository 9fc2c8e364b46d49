import { INDICATORS, type Group, type Indicator, type Lang } from '@duqing/catalogue';
import { AT_OR_BELOW, CELLS, cellColumns, IN_PERIOD } from '../cells.ts';
import { panelFor } from '../panels/indicator.ts';
import { table, type Boarded } from '../panels/panel.ts';
import { literal, select } from '../sql.ts';
import { verdictMappings } from '../style.ts';

export function ofGroups(...groups: Group[]): Indicator[] {
  return INDICATORS.filter(({ columns }) => groups.includes(columns.group));
}

/** Items × areas with their verdicts: rows are made a grid by the panel's transformation. */
export function statusGrid(lang: Lang, indicators: readonly Indicator[]): Boarded {
  const { area, indicator, verdict, period } = cellColumns(lang);
  const ids = indicators.map(({ id }) => literal(id)).join(', ');
  return table({
    title: lang === 'zh' ? '状态 · ${period:text} · ${asof:text}' : 'Status · ${period:text} · ${asof:text}',
    description:
      lang === 'zh'
        ? '每格为一项指标在一个地区的判定;空格为该级别没有此项。数值、完整性、标记见下方各表。'
        : 'The verdict of an item in an area; an empty field means that the level has no such item. Values, completeness and marks: tables below.',
    size: 'tall',
    lang,
    sql: select({
      from: CELLS,
      columns: [
        {
          ...indicator,
          expression: `concat(indicator_${lang}, ' ', period, if(simulated, ${literal(lang === 'zh' ? ' 模拟数据' : ' simulated data')}, ''))`,
        },
        area,
        verdict,
      ],
      where: [`indicator IN (${ids})`, AT_OR_BELOW, IN_PERIOD],
      orderBy: ['indicator_position', period.expression, 'region_position'],
    }),
  })
    .withTransformation({
      id: 'groupingToMatrix',
      options: { columnField: area.name, rowField: indicator.name, valueField: verdict.name, emptyValue: 'empty' },
    })
    .mappings(verdictMappings(lang));
}

/** One panel an item, in the catalogue's order. */
export function panelsOf(lang: Lang, indicators: readonly Indicator[]): Boarded[] {
  return indicators.map((indicator) => panelFor(indicator, lang));
}
