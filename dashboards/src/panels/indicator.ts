import { glossary, INDICATORS, type Indicator, type Lang } from '@duqing/catalogue';
import {
  areaLabel,
  AT_OR_BELOW,
  AT_REGION,
  cellColumns,
  cellsWhere,
  CREATION_LAST,
  IN_PERIOD,
  IN_PERIOD_OR_CREATION,
  periodLabel,
  REGION,
  selectCells,
} from '../cells.ts';
import { HAS_INTERVAL, INTERVAL } from '../intervals.ts';
import { column, literal, select, type Column } from '../sql.ts';
import { coloured, SERIES, type Size } from '../style.ts';
import { WORDS } from '../words.ts';
import { chartLinks, chosenLinks, chosenRowLinks, rowLinks } from './links.ts';
import { bars, table, type Boarded, type Table } from './panel.ts';

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

/** An item of the catalogue, or the one that the board's variable names. */
export interface Subject {
  title: string;
  description(text: string): string;
  /** SQL that is true of its cells */
  is: string;
  unit: string;
  /** whether a figure of the same period one year before may stand beside it */
  hasBase: boolean;
  links: { row(lang: Lang): ReturnType<typeof rowLinks>; chart(lang: Lang): ReturnType<typeof rowLinks> };
}

export function subjectOf(indicator: Indicator, lang: Lang): Subject {
  const { id, columns } = indicator;
  return {
    title: indicator.name[lang],
    description: (text) => `${definitionOf(indicator, lang)}${text === '' ? '' : ` ${text}`}`,
    is: `indicator = ${literal(id)}`,
    unit: columns.unit === '%' ? 'percent' : 'none',
    hasBase: ['rising', 'falling'].includes(columns.comparator),
    links: { row: () => rowLinks(lang, id), chart: () => chartLinks(lang, id) },
  };
}

/** The item of the board's drop-down. */
export const CHOSEN: Subject = {
  title: '${indicator:text}',
  description: (text) => `\${indicator:text}。${text}`,
  is: 'indicator = ${indicator:singlequote}',
  unit: 'none',
  hasBase: true,
  links: { row: chosenRowLinks, chart: chosenLinks },
};

const CREATION_ITEMS = new Set(INDICATORS.filter(({ cells }) => cells.includes('creation')).map(({ id }) => id));

/** Items that are also judged over the whole creation period. */
export function hasCreation({ id }: Indicator): boolean {
  return CREATION_ITEMS.has(id);
}

/** Height of a table whose only row is the city's. */
const FEW = 4;

/** An item in the board's period: a row for the board's area and each below it, with all that belongs to a figure. */
export function panelFor(indicator: Indicator, lang: Lang, size: Size = 'areas'): Boarded {
  const panel = cellsOf(subjectOf(indicator, lang), {
    title: indicator.name[lang],
    text: '',
    size,
    lang,
    where: [AT_OR_BELOW, hasCreation(indicator) ? IN_PERIOD_OR_CREATION : IN_PERIOD],
  });
  return indicator.levels.includes('county') ? panel : panel.height(FEW);
}

interface Rows {
  title: string;
  text: string;
  size: Size;
  lang: Lang;
  where: string[];
  /** columns between the figure and what belongs to it */
  more?: Column[];
}

/** Cells of an item as rows, the creation period after the others. */
export function cellsOf(subject: Subject, { title, text, size, lang, where, more = [] }: Rows): Table {
  const { area, period, value, target, verdict, around, code, key } = cellColumns(lang);
  return table({
    title,
    description: subject.description(text),
    size,
    lang,
    links: subject.links.row(lang),
    sql: selectCells({
      columns: [area, period, value, target, verdict, ...more, ...around, code, key],
      where: [subject.is, ...where],
      orderBy: [CREATION_LAST, REGION.position, 'period'],
    }),
  });
}

/** How many periods a chart shows. */
const PERIODS = 12;
const BY_PERIOD = [AT_REGION, "period != 'creation'", 'period <= ${period:singlequote}'];

/** The line across, and the end of an axis that has room for it. */
const LIMIT = [
  column('max(target_limit)', 'limit'),
  column('if(max(target_limit) IS NULL, NULL, greatest(max(target_limit), ifNull(max(value), 0)) * 1.15)', 'top'),
];

