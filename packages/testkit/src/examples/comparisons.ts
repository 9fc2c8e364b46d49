import { caseEvent, returnEvent } from '../build/events.ts';
import { ask, attestedBy, noon, type SemanticExample } from './example.ts';

const AUGUST = noon('2026-08-01');
const BOTH_YEARS = [...attestedBy(['980101'], '2025Q2'), ...attestedBy(['980101'], '2026Q2')];
const CAUSED = ask('user-caused-cases', '980101', '2026Q2');
const RATE = ask('execution-rate-rising', '980101', '2026Q2');
const NEW_USERS = ask('new-users-growth', '980101', '2026Q2');

function caused(quarter: string, count: number): SemanticExample['records'] {
  const day = `${quarter.slice(0, 4)}-05-03`;
  return Array.from({ length: count }, (_, index) =>
    caseEvent(
      { category: 'user-incident', causedByUser: true, filedAt: day },
      { subject: `980101-${quarter}-caused-${index}` },
    ),
  );
}

function executed(pairs: Record<string, [number, number]>): SemanticExample['records'] {
  return Object.entries(pairs).map(([period, [numerator, denominator]]) =>
    returnEvent({ measure: 'execution-rate', period, numerator, denominator }),
  );
}

function found(levels: Record<string, number>): SemanticExample['records'] {
  return Object.entries(levels).map(([period, value]) => returnEvent({ measure: 'new-users-found', period, value }));
}

function abstinent(levels: Record<string, number>): SemanticExample['records'] {
  return Object.entries(levels).map(([period, value]) =>
    returnEvent({ measure: 'abstinent-3y-growth', period, value }),
  );
}

