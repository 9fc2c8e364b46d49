import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { PeriodKind } from '@duqing/calendar';

type Kind = 'count' | 'sum' | 'ratio' | 'change' | 'flag' | 'composite';
type Source = 'case' | 'case+return' | 'seizure' | 'intelligence' | 'return' | 'derived';
export type Helper = 'population' | 'precursor-enterprises' | 'new-users-found';
const HELPERS: readonly Helper[] = ['population', 'precursor-enterprises', 'new-users-found'];

/** One row of indicators.csv as the model needs it. */
export interface Item {
  id: string;
  group: string;
  basis: string;
  kind: Kind;
  source: Source;
  comparator: string;
  limit: string;
  cells: PeriodKind[];
  accumulation: string;
  due: string;
  levels: string[];
  rollUp: 'sum' | 'own' | 'any' | 'none';
  veto: boolean;
  impliedBy: string | null;
  /** value = numerator × scale / denominator */
  scale: number;
  /** the measure whose returns it reads */
  reads: string;
  numeratorHelper: Helper | null;
  denominatorHelper: Helper | null;
}

type Row = Record<string, string>;

function helperIn(text: string): Helper | null {
  return HELPERS.find((helper) => text === helper || text.startsWith(`${helper} (`)) ?? null;
}

function scaleOf(unit: string): number {
  if (unit === '%') return 100;
  return unit === 'per 10 000' ? 10_000 : 1;
}

function itemOf(row: Row): Item {
  const text = (name: string): string => row[name] ?? '';
  const id = text('id');
  return {
    id,
    group: text('group'),
    basis: text('basis'),
    kind: text('kind') as Kind,
    source: text('source') as Source,
    comparator: text('comparator'),
    limit: text('limit'),
    cells: text('cells').split('; ') as PeriodKind[],
    accumulation: text('accumulation'),
    due: text('due'),
    levels: text('levels').split('; '),
    rollUp: text('roll_up') as Item['rollUp'],
    veto: text('veto').endsWith('yes'),
    impliedBy: text('implied_by') || null,
    scale: scaleOf(text('unit')),
    reads: text('kind') === 'ratio' ? id.replace(/-rising$/, '') : id,
    numeratorHelper: helperIn(text('numerator')),
    denominatorHelper: helperIn(text('denominator')),
  };
}

const ROWS: Row[] = parse(readFileSync(new URL('../indicators.csv', import.meta.url), 'utf8'), { columns: true });

/** All rows of the table, in its order. */
export const ITEMS: readonly Item[] = ROWS.map(itemOf);
const BY_ID = new Map(ITEMS.map((item) => [item.id, item]));

/** Throws where the table has no such row: a misspelt id in a test must not read as "no cell". */
export function itemNamed(id: string): Item {
  const item = BY_ID.get(id);
  if (!item) throw new Error(`no indicator ${id}`);
  return item;
}

/** True for items whose due day is a day of the year by which the thing must be done. */
export function hasYearlyDeadline(item: Item): boolean {
  return /^\d{2}-\d{2}$/.test(item.due);
}

export function isEventSource(item: Item): boolean {
  return item.source !== 'return' && item.source !== 'derived';
}

/**
 * The item as departments return it, due so many days after the period; undefined where no return can stand for its events: zero
 * rules (a case has an identity), first sightings, and what is returned or derived anyway.
 */
export function returnedItem(item: Item, dueDays: number): Item | undefined {
  const isZero = item.comparator === '=' && item.limit === '0';
  if (!isEventSource(item) || isZero || item.id === 'new-substances') return undefined;
  return { ...item, source: 'return', due: `+${dueDays} d` };
}