/** An item of the board's area over its last periods, with the limit across and, where it is compared, the year before. */
export function trendFor(subject: Subject, lang: Lang, size: Size = 'half'): Boarded {
  const last = (columns: Column[]): string =>
    `(${selectCells({ columns, where: [subject.is, ...BY_PERIOD], orderBy: ['period DESC'], limit: PERIODS })})`;
  return bars({
    title: `${subject.title} · \${region:text} · \${asof:text}`,
    description: subject.description(
      lang === 'zh'
        ? '至所选时期为止的各期;虚线为目标线(所选时期的)。'
        : 'Periods up to the chosen one; the dashed line is the limit of the chosen period.',
    ),
    size,
    lang,
    unit: subject.unit,
    links: subject.links.chart(lang),
    sql: select({
      from: last([column('*', '*')]),
      columns: [
        column(periodLabel(lang), WORDS.period[lang]),
        column('value', WORDS.value[lang]),
        ...(subject.hasBase ? [column('base_value', WORDS.base[lang])] : []),
      ],
      orderBy: ['period'],
    }),
    limitSql: limitOf(last(LIMITED)),
  });
}

const LIMITED = [column('target_limit', 'target_limit'), column('value', 'value')];

function limitOf(from: string): string {
  return select({ from, columns: LIMIT });
}

/** The board's area and those below it side by side in one period. */
export function areasFor(subject: Subject, lang: Lang, size: Size = 'half'): Boarded {
  const where = [subject.is, AT_OR_BELOW, IN_PERIOD];
  return bars({
    title: `${subject.title} · \${period:text} · \${asof:text}`,
    description: subject.description(
      lang === 'zh' ? '各地区并列;虚线为目标线。' : 'Areas side by side; the dashed line is the limit.',
    ),
    size,
    lang,
    unit: subject.unit,
    links: subject.links.chart(lang),
    sql: selectCells({
      columns: [column(areaLabel(lang), WORDS.area[lang]), column('value', WORDS.value[lang])],
      where,
      orderBy: [REGION.position, 'period'],
    }),
    limitSql: limitOf(cellsWhere(where, LIMITED)),
  });
}

/** Exact intervals of the areas' shares as lying bars: two tones meet at the figure; left of them nothing is drawn. */
export function intervalsFor(subject: Subject, lang: Lang, size: Size = 'half'): Boarded {
  const cells = cellsWhere([subject.is, AT_OR_BELOW, IN_PERIOD]);
  const bounds = `(SELECT *, ${INTERVAL.lower} AS low, ${INTERVAL.upper} AS high FROM ${cells} WHERE ${HAS_INTERVAL})`;
  const t = (zh: string, en: string): string => (lang === 'zh' ? zh : en);
  return bars({
    title: `${WORDS.interval[lang]} · ${subject.title} · \${period:text} · \${asof:text}`,
    description: subject.description(
      t(
        '双侧95%精确区间(Clopper–Pearson)。两色相接处为数值;区间跨过目标线者依据不足。区间相互重叠的地区之间不要排名次。',
        'Exact two-sided 95 % intervals (Clopper–Pearson). The figure is where the tones meet; one whose interval holds the limit is weak evidence. Do not rank areas whose intervals overlap.',
      ),
    ),
    size,
    lang,
    unit: 'percent',
    stacked: true,
    links: subject.links.chart(lang),
    none: t('全数统计或无数据,不作区间', 'a full count, or no data: no interval'),
    sql: select({
      from: bounds,
      columns: [
        column(`concat(${areaLabel(lang)}, ' ', ratio)`, WORDS.area[lang]),
        column('low', WORDS.lower[lang]),
        column('value - low', WORDS.below[lang]),
        column('high - value', WORDS.above[lang]),
      ],
      orderBy: [REGION.position],
    }),
    limitSql: limitOf(`(SELECT target_limit, high AS value FROM ${bounds})`),
  })
    .overrideByName(WORDS.lower[lang], [
      ...coloured('transparent'),
      { id: 'custom.hideFrom', value: { legend: true, tooltip: true, viz: false } },
    ])
    .overrideByName(WORDS.below[lang], coloured(SERIES.below))
    .overrideByName(WORDS.above[lang], coloured(SERIES.above));
}

export function indicatorOf(id: string): Indicator {
  const found = INDICATORS.find((entry) => entry.id === id);
  if (!found) throw new RangeError(`no such indicator: ${id}`);
  return found;
}
