import { withReturnsStanding } from '../build/deployment.ts';
import { caseEvent, returnEvent } from '../build/events.ts';
import { ask, attestedBy, EVERYONE, noon, UNITS, type SemanticExample } from './example.ts';

const BY_RETURNS = withReturnsStanding(['cases-filed', 'it-solved-share'], '2026-04-01');

function filed(region: string, days: string[]): SemanticExample['records'] {
  return days.map((day) => caseEvent({ region, category: 'trafficking', filedAt: day }));
}

function told(values: Record<string, number>, period = '2026Q2'): SemanticExample['records'] {
  return Object.entries(values).map(([region, value]) =>
    returnEvent({ region, measure: 'cases-filed', period, value }),
  );
}

const TWO = filed('980101', ['2026-05-03', '2026-05-04']);
const COUNTY = ask('cases-filed', '980101', '2026Q2');
const CITY = ask('cases-filed', '980100', '2026Q2');
const AUGUST = noon('2026-08-01');
const figures = (numerator: number | null) => ({ numerator, denominator: null, value: numerator });

/** A figure that events give and a return gives too: both are kept, data says which stands. */
export const RETURNED: SemanticExample[] = [
  {
    name: 'a return beside events changes nothing of the figure and is shown with its difference',
    records: [...TWO, ...attestedBy(EVERYONE, '2026Q2'), ...told({ '980101': 3 })],
    asOf: AUGUST,
    query: COUNTY,
    expect: {
      numerator: 2,
      flags: ['return-differs', 'simulated'],
      compared: { authoritative: 'events', events: figures(2), returns: figures(3), difference: figures(1) },
    },
  },
  {
    name: 'one that says the same is shown, and flags nothing',
    records: [...TWO, ...attestedBy(EVERYONE, '2026Q2'), ...told({ '980101': 2 })],
    asOf: AUGUST,
    query: COUNTY,
    expect: {
      flags: ['simulated'],
      compared: { authoritative: 'events', events: figures(2), returns: figures(2), difference: figures(0) },
    },
  },
  {
    name: 'events that are not attested as zero have no figure to compare, and a returned 0 does not attest them',
    records: told({ '980101': 0 }),
    asOf: AUGUST,
    query: COUNTY,
    expect: {
      value: null,
      compared: {
        authoritative: 'events',
        events: figures(null),
        returns: figures(0),
        difference: figures(null),
      },
    },
  },
  {
    name: 'the city compares only when every unit has returned',
    records: [...TWO, ...attestedBy(EVERYONE, '2026Q2'), ...told({ '980101': 3, '980102': 0 })],
    asOf: AUGUST,
    query: CITY,
    expect: {
      numerator: 2,
      flags: ['simulated'],
      compared: { authoritative: 'events', events: figures(2), returns: figures(null), difference: figures(null) },
    },
  },
  {
    name: 'and then sums them',
    records: [
      ...TWO,
      ...attestedBy(EVERYONE, '2026Q2'),
      ...told(Object.fromEntries(UNITS.map((unit) => [unit, unit === '980101' ? 3 : 0]))),
    ],
    asOf: AUGUST,
    query: CITY,
    expect: {
      flags: ['return-differs', 'simulated'],
      compared: { authoritative: 'events', events: figures(2), returns: figures(3), difference: figures(1) },
    },
  },
  {
    name: 'where data says that returns stand, the figure is the return’s and the events are kept beside it',
    records: [...TWO, ...attestedBy(EVERYONE, '2026Q2'), ...told({ '980101': 3 })],
    deployment: BY_RETURNS,
    asOf: AUGUST,
    query: COUNTY,
    expect: {
      numerator: 3,
      flags: ['return-differs', 'simulated'],
      compared: { authoritative: 'returns', events: figures(2), returns: figures(3), difference: figures(1) },
    },
  },
  {
    name: 'a return that stands and is missing is missing: events do not step in',
    records: [
      ...[1, 2, 3, 4].map((day) =>
        caseEvent({
          region: '980101',
          category: 'trafficking',
          filedAt: `2026-05-0${day}`,
          solvedAt: `2026-05-1${day}`,
          solvedBy: ['video'],
        }),
      ),
      ...attestedBy(EVERYONE, '2026Q2'),
    ],
    deployment: BY_RETURNS,
    asOf: AUGUST,
    query: ask('it-solved-share', '980101', '2026Q2'),
    expect: {
      value: null,
      verdict: 'not-assessable',
      reason: 'return-missing',
      compared: {
        authoritative: 'returns',
        events: { numerator: 4, denominator: 4, value: 100 },
        returns: { numerator: null, denominator: null, value: null },
        difference: { numerator: null, denominator: null, value: null },
      },
    },
  },
  {
    name: 'it is due when returns are, ten days after the period',
    records: [],
    deployment: BY_RETURNS,
    asOf: noon('2026-07-10'),
    query: ask('it-solved-share', '980101', '2026Q2'),
    expect: { value: null, verdict: 'not-due', reason: null },
  },
  {
    name: 'a period that ended before the rule is still counted from events',
    records: [
      ...filed('980101', ['2026-02-03']),
      ...attestedBy(EVERYONE, '2026Q1'),
      ...told({ '980101': 3 }, '2026Q1'),
    ],
    deployment: BY_RETURNS,
    asOf: AUGUST,
    query: ask('cases-filed', '980101', '2026Q1'),
    expect: {
      numerator: 1,
      compared: { authoritative: 'events', events: figures(1), returns: figures(3), difference: figures(2) },
    },
  },
];
