import type { Lang } from '@duqing/catalogue';
import {
  QueryBuilder,
  RuleBuilder,
  type Rule,
  type RuleGroup as ApiGroup,
} from '@grafana/grafana-foundation-sdk/alerting';
import { TypeThresholdBuilder } from '@grafana/grafana-foundation-sdk/expr';
import { clickhouse, DATASOURCE } from '../target.ts';
import type { AlertRule, RuleGroup } from './rule.ts';

export const FOLDER = { uid: 'duqing', title: { zh: '毒情监测', en: 'Duqing' } };
const RUNBOOKS = 'docs/runbooks';
const RANGE = { from: 600, to: 0 };
const EXPRESSIONS = { type: '__expr__', uid: '__expr__' };

/** A rule as the SDK builds it, which is the shape of Grafana's API. */
function apiRule(rule: AlertRule, { lang, group }: { lang: Lang; group: string }): Rule {
  return new RuleBuilder(rule.title[lang])
    .uid(rule.uid)
    .orgID(1)
    .folderUID(`${FOLDER.uid}-${lang}`)
    .ruleGroup(group)
    .condition('B')
    .withQuery(
      new QueryBuilder('A')
        .datasourceUid(DATASOURCE.uid)
        .queryType('')
        .relativeTimeRange(RANGE)
        .model(clickhouse(rule.sql)),
    )
    .withQuery(
      new QueryBuilder('B')
        .datasourceUid('__expr__')
        .queryType('')
        .relativeTimeRange({ from: 0, to: 0 })
        .model(threshold(rule.above)),
    )
    .forDuration(rule.for)
    .noDataState(rule.noDataState)
    .execErrState(rule.execErrState)
    .isPaused(false)
    .labels({ ...rule.labels, severity: rule.severity, system: 'duqing' })
    .annotations({
      summary: `${rule.title[lang]}{{ if $labels.area_${lang} }} · {{ $labels.area_${lang} }}{{ end }}`,
      description: rule.summary[lang],
      runbook_url: `${RUNBOOKS}/${rule.runbook}.md`,
    })
    .build();
}

function threshold(above: number): TypeThresholdBuilder {
  return new TypeThresholdBuilder()
    .refId('B')
    .datasource(EXPRESSIONS)
    .expression('A')
    .conditions([{ evaluator: { type: 'gt', params: [above] } }]);
}

export function apiGroup({ name, interval, rules }: RuleGroup, lang: Lang): ApiGroup {
  return {
    title: name,
    folderUid: `${FOLDER.uid}-${lang}`,
    interval: seconds(interval),
    rules: rules.map((rule) => apiRule(rule, { lang, group: name })),
  };
}

function seconds(duration: string): number {
  const [, count, unit] = /^(\d+)([smh])$/.exec(duration) ?? [];
  if (count === undefined) throw new RangeError(`not a duration: ${duration}`);
  return Number(count) * { s: 1, m: 60, h: 3600 }[unit as 's' | 'm' | 'h'];
}

/**
 * The same group as a provisioning file has it. Grafana expands `$` in strings and labels of such a file as variables of its
 * environment, `$$` being a `$`; not in a query's model, and in annotations only where braces follow: those hold none.
 */
export function fileGroup(group: RuleGroup, lang: Lang): object {
  return {
    orgId: 1,
    name: group.name,
    folder: FOLDER.title[lang],
    interval: group.interval,
    rules: (apiGroup(group, lang).rules ?? []).map(fileRule),
  };
}

function fileRule({
  uid,
  title,
  condition,
  data,
  noDataState,
  execErrState,
  isPaused,
  annotations,
  labels,
  ...rest
}: Rule): object {
  return {
    uid,
    title: doubled(title),
    condition,
    data: data.map(({ refId, queryType, relativeTimeRange, datasourceUid, model }) => ({
      refId,
      queryType,
      relativeTimeRange,
      datasourceUid,
      model,
    })),
    noDataState,
    execErrState,
    for: rest.for,
    isPaused,
    annotations,
    labels: Object.fromEntries(Object.entries(labels ?? {}).map(([name, value]) => [name, doubled(value)])),
  };
}

/** A `$` that shall stay one in a field that Grafana expands. */
export function doubled(text: string): string {
  return text.replaceAll('$', '$$$$');
}