/** SEMANTICS "rising / falling" and `change`. */
export const COMPARISONS: SemanticExample[] = [
  {
    name: 'falling: fewer than a year before is met',
    records: [...BOTH_YEARS, ...caused('2025Q2', 6), ...caused('2026Q2', 5)],
    asOf: AUGUST,
    query: CAUSED,
    expect: { value: 5, verdict: 'met', distance: { toMeet: 0, toBreak: 1 } },
  },
  {
    name: 'falling: as many is missed',
    records: [...BOTH_YEARS, ...caused('2025Q2', 6), ...caused('2026Q2', 6)],
    asOf: AUGUST,
    query: CAUSED,
    expect: { value: 6, verdict: 'missed', distance: { toMeet: 1, toBreak: 0 } },
  },
  {
    name: 'falling at the bound: 0 after 0 is met',
    records: BOTH_YEARS,
    asOf: AUGUST,
    query: CAUSED,
    expect: { value: 0, verdict: 'met' },
  },
  {
    name: 'falling: already as many while the quarter runs is missed, since counts only grow',
    records: [...attestedBy(['980101'], '2025Q2'), ...caused('2025Q2', 1), ...caused('2026Q2', 1)],
    asOf: noon('2026-05-10'),
    query: CAUSED,
    expect: { value: 1, verdict: 'missed', stage: 'running' },
  },
  {
    name: 'falling: fewer so far while the quarter runs is not-due',
    records: [...attestedBy(['980101'], '2025Q2'), ...caused('2025Q2', 2), ...caused('2026Q2', 1)],
    asOf: noon('2026-05-10'),
    query: CAUSED,
    expect: { value: 1, verdict: 'not-due' },
  },
  {
    name: 'no base period: history-too-short',
    records: [...attestedBy(['980101'], '2026Q2'), ...caused('2026Q2', 1)],
    asOf: AUGUST,
    query: CAUSED,
    expect: { value: 1, verdict: 'not-assessable', reason: 'history-too-short' },
  },
  {
    name: 'for events a period that holds any record is a base, attested or not: its 0 counts',
    records: [...attestedBy(['980101'], '2026Q2'), caseEvent({ filedAt: '2025-05-03' })],
    asOf: AUGUST,
    query: CAUSED,
    expect: { value: 0, verdict: 'met' },
  },
  {
    name: 'rising: compared as fractions, 19 of 20 is better than 94 of 100',
    records: executed({ '2025Q2': [94, 100], '2026Q2': [19, 20] }),
    asOf: AUGUST,
    query: RATE,
    expect: { value: 95, verdict: 'met' },
  },
  {
    name: 'rising: the same fraction is missed',
    records: executed({ '2025Q2': [95, 100], '2026Q2': [19, 20] }),
    asOf: AUGUST,
    query: RATE,
    expect: { value: 95, verdict: 'missed', distance: { toMeet: 1, toBreak: 0 } },
  },
  {
    name: 'rising at the bound: 100 % after 100 % is met',
    records: executed({ '2025Q2': [100, 100], '2026Q2': [20, 20] }),
    asOf: AUGUST,
    query: RATE,
    expect: { value: 100, verdict: 'met' },
  },
  {
    name: 'growth of growth: 100, 120, 132: 10 % after 20 % falls, met',
    records: found({ '2024Q2': 100, '2025Q2': 120, '2026Q2': 132 }),
    asOf: AUGUST,
    query: NEW_USERS,
    expect: { numerator: 132, denominator: 120, value: 10, verdict: 'met' },
  },
  {
    name: 'growth of growth: 100, 120, 144 is the same growth, missed',
    records: found({ '2024Q2': 100, '2025Q2': 120, '2026Q2': 144 }),
    asOf: AUGUST,
    query: NEW_USERS,
    expect: { value: 20, verdict: 'missed', distance: { toMeet: 1, toBreak: 0 } },
  },
  {
    name: 'growth of growth rising: 100, 110, 122 is 10.909 % after 10 %, met',
    records: abstinent({ '2024Q2': 100, '2025Q2': 110, '2026Q2': 122 }),
    asOf: AUGUST,
    query: ask('abstinent-3y-growth', '980101', '2026Q2'),
    expect: { numerator: 122, denominator: 110, verdict: 'met', distance: { toMeet: 0, toBreak: 1 } },
  },
  {
    name: 'two years are too few for growth of growth',
    records: found({ '2025Q2': 120, '2026Q2': 132 }),
    asOf: AUGUST,
    query: NEW_USERS,
    expect: { value: 10, verdict: 'not-assessable', reason: 'history-too-short' },
  },
  {
    name: 'a base of 0 has no growth: base-zero',
    records: found({ '2024Q2': 0, '2025Q2': 12, '2026Q2': 6 }),
    asOf: AUGUST,
    query: NEW_USERS,
    expect: { value: -50, verdict: 'not-assessable', reason: 'base-zero' },
  },
  {
    name: 'save level 0 now of a falling item: met',
    records: found({ '2024Q2': 0, '2025Q2': 12, '2026Q2': 0 }),
    asOf: AUGUST,
    query: NEW_USERS,
    expect: { numerator: 0, value: -100, verdict: 'met' },
  },
  {
    name: '12 after 12 is 0 %',
    records: found({ '2024Q2': 10, '2025Q2': 12, '2026Q2': 12 }),
    asOf: AUGUST,
    query: NEW_USERS,
    expect: { value: 0, verdict: 'met' },
  },
  {
    name: '12 after 0 has no percent',
    records: found({ '2024Q2': 5, '2025Q2': 0, '2026Q2': 12 }),
    asOf: AUGUST,
    query: NEW_USERS,
    expect: { numerator: 12, denominator: 0, value: null, verdict: 'not-assessable', reason: 'base-zero' },
  },
  {
    name: 'a base under five hides the percent, not the verdict, and evidence is weak',
    records: found({ '2024Q2': 4, '2025Q2': 4, '2026Q2': 2 }),
    asOf: AUGUST,
    query: NEW_USERS,
    expect: { numerator: 2, denominator: 4, value: null, verdict: 'met', evidence: 'weak' },
  },
  {
    name: 'a unit without its base period is missing at the city, from both sums',
    records: [
      ...executed({ '2025Q2': [90, 100], '2026Q2': [95, 100] }),
      returnEvent({ region: '980102', measure: 'execution-rate', period: '2026Q2', numerator: 1, denominator: 100 }),
      returnEvent({ region: '9801A1', measure: 'execution-rate', period: '2025Q2', nil: true }),
      returnEvent({ region: '9801A1', measure: 'execution-rate', period: '2026Q2', nil: true }),
      returnEvent({ region: '980103', measure: 'execution-rate', period: '2024Q4', nil: true }),
    ],
    asOf: AUGUST,
    query: ask('execution-rate-rising', '980100', '2026Q2'),
    expect: { numerator: 95, denominator: 100, value: 95, verdict: 'not-assessable', reason: 'unit-missing' },
  },
  {
    name: 'comparisons add predecessors: 980102 of 2025 is compared with itself and 980103 of 2024',
    records: [
      returnEvent({ region: '980102', measure: 'locals-caught-elsewhere', period: '2024Q2', value: 3 }),
      returnEvent({ region: '980103', measure: 'locals-caught-elsewhere', period: '2024Q2', value: 4 }),
      returnEvent({ region: '980102', measure: 'locals-caught-elsewhere', period: '2025Q2', value: 6 }),
    ],
    asOf: AUGUST,
    query: ask('locals-caught-elsewhere', '980102', '2025Q2'),
    expect: { value: 6, verdict: 'met', distance: { toMeet: 0, toBreak: 1 } },
  },
];
