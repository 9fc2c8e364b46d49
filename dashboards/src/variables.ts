import type { Lang } from '@duqing/catalogue';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  ConstantVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { column, literal, select } from './sql.ts';
import { DATASOURCE } from './target.ts';
import { WORDS, type Words } from './words.ts';

/** Where `web` answers; a deployment sets its own when it builds. */
const WEB_URL = process.env['DUQING_WEB_URL'] ?? 'http://127.0.0.1:8080';

/** A drop-down: the first column of its query is the value, the second the text. None depends on the time range. */
function choice(
  name: string,
  { label, description, sql }: { label: string; description: string; sql: string },
): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .description(description)
    .datasource(DATASOURCE)
    .query({ rawSql: sql, editorType: 'sql', refId: name } as Record<string, unknown>)
    .refresh(VariableRefresh.OnDashboardLoad)
    .sort(VariableSort.Disabled);
}

const DESCRIPTIONS = {
  period: {
    zh: '季度,最近结束的在前;半年、年度项目取其所在期间',
    en: 'quarter, the last that has ended first; half-yearly and yearly items give the period that holds it',
  },
  region: { zh: '地区及其下辖', en: 'an area and those below it' },
  indicator: { zh: '目录中的指标', en: 'an item of the catalogue' },
  asof: { zh: '当时所知的数字', en: 'figures as known then' },
} satisfies Record<string, Words>;

/** The variables of a board in their order; each is used by at least one of its queries. */
export function variablesOf(lang: Lang, extra: readonly 'indicator'[]): Builder<VariableModel>[] {
  const named = (key: keyof typeof DESCRIPTIONS, sql: string): QueryVariableBuilder =>
    choice(key, { label: WORDS[key === 'region' ? 'area' : key][lang], description: DESCRIPTIONS[key][lang], sql });
  const regions = select({
    from: 'published_regions',
    columns: [column('region', 'value'), column(`concat(if(level = 'city', '', '　'), name_${lang})`, 'text')],
    where: ["level NOT IN ('province', 'historical')"],
    orderBy: ['position'],
  });
  const indicators = select({
    from: 'published_indicators',
    columns: [column('indicator', 'value'), column(`name_${lang}`, 'text')],
    orderBy: ['position'],
  });
  const moments = select({
    from: 'published_moments',
    columns: [column('moment', 'value'), column(`text_${lang}`, 'text')],
    orderBy: ['live DESC', 'day DESC'],
    limit: 200,
  });
  const periods = select({
    from: 'published_periods',
    columns: [
      column('period', 'value'),
      column(`concat(period, if(running, ${literal(lang === 'zh' ? '(进行中)' : ' (running)')}, ''))`, 'text'),
    ],
    orderBy: [`period = (SELECT max(period) FROM published_periods WHERE NOT running) DESC`, 'period DESC'],
  });
  return [
    named('period', periods),
    named('region', regions),
    ...(extra.includes('indicator') ? [named('indicator', indicators)] : []),
    named('asof', moments),
    new ConstantVariableBuilder('language').label(WORDS.language[lang]).description(WORDS.language[lang]).value(lang),
    new ConstantVariableBuilder('web').label('web').description('address of the pages').value(WEB_URL),
  ];
}
