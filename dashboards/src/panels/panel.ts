import type { Lang } from '@duqing/catalogue';
import { PanelBuilder as BarChart } from '@grafana/grafana-foundation-sdk/barchart';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  LineInterpolation,
  ReduceDataOptionsBuilder,
  StackingMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
} from '@grafana/grafana-foundation-sdk/common';
import type { DashboardLinkBuilder, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';
import {
  coloured,
  NARROW,
  plain,
  SERIES,
  SIZE,
  UNSEEN,
  verdictColumn,
  WRAPPED,
  zeroIsGood,
  type Size,
} from '../style.ts';
import { clickhouse, DATASOURCE } from '../target.ts';
import { WORDS } from '../words.ts';

export type Boarded = Builder<Panel>;
export type { Table };

export interface Drawn {
  title: string;
  description: string;
  sql: string;
  size: Size;
  lang: Lang;
  /** where its figures lead */
  links?: DashboardLinkBuilder[];
  /** said where there is nothing */
  none?: string;
}

const NOTHING = { zh: '无数据', en: 'no data' };
/** Query whose last row gives the line across and the end of the axis. */
const LIMIT_REF = 'limit';

/** Rows as they are; a column named as a verdict is coloured, sentences are wrapped, codes that only links need are not shown. */
export function table({ title, description, sql, size, lang, links = [], none = NOTHING[lang] }: Drawn): Table {
  const panel = new Table()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .span(SIZE[size].span)
    .height(SIZE[size].height)
    .unit('none')
    .minWidth(60)
    .noValue(none)
    .thresholds(plain())
    .withTarget(clickhouse(sql))
    .dataLinks(links)
    .overrideByName(WORDS.verdict[lang], verdictColumn(lang));
  for (const key of ['code', 'item', 'key'] as const) panel.overrideByName(WORDS[key][lang], UNSEEN);
  for (const key of ['distance', 'remarks', 'text'] as const) panel.overrideByName(WORDS[key][lang], WRAPPED);
  for (const key of ['marks', 'completeness'] as const) panel.overrideByName(WORDS[key][lang], NARROW);
  return panel;
}

interface Barred extends Drawn {
  unit?: string;
  /** a query of `limit` and `top`: the line across, and where the axis ends so that it is on the chart; both may be null */
  limitSql?: string;
  /** one series upon the other, lying: parts of a whole */
  stacked?: boolean;
}

/** Bars over the first column, which is text; every other column is a number. */
export function bars({ sql, lang, unit = 'none', limitSql, stacked = false, ...drawn }: Barred): BarChart {
  const { title, description, size, links = [], none = NOTHING[lang] } = drawn;
  const panel = new BarChart()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .span(SIZE[size].span)
    .height(SIZE[size].height)
    .unit(unit)
    .noValue(none)
    .thresholds(plain())
    .legend(legend())
    .showValue(stacked ? VisibilityMode.Never : VisibilityMode.Auto)
    .stacking(stacked ? StackingMode.Normal : StackingMode.None)
    .orientation(stacked ? VizOrientation.Horizontal : VizOrientation.Auto)
    .xTickLabelSpacing(100)
    .withTarget(clickhouse(sql))
    .dataLinks(links)
    .overrideByName(WORDS.value[lang], coloured(SERIES.value))
    .overrideByName(WORDS.base[lang], coloured(SERIES.base));
  return limitSql === undefined ? panel : limited(panel, limitSql);
}

/** The limit as a line across, taken from a query: a deployment's targets change without a new board. */
function limited(panel: BarChart, limitSql: string): BarChart {
  return panel
    .withTarget(clickhouse(limitSql, LIMIT_REF))
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed))
    .withTransformation({
      id: 'configFromData',
      options: {
        configRefId: LIMIT_REF,
        mappings: [
          { fieldName: 'limit', handlerKey: 'threshold1', reducerId: 'lastNotNull' },
          { fieldName: 'top', handlerKey: 'max', reducerId: 'lastNotNull' },
        ],
      },
    });
}

function legend(): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .calcs([]);
}

/** Numbers over time: the first column is a moment. Annotations stand on it. */
export function overTime({ sql, lang, points = true, ...drawn }: Drawn & { points?: boolean }): TimeSeries {
  const { title, description, size, links = [] } = drawn;
  return new TimeSeries()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .span(SIZE[size].span)
    .height(SIZE[size].height)
    .unit('none')
    .noValue(NOTHING[lang])
    .thresholds(plain())
    .legend(legend())
    .drawStyle(GraphDrawStyle.Line)
    .lineInterpolation(LineInterpolation.StepAfter)
    .showPoints(points ? VisibilityMode.Always : VisibilityMode.Never)
    .axisSoftMin(0)
    .withTarget(clickhouse(sql))
    .dataLinks(links);
}

/** One figure or text: the first row. `alarm` colours anything above 0. */
export function stat({
  title,
  description,
  sql,
  size,
  lang,
  links = [],
  alarm = false,
}: Drawn & { alarm?: boolean }): Stat {
  return new Stat()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .span(SIZE[size].span)
    .height(SIZE[size].height)
    .unit('none')
    .noValue(NOTHING[lang])
    .thresholds(alarm ? zeroIsGood() : plain())
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .textMode(BigValueTextMode.Auto)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('/.*/').values(false))
    .withTarget(clickhouse(sql))
    .dataLinks(links);
}
