import { glossary, INDICATORS, type Indicator, type Lang } from '@duqing/catalogue';
import { DashboardLinkBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { AT_OR_BELOW, CELLS, cellColumns, IN_PERIOD, periodLabel } from '../cells.ts';
import { column, literal, select } from '../sql.ts';
import type { Size } from '../style.ts';
import { WORDS } from '../words.ts';
import { bars, table, type Boarded } from './panel.ts';

const GLOSSARIES = { zh: glossary('zh'), en: glossary('en') };

/** What the item counts, over what, and its target: each panel of it carries this. */
export function definitionOf(indicator: Indicator, lang: Lang): string {
  const entry = GLOSSARIES[lang][INDICATORS.indexOf(indicator)];
  if (!entry) throw new RangeError(`no glossary entry for ${indicator.id}`);
  const over = entry.denominator === null ? '' : ` / ${entry.denominator}`;
  return lang === 'zh'
    ? `${entry.name}:${entry.numerator}${over}。目标:${entry.target}。时限:${entry.due}。来源:${entry.source}。责任部门:${entry.department}。依据:${entry.basis}。`
    : `${entry.name}: ${entry.numerator}${over}. Target: ${entry.target}. Due: ${entry.due}. Source: ${entry.source}. Department: ${entry.department}. Basis: ${entry.basis}.`;
}

/** From a row of a table to the page of `web` that lists the events behind it, and to the item's own board. */
function rowLinks(lang: Lang, indicator: string): DashboardLinkBuilder[] {
  const [code, period] = [WORDS.code[lang], WORDS.period[lang]].map((name) => `\${__data.fields["${name}"]}`);
  return linksTo(lang, { indicator, region: code ?? '', period: period ?? '' });
}

/** The page of events of what the indicator board shows. */
export function chosenLinks(lang: Lang): DashboardLinkBuilder[] {
  return linksTo(lang, { indicator: '${indicator}', region: '${region}', period: '${period}' }).slice(0, 1);
}

/** The same from a chart, whose points stand for the board's own area and period. */
function chartLinks(lang: Lang, indicator: string): DashboardLinkBuilder[] {
  return linksTo(lang, { indicator, region: '${region}', period: '${period}' });
}

function linksTo(
  lang: Lang,
  { indicator, region, period }: { indicator: string; region: string; period: string },
): DashboardLinkBuilder[] {
  const events = `\${web}/indicators/${indicator}?region=${region}&period=${period}&lang=\${language}`;
  const board = `/d/duqing-indicator-${lang}?var-indicator=${indicator}&var-region=${region}&var-asof=\${asof}`;
  return [
    new DashboardLinkBuilder(WORDS.events[lang]).url(events).targetBlank(true),
    new DashboardLinkBuilder(WORDS.openIndicator[lang]).url(board),
  ];
}

/** An item in the board's period: a row for the board's area and each below it, with all that belongs to a figure. */
export function panelFor(indicator: Indicator, lang: Lang, size: Size = 'half'): Boarded {
  const columns = cellColumns(lang);
  return table({
    title: indicator.name[lang],
    description: definitionOf(indicator, lang),
    size,
    lang,
    sql: select({
      from: CELLS,
      columns: [
        columns.area,
        columns.period,
        columns.value,
        columns.target,
        columns.verdict,
        ...columns.around,
        column('region', WORDS.code[lang]),
      ],
      where: [`indicator = ${literal(indicator.id)}`, AT_OR_BELOW, IN_PERIOD],
      orderBy: ['region_position'],
    }),
  }).dataLinks(rowLinks(lang, indicator.id));
}

/** An item of the board's area by period, its limit beside it; the as-of stands in the title. */
export function trendFor(indicator: Indicator, lang: Lang, size: Size = 'half'): Boarded {
  return bars({
    title: `${indicator.name[lang]} · \${region:text} · \${asof:text}`,
    description: definitionOf(indicator, lang),
    size,
    lang,
    unit: indicator.columns.unit === '%' ? 'percent' : 'none',
    sql: select({
      from: CELLS,
      columns: [
        column(periodLabel(lang), WORDS.period[lang]),
        column('value', WORDS.value[lang]),
        column('target_limit', WORDS.limit[lang]),
        column('base_value', WORDS.base[lang]),
      ],
      where: [`indicator = ${literal(indicator.id)}`, 'region = ${region:singlequote}', "period != 'creation'"],
      orderBy: ['period'],
    }),
  }).dataLinks(chartLinks(lang, indicator.id));
}

export function indicatorOf(id: string): Indicator {
  const found = INDICATORS.find((entry) => entry.id === id);
  if (!found) throw new RangeError(`no such indicator: ${id}`);
  return found;
}
