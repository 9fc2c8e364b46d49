import { createHash } from 'node:crypto';
import { INDICATORS, type Indicator } from '@duqing/catalogue';
import { definitionOf } from '../panels/indicator.ts';
import { column, literal, select } from '../sql.ts';
import type { AlertRule, RuleGroup, Severity } from './rule.ts';

/** The rule's moment in ms: the end of its range, which the plugin's macro gives in seconds. */
const NOW = 'toInt64(toUnixTimestamp($__toTime)) * 1000';
const STATUS = `published_status(now = toUnixTimestamp($__toTime) * 1000)`;
const AREA = [column('region', 'region'), column('any(region_zh)', 'area_zh'), column('any(region_en)', 'area_en')];

/** Grafana takes uids of at most 40 characters. */
function uidOf(id: string): string {
  const uid = `duqing-${id}`;
  return uid.length <= 40 ? uid : `${uid.slice(0, 31)}-${createHash('sha256').update(uid).digest('hex').slice(0, 8)}`;
}

interface Kind {
  runbook: string;
  severity: Severity;
  for: string;
}

/** Which page of docs/runbooks speaks for a missed item, how grave it is, and how long it must hold. */
function kindOf({ columns, target, veto }: Indicator): Kind {
  if (columns.group === 'seven-zeros') return { runbook: 'zero-occurrence', severity: 'critical', for: '0s' };
  if (veto) return { runbook: 'veto', severity: 'critical', for: '0s' };
  if (columns.group === 'composite') return { runbook: 'composite', severity: 'critical', for: '15m' };
  if (target?.kind === 'direction') return { runbook: 'trend', severity: 'warning', for: '15m' };
  return { runbook: 'target-missed', severity: 'warning', for: '15m' };
}

/** A judged item: one instance an area, 1 where it is missed. */
function missedRule(indicator: Indicator): AlertRule {
  const kind = kindOf(indicator);
  return {
    ...kind,
    uid: uidOf(indicator.id),
    title: { zh: `${indicator.name.zh}:不达标`, en: `${indicator.name.en}: missed` },
    summary: { zh: definitionOf(indicator, 'zh'), en: definitionOf(indicator, 'en') },
    sql: select({
      from: STATUS,
      columns: [...AREA, column('toFloat64(max(status))', 'value')],
      where: [`indicator = ${literal(indicator.id)}`],
      groupBy: ['region'],
      orderBy: ['region'],
    }),
    above: 0,
    noDataState: 'NoData',
    execErrState: 'Error',
    labels: { indicator: indicator.id, department: indicator.columns.department, kind: kind.runbook },
  };
}

const SIMPLE = { above: 0, noDataState: 'NoData', execErrState: 'Error' } as const;

/** What is wanting, by area: said apart, since an item without data is neither met nor missed. */
const DATA_RULES: AlertRule[] = [
  {
    ...SIMPLE,
    uid: 'duqing-returns-missing',
    title: { zh: '报表缺失', en: 'Returns missing' },
    summary: { zh: '因报表未报而无法评估的项数', en: 'Items not assessable for want of a return' },
    sql: select({
      from: STATUS,
      columns: [...AREA, column('toFloat64(sum(returns_missing))', 'value')],
      groupBy: ['region'],
      orderBy: ['region'],
    }),
    for: '1h',
    severity: 'warning',
    runbook: 'return-overdue',
    labels: { kind: 'return-overdue' },
  },
  {
    ...SIMPLE,
    uid: 'duqing-feeds-unattested',
    title: { zh: '数据未确认', en: 'Feeds not attested' },
    summary: { zh: '因数据未确认而无法评估的项数', en: 'Items not assessable since a feed is not attested' },
    sql: select({
      from: STATUS,
      columns: [...AREA, column('toFloat64(sum(feeds_unattested))', 'value')],
      groupBy: ['region'],
      orderBy: ['region'],
    }),
    for: '1h',
    severity: 'warning',
    runbook: 'feed-not-attested',
    labels: { kind: 'feed-not-attested' },
  },
  {
    ...SIMPLE,
    uid: 'duqing-no-figures',
    title: { zh: '没有任何数字', en: 'No figures at all' },
    summary: { zh: '该地区没有任何一项有数字', en: 'An area for which nothing is known of any item' },
    sql: select({
      from: STATUS,
      columns: [...AREA, column('toFloat64(countIf(status != -1) = 0)', 'value')],
      groupBy: ['region'],
      orderBy: ['region'],
    }),
    for: '1h',
    severity: 'critical',
    runbook: 'source-silent',
    labels: { kind: 'source-silent' },
  },
];

/** The city's pipeline as a whole; one row whatever is held, save the silence of sources, which has one a source. */
const PIPELINE_RULES: AlertRule[] = [
  {
    ...SIMPLE,
    uid: 'duqing-source-silent',
    title: { zh: '来源静默', en: 'Source silent' },
    summary: { zh: '自最近一次收到起的天数', en: 'Days since it was last heard' },
    sql: select({
      from: 'published_sources',
      columns: [column('source', 'source'), column(`toFloat64(intDiv(${NOW} - max(last_ms), 86400000))`, 'value')],
      groupBy: ['source'],
      orderBy: ['source'],
    }),
    above: 100,
    for: '1h',
    severity: 'warning',
    runbook: 'source-silent',
    labels: { kind: 'source-silent' },
  },
  {
    ...SIMPLE,
    uid: 'duqing-reject-share',
    title: { zh: '退件比例过高', en: 'Share of rejects too high' },
    summary: { zh: '每个来源退件占收到的百分比', en: 'Percent of what a source sent that was rejected' },
    sql: select({
      from: 'published_balance',
      columns: [column('source', 'source'), column('toFloat64(sum(rejected) * 100 / sum(received))', 'value')],
      groupBy: ['source'],
      orderBy: ['source'],
    }),
    above: 5,
    for: '15m',
    severity: 'warning',
    runbook: 'reject-share',
    labels: { kind: 'reject-share' },
  },
  {
    ...SIMPLE,
    uid: 'duqing-imbalance',
    title: { zh: '收支不平', en: 'Balance does not hold' },
    summary: { zh: '收到减去各类之和', en: 'Received less every class' },
    sql: select({
      from: 'published_balance',
      columns: [
        column("'duqing'", 'system'),
        column(
          'toFloat64(abs(sum(received) - sum(accepted) - sum(superseded) - sum(duplicate) - sum(conflict) - sum(rejected) - sum(discarded)))',
          'value',
        ),
      ],
    }),
    for: '0s',
    severity: 'critical',
    runbook: 'imbalance',
    labels: { kind: 'imbalance' },
  },
];

/** All rules: a group a group of the catalogue, the data that is wanting, the pipeline. */
export function ruleGroups(): RuleGroup[] {
  const judged = INDICATORS.filter(({ target }) => target !== null);
  const byGroup = Map.groupBy(judged, ({ columns }) => columns.group);
  return [
    ...Array.from(byGroup, ([group, items]) => ({
      name: `duqing-${group}`,
      interval: '5m',
      rules: items.map(missedRule),
    })),
    { name: 'duqing-data', interval: '5m', rules: DATA_RULES },
    { name: 'duqing-pipeline', interval: '1m', rules: PIPELINE_RULES },
  ];
}
