import { stageWord, type Lang } from '@duqing/catalogue';
import { column, literal, select, worded, type Column } from './sql.ts';
import { WORDS } from './words.ts';

/** What names an area or an item today, and where it stands; one without a name keeps its code, one that is not known has none of the rest. */
function looked(table: string, code: string) {
  const get = (attribute: string): string => `joinGet('${table}', '${attribute}', ${code})`;
  const named = (lang: Lang): string => `if(${get(`name_${lang}`)} = '', ${code}, ${get(`name_${lang}`)})`;
  return { zh: named('zh'), en: named('en'), position: get('position'), get };
}

export const REGION = looked('region_names', 'region');
export const ITEM = looked('item_names', 'indicator');

/** Not the city itself. */
export const IS_UNIT = `${REGION.get('level')} != 'city'`;

interface CellQuery {
  columns: readonly Column[];
  /** of the cell's identity alone: they say which cells, not which of their vintages */
  where: readonly string[];
  /** of what the cell says */
  saying?: readonly string[];
  groupBy?: readonly string[];
  /** of the identity alone, unless `saying` or `groupBy` stand */
  orderBy?: readonly string[];
  limit?: number;
}

const NEWEST = { orderBy: ['as_of DESC', 'computed_at DESC'], limitBy: 'indicator, region, period' };
const KNOWN = 'as_of <= ${asof}';

/** Cells as known at the board's as-of, one row each, as a query to read from. */
export function cellsWhere(where: readonly string[], columns: readonly Column[] = [column('*', '*')]): string {
  return `(${select({ from: 'indicator_values', columns, where: [KNOWN, ...where], ...NEWEST })})`;
}

/** A query of cells as known at the board's as-of: one SELECT where it asks of their identity alone, for each more is planned. */
export function selectCells({ columns, where, saying = [], groupBy = [], orderBy = [], limit }: CellQuery): string {
  const counted = limit === undefined ? {} : { limit };
  if (saying.length === 0 && groupBy.length === 0 && !columns.some(({ expression }) => AGGREGATE.test(expression)))
    return select({
      from: 'indicator_values',
      columns,
      where: [KNOWN, ...where],
      orderBy: [...orderBy, ...NEWEST.orderBy],
      limitBy: NEWEST.limitBy,
      ...counted,
    });
  return select({ from: cellsWhere(where), columns, where: saying, groupBy, orderBy, ...counted });
}

const AGGREGATE = /\b(count|countIf|sum|sumIf|max|min)\(/;

/** The native periods that the board's quarter names or lies in. */
export const IN_PERIOD =
  "period IN (${period:singlequote}, concat(left(${period:singlequote}, 4), if(right(${period:singlequote}, 1) IN ('1', '2'), 'H1', 'H2')), left(${period:singlequote}, 4))";
/** The same, and the plan's whole creation period, which every quarter of it shares. */
export const IN_PERIOD_OR_CREATION = `(${IN_PERIOD} OR period = 'creation')`;
/** Within a table: the period itself before the creation period. */
export const CREATION_LAST = "period = 'creation'";

/** First day of the last month of the board's quarter. */
const LAST_MONTH =
  "toDate(concat(left(${period:singlequote}, 4), '-', toString(toUInt8(right(${period:singlequote}, 1)) * 3), '-01'))";

/** The board's quarter and those before it, so many in all: facts are kept by quarter, and what is not asked for is not read. */
export function lastQuarters(count: number): string {
  return `quarter IN (${Array.from({ length: count }, (_, back) => quarterBefore(back)).join(', ')})`;
}

function quarterBefore(back: number): string {
  const day = `${LAST_MONTH} - INTERVAL ${back * 3} MONTH`;
  return `concat(toString(toYear(${day})), 'Q', toString(toQuarter(${day})))`;
}

/** Weeks that lie in those quarters whole: part of one would look like a quiet week. */
export function wholeWeeks(monday: string, count: number): string[] {
  return [
    `toDate(${monday}) >= toStartOfQuarter(${LAST_MONTH} - INTERVAL ${(count - 1) * 3} MONTH)`,
    `toDate(${monday}) + 7 <= ${LAST_MONTH} + INTERVAL 1 MONTH`,
  ];
}

/** The board's area and those below it. */
export const AT_OR_BELOW = `has([CAST(region, 'String'), ${REGION.get('parent')}], \${region:singlequote})`;
export const AT_REGION = 'region = ${region:singlequote}';

/** The parts that say something, side by side. */
function joined(parts: readonly string[]): string {
  return `arrayStringConcat(arrayFilter(p -> p != '', [${parts.join(', ')}]), ' · ')`;
}

/** The moment from which a vintage stands, as text. */
export function standsFrom(expression = 'as_of'): string {
  return `formatDateTime(fromUnixTimestamp64Milli(${expression}, 'Asia/Shanghai'), '%Y-%m-%d %H:%i', 'Asia/Shanghai')`;
}

/** What analysts said of the cell until the board's as-of, with their posts. */
const PLACE = "concat(indicator, '/', region, '/', period)";
const SAID = `SELECT ${PLACE} AS place, arrayStringConcat(groupArray(concat(text, ' (', author, ')')), ' · ') AS said FROM published_notes WHERE at_ms <= \${asof} AND (ended_ms = 0 OR ended_ms > \${asof}) GROUP BY place`;
const NOTES = `CAST((SELECT groupArray((place, said)) FROM (${SAID})), 'Map(String, String)')[${PLACE}]`;

const CREATION = { zh: '创建期', en: 'creation period' };

/** The figure of a cell with all that belongs to it, by the names that panels show. */
export function cellColumns(lang: Lang): Record<
  'area' | 'code' | 'indicator' | 'item' | 'period' | 'key' | 'value' | 'target' | 'verdict',
  Column
> & {
  /** what stands beside the figure, then where the data stand */
  around: Column[];
  standing: Column[];
} {
  const named = (expression: string, key: keyof typeof WORDS): Column => column(expression, WORDS[key][lang]);
  const stages = (['running', 'provisional', 'final', 'sealed'] as const).map(
    (stage) => [stage, stageWord(stage, lang)] as const,
  );
  const standing = [
    named(worded('stage', stages), 'stage'),
    named(`completeness_${lang}`, 'completeness'),
    named(`marks_${lang}`, 'marks'),
    named(standsFrom(), 'changed'),
  ];
  return {
    area: named(REGION[lang], 'area'),
    code: named('region', 'code'),
    indicator: named(ITEM[lang], 'indicator'),
    item: named('indicator', 'item'),
    key: named('period', 'key'),
    period: named(`if(period = 'creation', ${literal(CREATION[lang])}, period)`, 'period'),
    value: named(`value_${lang}`, 'value'),
    target: named(`target_${lang}`, 'target'),
    verdict: named('verdict', 'verdict'),
    around: [
      named('ratio', 'ratio'),
      named(`distance_${lang}`, 'distance'),
      named(joined([`remarks_${lang}`, NOTES]), 'remarks'),
      ...standing,
    ],
    standing,
  };
}

/** A period with what must be known of its bar: that it runs, the mark of simulated data, what is wanting. */
export function periodLabel(lang: Lang): string {
  return `concat(period, if(stage = 'running', ${literal(` · ${stageWord('running', lang)}`)}, ''), label_${lang})`;
}

/** An area with what must be known of its bar. */
export function areaLabel(lang: Lang): string {
  return `concat(${REGION[lang]}, label_${lang})`;
}
