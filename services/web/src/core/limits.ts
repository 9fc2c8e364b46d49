import { eventParts, INDICATORS, type Cell, type Indicator, type Predicate } from '@duqing/catalogue';
import type { ExplainedEvent, Explanation } from '@duqing/warehouse';
import type { Text } from './query.ts';

/**
 * Why records behind a figure are counted but not named to everybody (SEMANTICS "Sensitive things"): intelligence ids are for one
 * role; figures of under 3 persons are explained to named roles.
 */
type Withheld = 'intelligence' | 'few-persons';

/** What the one who asks may see of a cell's area. */
export type Rights = Readonly<Record<Withheld, boolean>>;
export const NO_RIGHTS: Rights = { intelligence: false, 'few-persons': false };

/** What of an explanation may be shown: all events, or only how many there are and why. */
export interface Shown {
  events: ExplainedEvent[];
  withheld: { count: number; because: Withheld; text: Text } | null;
  /** why it is not for everybody, shown or withheld; empty = it is */
  sensitive: readonly Withheld[];
}

const LEAST_PERSONS = 3;

const TEXTS: Record<Withheld, Text> = {
  intelligence: {
    zh: '情报编号仅限情报岗位登录后查看，此处只显示条数。',
    en: 'Intelligence ids are seen by one role only, signed in; here the count alone is shown.',
  },
  'few-persons': {
    zh: '不足 3 人的数值，其构成仅限指定岗位登录后查看，此处只显示条数。',
    en: 'What makes up a figure of under 3 persons is for named roles only, signed in; here the count alone is shown.',
  },
};

/** The events of an explanation as one with these rights may see them: all that makes it sensitive must be allowed. */
export function shownTo(explanation: Explanation, rights: Rights): Shown {
  const sensitive = sensitiveBecause(explanation);
  const because = sensitive.find((one) => !rights[one]);
  if (because === undefined) return { events: explanation.events, withheld: null, sensitive };
  const withheld = { count: explanation.events.length, because, text: TEXTS[because] };
  return { events: [], withheld, sensitive };
}

function sensitiveBecause(cell: Cell): Withheld[] {
  if (cell.composite) return compositeBecause(cell.composite.failing);
  const entry = INDICATORS.find(({ id }) => id === cell.indicator);
  if (!entry) return ['intelligence'];
  const isFew = countsPersons(entry) && isUnderThree(cell);
  return [...(readsIntelligence(entry) ? ['intelligence' as const] : []), ...(isFew ? ['few-persons' as const] : [])];
}

/** A composite names the records of all that fails in it: one such item closes it, since a record does not say whose it is. */
function compositeBecause(failing: readonly string[]): Withheld[] {
  const entries = failing.map((named) => INDICATORS.find(({ id }) => id === named.split('/').at(-1)));
  const isIntelligence = entries.some((entry) => !entry || readsIntelligence(entry));
  const isPersons = entries.some((entry) => entry && countsPersons(entry));
  return [...(isIntelligence ? ['intelligence' as const] : []), ...(isPersons ? ['few-persons' as const] : [])];
}

function isUnderThree({ numerator, denominator }: Cell): boolean {
  return [numerator, denominator].some((count) => count !== null && count < LEAST_PERSONS);
}

export function readsIntelligence(entry: Indicator): boolean {
  return eventParts(entry).some(({ milestone }) => milestone === 'intelligence');
}

/** Whether what is counted, or what selects it, is persons: by its weight, its condition, its unit or its measure word. */
export function countsPersons(entry: Indicator): boolean {
  const byPart = eventParts(entry).some(
    ({ weight, where }) => weight === 'minors' || weight === 'involved' || asksPersons(where),
  );
  return byPart || entry.columns.unit === 'persons' || /^[名人]/.test(entry.act?.zh ?? '');
}

function asksPersons(where: Predicate): boolean {
  if (where.op === 'and' || where.op === 'any') return where.of.some(asksPersons);
  return where.op === 'persons-above-zero';
}
