import type { Lang } from '@duqing/catalogue';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { AnnotationQueryBuilder, type AnnotationQuery } from '@grafana/grafana-foundation-sdk/dashboard';
import { column, literal, select, type Column } from './sql.ts';
import { COLOURS } from './style.ts';
import { clickhouse, DATASOURCE } from './target.ts';
import type { Words } from './words.ts';

interface Kind {
  name: Words;
  color: string;
  sql(lang: Lang): string;
}

const HERE =
  '(region = ${region:singlequote} OR region IN (SELECT region FROM published_regions WHERE parent = ${region:singlequote}))';

function marked(expression: string): Column {
  return column(expression, 'text');
}

/** Within the board's range, the newest where there are too many: the plugin's macro compares moments, so that no zone can shift them. */
const KINDS: Kind[] = [
  {
    name: { zh: '预警', en: 'Alerts' },
    color: COLOURS.missed,
    sql: (lang) =>
      select({
        from: 'published_alert_events',
        columns: [
          column('at', 'time'),
          marked(
            `concat(text_${lang}, if(simulated, ${literal(lang === 'zh' ? ' 模拟数据' : ' simulated data')}, ''))`,
          ),
          column('severity', 'tags'),
        ],
        where: ["to_state = 'firing'", HERE, '$__timeFilter_ms(at)'],
        orderBy: ['at DESC'],
        limit: 300,
      }),
  },
  {
    name: { zh: '更正', en: 'Corrections' },
    color: COLOURS['not-assessable'],
    sql: (lang) =>
      select({
        from: 'published_corrections',
        columns: [
          column("toDateTime(toStartOfWeek(at, 1), 'Asia/Shanghai')", 'time'),
          marked(
            `concat(${lang === 'zh' ? "'一周内更正 '" : "'corrected within a week: '"}, toString(count()), if(max(simulated), ${literal(lang === 'zh' ? ' 模拟数据' : ' simulated data')}, ''))`,
          ),
          column("arrayStringConcat(arraySort(groupUniqArray(CAST(family, 'String'))), ',')", 'tags'),
        ],
        where: [HERE, '$__timeFilter_ms(at)'],
        groupBy: ['time'],
        orderBy: ['time DESC'],
        limit: 300,
      }),
  },
  {
    name: { zh: '通报', en: 'Bulletins' },
    color: COLOURS.information,
    sql: (lang) =>
      select({
        from: 'published_bulletins',
        columns: [
          column('sealed_at', 'time'),
          marked(`concat(quarter, ${literal(lang === 'zh' ? ' 通报 ' : ' bulletin ')}, edition)`),
          column('audience', 'tags'),
        ],
        where: ['$__timeFilter_ms(sealed_at)'],
        orderBy: ['sealed_at DESC'],
        limit: 100,
      }),
  },
];

/** Alerts that fired, corrections and bulletins, as marks on the time axis. */
export function annotationsOf(lang: Lang): Builder<AnnotationQuery>[] {
  return KINDS.map(({ name, color, sql }) =>
    new AnnotationQueryBuilder()
      .name(name[lang])
      .datasource(DATASOURCE)
      .enable(true)
      .iconColor(color)
      .target(clickhouse(sql(lang), 'Anno')),
  );
}
