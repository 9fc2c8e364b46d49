import { INDICATORS, type Cell, type EventPart, type Indicator, type Predicate } from '@duqing/catalogue';
import type { ExplainedEvent, Explanation } from '@duqing/warehouse';
import type { Text } from './query.ts';

/**
 * Why records behind a figure are counted but not named to a reader without a role (SEMANTICS "Sensitive things"):
 * intelligence ids are for one role; figures of under 3 persons are explained to named roles.
 */
type Withheld = 'intelligence' | 'few-persons';

/** What of an explanation may be shown: all events, or only how many there are and why. */
export interface Shown {
  events: ExplainedEvent[];
  withheld: { count: number; because: Withheld; text: Text } | null;
}

const LEAST_PERSONS = 3;

const TEXTS: Record<Withheld, Text> = {
  intelligence: {
    zh: '情报编号仅限专门岗位查看；本页未设角色，只显示条数。',
    en: 'Intelligence ids are seen by one role only; this page has no role, so the count alone is shown.',
  },
  'few-persons': {
    zh: '不足 3 人的数值，其构成仅限指定岗位查看；本页未设角色，只显示条数。',
    en: 'What makes up a figure of under 3 persons is for named roles only; this page has no role, so the count alone is shown.',
  },
};

/** The events of an explanation as a reader without any role may see them. */
export function shownTo(explanation: Explanation): Shown {
  const because = withheldBecause(explanation);
  if (because === null) return { events: explanation.events, withheld: null };
  return { events: [], withheld: { count: explanation.events.length, because, text: TEXTS[because] } };
}

function withheldBecause(cell: Cell): Withheld | null {
  if (cell.composite) return compositeBecause(cell.composite.failing);
  const entry = INDICATORS.find(({ id }) => id === cell.indicator);
  if (!entry || readsIntelligence(entry)) return 'intelligence';
  return countsPersons(entry) && isUnderThree(cell) ? 'few-persons' : null;
}

/** A composite names the records of all that fails in it: one such item closes it, since a record does not say whose it is. */
function compositeBecause(failing: readonly string[]): Withheld | null {
  const entries = failing.map((named) => INDICATORS.find(({ id }) => id === named.split('/').at(-1)));
  if (entries.some((entry) => !entry || readsIntelligence(entry))) return 'intelligence';
  return entries.some((entry) => entry && countsPersons(entry)) ? 'few-persons' : null;
}

function isUnderThree({ numerator, denominator }: Cell): boolean {
  return [numerator, denominator].some((count) => count !== null && count < LEAST_PERSONS);
}

function partsOf({ measure }: Indicator): EventPart[] {
  switch (measure.kind) {
    case 'event-count':
    case 'event-sum':
      return [measure.part];
    case 'event-ratio':
      return [measure.numerator, measure.denominator];
    case 'new-substances':
    case 'return-count':
    case 'return-ratio':
    case 'return-change':
    case 'return-flag':
    case 'composite':
    case 'bulletins-sealed':
      return [];
  }
}

export function readsIntelligence(entry: Indicator): boolean {
  return partsOf(entry).some(({ milestone }) => milestone === 'intelligence');
}

/** Whether what is counted, or what selects it, is persons: by its weight, its condition, its unit or its measure word. */
export function countsPersons(entry: Indicator): boolean {
  const byPart = partsOf(entry).some(
    ({ weight, where }) => weight === 'minors' || weight === 'involved' || asksPersons(where),
  );
  return byPart || entry.columns.unit === 'persons' || /^[名人]/.test(entry.act?.zh ?? '');
}

function asksPersons(where: Predicate): boolean {
  if (where.op === 'and' || where.op === 'any') return where.of.some(asksPersons);
  return where.op === 'persons-above-zero';
}
