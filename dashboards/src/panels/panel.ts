import type { Lang } from '@duqing/catalogue';
import { PanelBuilder as BarChart } from '@grafana/grafana-foundation-sdk/barchart';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
  VisibilityMode,
} from '@grafana/grafana-foundation-sdk/common';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { SERIES, SIZE, verdictColumn, plain, zeroIsGood, type Size } from '../style.ts';
import { clickhouse, DATASOURCE } from '../target.ts';
import { WORDS } from '../words.ts';

export type Boarded = Builder<Panel>;

export interface Drawn {
  title: string;
  description: string;
  sql: string;
  size: Size;
  lang: Lang;
}

const NOTHING = { zh: '无数据', en: 'no data' };

/** Rows as they are; a column named as a verdict is coloured. */
export function table({ title, description, sql, size, lang }: Drawn): Table {
  return new Table()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .span(SIZE[size].span)
    .height(SIZE[size].height)
    .unit('none')
    .noValue(NOTHING[lang])
    .thresholds(plain())
    .withTarget(clickhouse(sql))
    .overrideByName(WORDS.verdict[lang], verdictColumn(lang));
}

/** Bars over the first column, which is text; every other column is a number. */
export function bars({ title, description, sql, size, lang, unit = 'none' }: Drawn & { unit?: string }): BarChart {
  return new BarChart()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .span(SIZE[size].span)
    .height(SIZE[size].height)
    .unit(unit)
    .noValue(NOTHING[lang])
    .thresholds(plain())
    .showValue(VisibilityMode.Auto)
    .withTarget(clickhouse(sql))
    .overrideByName(WORDS.limit[lang], [{ id: 'color', value: { mode: 'fixed', fixedColor: SERIES.limit } }])
    .overrideByName(WORDS.base[lang], [{ id: 'color', value: { mode: 'fixed', fixedColor: SERIES.base } }]);
}

/** One figure or text: the first row. `alarm` colours anything above 0. */
export function stat({ title, description, sql, size, lang, alarm = false }: Drawn & { alarm?: boolean }): Stat {
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
    .withTarget(clickhouse(sql));
}
