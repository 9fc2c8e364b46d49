import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { faultsOf, INDICATORS, indicator, type Columns, type Indicator } from '../src/index.ts';

const table: unknown[] = parse(readFileSync(new URL('indicators.csv', import.meta.url)), { columns: true, bom: true });
const entry = (id: string): Indicator => {
  const found = INDICATORS.find((item) => item.id === id);
  if (!found) throw new Error(`no entry ${id}`);
  return found;
};
const withColumns = (id: string, change: Partial<Columns>): Indicator =>
  indicator({ ...entry(id).columns, ...change }, entry(id).measure, entry(id));

const byId = (a: unknown, b: unknown) => JSON.stringify(a).localeCompare(JSON.stringify(b));

describe('the catalogue', () => {
  it('has every row of the table, column for column, and no other', () => {
    expect(table).toHaveLength(92);
    expect(INDICATORS.map(({ columns }) => columns).toSorted(byId)).toEqual(table.toSorted(byId));
  });

  it('keeps its laws', () => expect(faultsOf(INDICATORS)).toEqual([]));

  it('has seven zeros, four rising and four falling', () => {
    const sizes = ['seven-zeros', 'four-up', 'four-down'].map(
      (group) => INDICATORS.filter(({ columns }) => columns.group === group).length,
    );
    expect(sizes).toEqual([7, 4, 4]);
  });

  it('each return item reads its own returns, save those that read a base item', () => {
    const others = INDICATORS.filter(({ id, measure }) => measure.kind === 'return-ratio' && measure.reads !== id);
    expect(others.map(({ id }) => id)).toEqual(['awareness-rate-rising', 'execution-rate-rising']);
  });
});

describe('typed meaning of the columns', () => {
  it.each([
    ['it-solved-share', { kind: 'limit', comparator: '>', limit: 25 }],
    ['lost-contact-rate', { kind: 'limit', comparator: '<', limit: 5 }],
    ['zero-manufacturing', { kind: 'limit', comparator: '=', limit: 0 }],
    ['transit-hub', { kind: 'yes-no', due: false }],
    ['minors-share', { kind: 'direction', direction: 'falling' }],
    ['new-user-rate', { kind: 'reference', comparator: '<' }],
    ['cases-filed', null],
    [
      'self-assessed-failing-items',
      { kind: 'by-level', county: { comparator: '<', limit: 3 }, city: { comparator: '<=', limit: 10 } },
    ],
  ])('the target of %s', (id, target) => expect(entry(id).target).toEqual(target));

  it.each([
    ['committee-hearings', { kind: 'day-of-year', month: 12, day: 31 }],
    ['five-ones-coverage', { kind: 'day-of-year', month: 10, day: 31 }],
    ['lost-contact-rate', { kind: 'days-after', days: 10 }],
    ['zero-manufacturing', { kind: 'period-end' }],
  ])('the due day of %s', (id, due) => expect(entry(id).due).toEqual(due));

  it.each([
    ['it-solved-share', 100],
    ['new-user-rate', 10_000],
    ['cases-filed', 1],
  ])('the scale of %s is %d', (id, scale) => expect(entry(id).scale).toBe(scale));

  it.each([
    ['cells', 'quarterly'],
    ['levels', 'county, city'],
    ['due', 'soon'],
    ['veto', 'maybe'],
    ['comparator', '≥'],
    ['limit', 'about 25'],
    ['limit', ''],
  ] as const)('an unreadable %s (%j) is refused by name', (column, text) =>
    expect(() => withColumns('it-solved-share', { [column]: text })).toThrow(`it-solved-share: column ${column}`),
  );
});

describe('what an entry says beside the table', () => {
  it('intervals are those that the semantics name: each rising or falling row and the named shares', () => {
    const named = [
      'it-solved-share',
      'lost-contact-rate',
      'execution-rate',
      'awareness-rate',
      'education-satisfaction-rate',
      'new-user-rate',
    ];
    const directed = INDICATORS.filter(({ target }) => target?.kind === 'direction').map(({ id }) => id);
    const found = INDICATORS.filter(({ interval }) => interval !== null).map(({ id }) => id);
    expect(found.toSorted()).toEqual([...named, ...directed].toSorted());
  });

  it.each([
    ['lost-contact-rate', { interval: 'poisson' }, 'has the interval that its target asks for, or none'],
    ['minors-share', { interval: null }, 'a rising or falling item has its test'],
    ['lost-contact-rate', { act: null }, 'an item with a number as its target says what people act on'],
    ['lost-contact-rate', { denominator_zh: '' }, 'has its definition in Chinese'],
    ['cases-filed', { denominator_zh: '立案数' }, 'has its definition in Chinese'],
  ] as const)('%s with %o breaks a law', (id, change, law) => {
    const changed = { ...entry(id), ...change };
    expect(faultsOf([...INDICATORS.filter((item) => item.id !== id), changed])).toEqual([`${id}: ${law}`]);
  });
});

describe('the laws', () => {
  it.each([
    ['provincial-veto', { roll_up: 'sum' }, 'a flag is never summed'],
    ['lost-contact-rate', { due: '' }, 'a return item has a due day'],
    ['hair-testing-coverage', { unit: 'locks' }, 'has a unit with words in both languages'],
    ['social-worker-ratio', { kind: 'count' }, 'the measure is of the kind'],
    ['lost-contact-rate', { source: 'case' }, 'a return item reads returns, an event item events'],
    ['social-worker-ratio', { veto: 'yes' }, 'a veto has a target that does not depend on evidence'],
    ['zero-diversion', { source: 'case' }, 'incidents without a case are added where the source says so'],
    ['uncontrolled-manufacturing', { implied_by: 'nothing' }, 'implied by an item that exists'],
    ['committee-hearings', { limit: 'yes' }, 'a flag has a yes or no due'],
    ['transit-hub', { name_zh: 'hub' }, 'has a name in Chinese'],
    ['transit-hub', { name_en: ' ' }, 'has a name in English'],
  ] as const)('%s with %o breaks a law', (id, change, law) => {
    const changed = withColumns(id, change);
    const others = INDICATORS.filter((item) => item.id !== id);
    expect(faultsOf([...others, changed])).toEqual([`${id}: ${law}`]);
  });

  it('all faults are reported at once', () => {
    const changed = withColumns('lost-contact-rate', { due: '', denominator: '' });
    expect(faultsOf([...INDICATORS, changed])).toEqual([
      'lost-contact-rate: the id is used once',
      'lost-contact-rate: a ratio has a denominator',
      'lost-contact-rate: a return item has a due day',
      'lost-contact-rate: has its definition in Chinese',
    ]);
  });
});
