import { caseEvent, returnEvent } from '../build/events.ts';
import { ask, attestedBy, EVERYONE, noon, UNITS, type SemanticExample } from './example.ts';

const AUGUST = noon('2026-08-01');
const LOST = ask('lost-contact-rate', '980101', '2026Q2');

function ratio(
  measure: string,
  period: string,
  [numerator, denominator]: [number, number],
): SemanticExample['records'] {
  return [returnEvent({ measure, period, numerator, denominator })];
}

function lost(numerator: number, denominator: number, region = '980101'): SemanticExample['records'] {
  return [returnEvent({ region, measure: 'lost-contact-rate', period: '2026Q2', numerator, denominator })];
}

function withoutPersons(category: 'trafficking' | 'manufacturing'): SemanticExample['records'][number] {
  const record = caseEvent({ category });
  const data = Object.fromEntries(
    Object.entries(record.data).filter(([key]) => key !== 'persons' && key !== 'preControlled'),
  );
  return { ...record, data: data as unknown as typeof record.data };
}

function activities(counts: Record<string, number>): SemanticExample['records'] {
  return Object.entries(counts).map(([period, value]) =>
    returnEvent({ measure: 'main-leader-activities', period, value }),
  );
}

const CLASS_B = { measure: 'inspection-class-b', numerator: 3, denominator: 4 };

/** Nothing in the denominator, quotas of a year, halves and years to date: where rules meet. */
export const CORNERS: SemanticExample[] = [
  {
    name: 'manufacturing without preControlled: not classified, so never met',
    records: [...attestedBy(['980101'], '2026Q2'), withoutPersons('manufacturing')],
    asOf: AUGUST,
    query: ask('uncontrolled-manufacturing', '980101', '2026Q2'),
    expect: { verdict: 'not-assessable', reason: 'unclassified', flags: ['simulated', 'unclassified'] },
  },
  {
    name: 'any case without persons leaves the zero of pupils open',
    records: [
      ...attestedBy(['980101'], '2026Q2'),
      withoutPersons('trafficking'),
      returnEvent({ measure: 'zero-student-drug-cases:incidents', period: '2026Q2', nil: true }),
    ],
    asOf: AUGUST,
    query: ask('zero-student-drug-cases', '980101', '2026Q2'),
    expect: { verdict: 'not-assessable', reason: 'unclassified' },
  },
  {
    name: 'a zero of the year to date needs each of its quarters attested',
    records: attestedBy(['980101'], '2026Q2'),
    asOf: AUGUST,
    query: ask('minors-share', '980101', '2026Q2'),
    expect: { value: null, verdict: 'not-assessable', reason: 'feed-unattested' },
  },
  {
    name: 'any well-formed period gives a cell, a year in which nothing is held too',
    records: [],
    asOf: AUGUST,
    query: ask('lost-contact-rate', '980101', '2001Q1'),
    expect: { value: null, verdict: 'not-assessable', reason: 'return-missing' },
  },
  {
    name: 'a returned denominator of 0 is not-applicable, like nil',
    records: lost(0, 0),
    asOf: AUGUST,
    query: LOST,
    expect: { value: null, verdict: 'not-applicable' },
  },
  {
    name: 'where all units have nothing in the denominator the city has nothing either',
    records: UNITS.flatMap((region) => lost(0, 0, region)),
    asOf: AUGUST,
    query: ask('lost-contact-rate', '980100', '2026Q2'),
    expect: { value: null, verdict: 'not-applicable' },
  },
  {
    name: 'no enterprises: their grading is not-applicable',
    records: [
      returnEvent({ measure: 'enterprise-grading', period: '2026Q2', numerator: 0 }),
      returnEvent({ measure: 'precursor-enterprises', period: '2026Q2', value: 0 }),
    ],
    asOf: AUGUST,
    query: ask('enterprise-grading', '980101', '2026Q2'),
    expect: { value: null, verdict: 'not-applicable' },
  },
  {
    name: 'nothing in the denominator a year before is no base',
    records: [...ratio('satisfaction-rate', '2025Q4', [0, 0]), ...ratio('satisfaction-rate', '2026Q4', [90, 100])],
    asOf: noon('2027-02-01'),
    query: ask('satisfaction-rate', '980101', '2026Q4'),
    expect: { verdict: 'not-assessable', reason: 'history-too-short' },
  },
  {
    name: 'a quota of the year half done by June is not-due',
    records: activities({ '2026Q2': 1 }),
    asOf: AUGUST,
    query: ask('main-leader-activities', '980101', '2026Q2'),
    expect: { value: 1, verdict: 'not-due', distance: { toMeet: 1, toBreak: 0 } },
  },
  {
    name: 'done by June it is met, and stays met in the fourth quarter without another return',
    records: activities({ '2026Q2': 2 }),
    asOf: noon('2027-02-01'),
    query: ask('main-leader-activities', '980101', '2026Q4'),
    expect: { value: 2, verdict: 'met', flags: ['carried', 'simulated'] },
  },
  {
    name: 'short at the end of the year it is missed',
    records: activities({ '2026Q4': 1 }),
    asOf: noon('2027-01-05'),
    query: ask('main-leader-activities', '980101', '2026Q4'),
    expect: { value: 1, verdict: 'missed' },
  },
  {
    name: 'the second half-year does not read the first: its return is missing',
    records: [returnEvent({ ...CLASS_B, period: '2026H1' })],
    asOf: noon('2027-02-01'),
    query: ask('inspection-class-b', '980101', '2026Q4'),
    expect: { period: '2026H2', value: null, verdict: 'not-assessable', reason: 'return-missing' },
  },
  {
    name: 'a half-year’s return is owed through the tenth day after it',
    records: [],
    asOf: noon('2026-07-10'),
    query: ask('inspection-class-b', '980101', '2026Q1'),
    expect: { period: '2026H1', verdict: 'not-due' },
  },
  {
    name: 'a return that only the province can date is never late',
    records: [],
    asOf: noon('2028-02-01'),
    query: ask('provincial-failing-items', '980100', '2026'),
    expect: { value: null, verdict: 'not-due' },
  },
  {
    name: 'a half-yearly item that failed counts in the own count of both its quarters, and a veto stands beside the count',
    records: [
      returnEvent({ ...CLASS_B, period: '2026H1' }),
      ...attestedBy(EVERYONE, '2026Q1'),
      caseEvent({ category: 'manufacturing', filedAt: '2026-02-03' }),
    ],
    asOf: AUGUST,
    query: ask('self-assessed-failing-items', '980101', '2026Q1'),
    expect: {
      composite: {
        failing: ['980101/zero-manufacturing', '980101/inspection-class-b'],
        vetoMissed: ['980101/zero-manufacturing'],
      },
    },
  },
];
