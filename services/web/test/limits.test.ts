import { INDICATORS } from '@duqing/catalogue';
import { expect, test } from 'vitest';
import { countsPersons, readsIntelligence, NO_RIGHTS, shownTo } from '../src/core/limits.ts';
import { cell } from './fixture.ts';

const event = { source: '/990102/police', id: 'e-1', subject: 's-1', revision: 1, part: 'numerator' as const };
const explained = (over: Parameters<typeof cell>[0]) => ({ ...cell(over), events: [event, { ...event, id: 'e-2' }] });

test('the events of a figure of cases are named', () => {
  const shown = shownTo(explained({ numerator: 1, denominator: 1 }), NO_RIGHTS);
  expect(shown).toEqual({ events: [event, { ...event, id: 'e-2' }], withheld: null, sensitive: [] });
});

test('intelligence ids are counted and not named, however many there are', () => {
  const shown = shownTo(explained({ indicator: 'intelligence-reports', numerator: 2, denominator: null }), NO_RIGHTS);
  expect(shown.events).toEqual([]);
  expect(shown.withheld).toMatchObject({ count: 2, because: 'intelligence' });
});

test.each([
  ['2 minors of 40 persons', { indicator: 'minors-share', numerator: 2, denominator: 40 }, 'few-persons'],
  ['3 minors of 40 persons', { indicator: 'minors-share', numerator: 3, denominator: 40 }, null],
  ['no minor of 2 persons', { indicator: 'minors-share', numerator: 0, denominator: 2 }, 'few-persons'],
  ['1 person lost of 80', { indicator: 'lost-contact-rate', numerator: 1, denominator: 80 }, 'few-persons'],
  ['1 case with pupils', { indicator: 'zero-student-drug-cases', numerator: 1, denominator: null }, 'few-persons'],
  [
    '1 local caught elsewhere',
    { indicator: 'locals-caught-elsewhere', numerator: 1, denominator: null },
    'few-persons',
  ],
  ['1 seizure', { indicator: 'seizure-count', numerator: 1, denominator: null }, null],
  ['an item that is not in the catalogue', { indicator: 'unheard-of', numerator: 9 }, 'intelligence'],
])('%s', (_, over, because) => {
  expect(shownTo(explained(over), NO_RIGHTS).withheld?.because ?? null).toBe(because);
});

test.each([
  ['few persons', { indicator: 'minors-share', numerator: 2, denominator: 40 }, 'few-persons'],
  ['intelligence', { indicator: 'intelligence-reports', numerator: 9, denominator: null }, 'intelligence'],
] as const)('%s is named to those who may see it and to nobody else', (_, over, needed) => {
  for (const own of ['few-persons', 'intelligence'] as const) {
    const shown = shownTo(explained(over), { ...NO_RIGHTS, [own]: true });
    expect([own, shown.events.length, shown.sensitive]).toEqual([own, own === needed ? 2 : 0, [needed]]);
  }
});

test('a composite in which an item of persons fails names no events', () => {
  const composite = {
    failing: ['990102/minors-share', '990102/it-solved-share'],
    notAssessable: [],
    notDue: [],
    notApplicable: [],
    vetoMissed: [],
    range: [2, 2] as [number, number],
    toMend: 0,
    mendOrder: [],
  };
  const own = { indicator: 'self-assessed-failing-items', numerator: 9, denominator: null };
  expect(shownTo(explained({ ...own, composite }), NO_RIGHTS).withheld?.because).toBe('few-persons');
  const open = { ...composite, failing: ['990102/it-solved-share'] };
  expect(shownTo(explained({ ...own, composite: open }), NO_RIGHTS).withheld).toBeNull();
});

test('every item of intelligence, and every item whose unit people act on is a person, is known as such', () => {
  const intelligence = INDICATORS.filter(readsIntelligence).map(({ id }) => id);
  expect(intelligence).toEqual(
    INDICATORS.filter(({ columns }) => columns.source === 'intelligence').map(({ id }) => id),
  );
  const persons = INDICATORS.filter(({ act }) =>
    /person|user|minor|respondent|pupil|contact|worker/.test(act?.en[0] ?? ''),
  );
  expect(persons.length).toBeGreaterThan(10);
  const missed = persons.filter((entry) => !countsPersons(entry)).map(({ id }) => id);
  expect(missed).toEqual(['user-caused-cases']);
});
