import type { EventPart, Indicator, Milestone } from '@duqing/catalogue';
import type { Setting } from '@duqing/regions';
import type { FactTable } from '../facts/facts.ts';
import { Params, type Statement } from './params.ts';
import { conditionOf, isItemWeight, weightOf, type Scope } from './predicate.ts';

export const TABLE_OF = {
  'case-filed': 'facts_case_filed',
  'case-solved': 'facts_case_solved',
  seizure: 'facts_seizure',
  intelligence: 'facts_intelligence',
} as const satisfies Record<Milestone, FactTable>;

/** Where a table is read from: the current facts, or a shadow of them as of a moment. */
export type TableName = (table: FactTable) => string;

export const currentTable: TableName = (table) => table;

/** One aggregated column pair: the sum `s<i>` and the count of unknown records `u<i>` of one part of one indicator. */
export interface CountColumn {
  indicator: string;
  part: 'numerator' | 'denominator';
  milestone: Milestone;
  /** contribution of a row: a number, or NULL where not known */
  contribution: (scope: Scope) => string;
  /** the other part of a ratio over the same milestone: a record unknown in either is left out of both */
  partner?: (scope: Scope) => string;
}

/** The columns that the event measures need, item sums (grams, plants) left out. */
export function countColumns(indicators: readonly Indicator[]): CountColumn[] {
  return indicators.flatMap(columnsOf);
}

function columnsOf({ id, measure }: Indicator): CountColumn[] {
  if (measure.kind === 'event-count') {
    const { part } = measure;
    return [{ indicator: id, part: 'numerator', milestone: part.milestone, contribution: contributionOf(part) }];
  }
  if (measure.kind !== 'event-ratio') return [];
  const { numerator, denominator } = measure;
  const joint = numerator.milestone === denominator.milestone;
  const [top, bottom] = [contributionOf(numerator), contributionOf(denominator)];
  return [
    {
      indicator: id,
      part: 'numerator',
      milestone: numerator.milestone,
      contribution: top,
      ...(joint && { partner: bottom }),
    },
    {
      indicator: id,
      part: 'denominator',
      milestone: denominator.milestone,
      contribution: bottom,
      ...(joint && { partner: top }),
    },
  ];
}

/** NULL where the condition or, in a selected row, the weight is not known; 0 where the row is not selected. */
export function contributionOf({ where, weight }: EventPart): (scope: Scope) => string {
  return (scope) => {
    const condition = conditionOf(where, scope);
    if (weight === 'one') return `toInt64(${condition})`;
    const value = isItemWeight(weight) ? '0' : weightOf(weight);
    return `if(isNull(${condition}), NULL, if(${condition} = 1, toNullable(toInt64(${value})), toNullable(toInt64(0))))`;
  };
}

const BOUNDARIES = new WeakMap<Setting, string[]>();

/** Boundaries of validity: within two neighbours a code counts for one area, and the table of substances is one version. */
export function boundariesOf(setting: Setting): string[] {
  const held = BOUNDARIES.get(setting);
  if (held) return held;
  const days = setting.regions
    .all()
    .flatMap(({ validFrom, validTo }) => (validTo === null ? [validFrom] : [validFrom, validTo]));
  const sorted = [...new Set([...days, ...setting.substances.days])].sort();
  BOUNDARIES.set(setting, sorted);
  return sorted;
}

/** What a record carries, as bits; a deployment that is simulated as a whole need not ask its records. */
export function marksOf({ simulated }: Setting): string {
  const flagged = `4 * has(flags, 'aggregate') + 8 * has(flags, 'other-source')`;
  return `toUInt8(${simulated ? '0' : 'toUInt8(simulated)'} + 2 * toUInt8(backfilled) + ${flagged})`;
}

/** Columns that every grouped query has: code as sent, quarter, epoch of validity, and how many records there are. */
export function groupColumns(params: Params, boundaries: readonly string[]): string {
  const epoch = `arrayCount(b -> day >= b, ${params.bind(boundaries, 'Array(String)')}) AS epoch`;
  return ['region', 'quarter', epoch, 'count() AS records'].join(',\n  ');
}

export interface CountQuery {
  setting: Setting;
  columns: readonly CountColumn[];
  table: string;
  /** keys of the quarters wanted; undefined = all */
  quarters: readonly string[] | undefined;
}

/**
 * Sums, unknown counts and the marks of what adds, of all columns of one milestone's table, by code as sent, quarter and epoch. What a
 * row contributes is written once, in a subquery, however many columns read it: planning takes longer than reading.
 */
export function countsQuery({ setting, columns, table, quarters }: CountQuery): Statement {
  const params = new Params();
  const scope = { setting, params };
  const parts = new Map<string, string>();
  const named = (contribution: string): string => {
    const name = parts.get(contribution) ?? `c${parts.size}`;
    parts.set(contribution, name);
    return name;
  };
  const sums = columns.flatMap((one, index) => {
    const own = named(one.contribution(scope));
    const known = one.partner ? `isNotNull(${own}) AND isNotNull(${named(one.partner(scope))})` : `isNotNull(${own})`;
    return [
      `sumIf(ifNull(${own}, 0), ${known}) AS s${index}`,
      `countIf(NOT (${known})) AS u${index}`,
      `groupBitOrIf(marks, ${known} AND ifNull(${own}, 0) != 0) AS m${index}`,
    ];
  });
  const select = [groupColumns(params, boundariesOf(setting)), ...sums].join(',\n  ');
  const inner = ['region', 'quarter', 'day', `${marksOf(setting)} AS marks`];
  const rows = [...inner, ...parts.entries().map(([text, name]) => `${text} AS ${name}`)].join(',\n    ');
  const where = quarters ? `\n  WHERE quarter IN ${params.bind(quarters, 'Array(String)')}` : '';
  return {
    query: `SELECT\n  ${select}\nFROM (\n  SELECT\n    ${rows}\n  FROM ${table} FINAL${where}\n)\nGROUP BY region, quarter, epoch`,
    params: params.values,
  };
}
