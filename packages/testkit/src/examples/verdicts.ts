import { caseEvent, returnEvent } from '../build/events.ts';
import { ask, attestedBy, EVERYONE, noon, type SemanticExample } from './example.ts';

const AUGUST = noon('2026-08-01');
const LATE_MAY = '2026-05-30T09:00:00+08:00';
const SHARE = ask('it-solved-share', '980101', '2026Q2');

function solved(it: number, others: number): SemanticExample['records'] {
  return Array.from({ length: it + others }, (_, index) =>
    caseEvent(
      { filedAt: '2026-05-03', solvedAt: '2026-05-04', solvedBy: [index < it ? 'video' : 'informant'] },
      { subject: `980101-solved-${index}` },
    ),
  );
}

function rates(region: string, found: number, population: number): SemanticExample['records'] {
  return [
    returnEvent({ region, measure: 'new-users-found', period: '2026Q2', value: found }),
    returnEvent({ region, measure: 'population', period: '2025', value: population }),
  ];
}

/** SEMANTICS "Verdict, decided in this order" and "distance". */
export const VERDICTS: SemanticExample[] = [
  {
    name: 'no limit and no direction: information',
    records: [returnEvent({ measure: 'hair-testing-coverage', period: '2026Q2', numerator: 9, denominator: 10 })],
    asOf: AUGUST,
    query: ask('hair-testing-coverage', '980101', '2026Q2'),
    expect: { value: 90, verdict: 'information', reason: null, distance: null },
  },
  {
    name: 'denominator 0 with complete data: not-applicable',
    records: attestedBy(['980101'], '2026Q2'),
    asOf: AUGUST,
    query: SHARE,
    expect: { value: null, verdict: 'not-applicable', reason: null },
  },
  {
    name: 'denominator 0 without attestation: feed-unattested',
    records: [],
    asOf: AUGUST,
    query: SHARE,
    expect: { value: null, verdict: 'not-assessable', reason: 'feed-unattested' },
  },
  {
    name: 'exactly 25 % is not above 25 %: missed, one more would meet it',
    records: [...solved(5, 15), ...attestedBy(['980101'], '2026Q2')],
    asOf: AUGUST,
    query: SHARE,
    expect: { numerator: 5, denominator: 20, value: 25, verdict: 'missed', distance: { toMeet: 1, toBreak: 0 } },
  },
  {
    name: 'the smallest share above 25 % is met, one fewer breaks it',
    records: [...solved(6, 14), ...attestedBy(['980101'], '2026Q2')],
    asOf: AUGUST,
    query: SHARE,
    expect: { value: 30, verdict: 'met', distance: { toMeet: 0, toBreak: 1 } },
  },
  {
    name: 'a ratio of events is judged as it stands while the period runs',
    records: solved(1, 3),
    asOf: noon('2026-05-10'),
    query: SHARE,
    expect: { value: 25, verdict: 'missed', stage: 'running' },
  },
  {
    name: 'lost contact of 3 of 80: met, one more lost is 5 % and breaks it',
    records: [returnEvent({ measure: 'lost-contact-rate', period: '2026Q2', numerator: 3, denominator: 80 })],
    asOf: AUGUST,
    query: ask('lost-contact-rate', '980101', '2026Q2'),
    expect: { value: 3.75, verdict: 'met', distance: { toMeet: 0, toBreak: 1 } },
  },
  {
    name: 'no return yet: not-due through the due day',
    records: [],
    asOf: noon('2026-07-10'),
    query: ask('lost-contact-rate', '980101', '2026Q2'),
    expect: { value: null, verdict: 'not-due', reason: null },
  },
  {
    name: 'and return-missing from the next day',
    records: [],
    asOf: noon('2026-07-11'),
    query: ask('lost-contact-rate', '980101', '2026Q2'),
    expect: { value: null, verdict: 'not-assessable', reason: 'return-missing' },
  },
  {
    name: 'a count that can only grow is met before the due day',
    records: [returnEvent({ measure: 'transport-inspections', period: '2026Q2', value: 1 }, { time: LATE_MAY })],
    asOf: noon('2026-06-01'),
    query: ask('transport-inspections', '980101', '2026Q2'),
    expect: { value: 1, verdict: 'met' },
  },
  {
    name: 'a count that is short is not-due while the period runs',
    records: [returnEvent({ measure: 'transport-inspections', period: '2026Q2', value: 0 }, { time: LATE_MAY })],
    asOf: noon('2026-06-01'),
    query: ask('transport-inspections', '980101', '2026Q2'),
    expect: { value: 0, verdict: 'not-due', distance: { toMeet: 1, toBreak: 0 } },
  },
  {
    name: 'once the period is over nothing can change: missed before the due day',
    records: [returnEvent({ measure: 'transport-inspections', period: '2026Q2', value: 0 })],
    asOf: noon('2026-07-02'),
    query: ask('transport-inspections', '980101', '2026Q2'),
    expect: { value: 0, verdict: 'missed' },
  },
  {
    name: 'a returned flow ratio that is short is not-due while the period runs',
    records: [
      returnEvent(
        { measure: 'inspection-class-c', period: '2026Q2', numerator: 4, denominator: 5 },
        { time: LATE_MAY },
      ),
    ],
    asOf: noon('2026-06-01'),
    query: ask('inspection-class-c', '980101', '2026Q2'),
    expect: { value: 80, verdict: 'not-due', distance: { toMeet: 1, toBreak: 0 } },
  },
  {
    name: 'a returned stock ratio is judged as it stands',
    records: [
      returnEvent(
        { measure: 'social-worker-ratio', period: '2026Q2', numerator: 4, denominator: 100 },
        { time: LATE_MAY },
      ),
    ],
    asOf: noon('2026-06-01'),
    query: ask('social-worker-ratio', '980101', '2026Q2'),
    expect: { value: 4, verdict: 'missed', distance: { toMeet: 1, toBreak: 0 } },
  },
  {
    name: 'a yes where no is due is missed at once',
    records: [returnEvent({ measure: 'key-problem-area', period: '2026Q2', value: true }, { time: LATE_MAY })],
    asOf: noon('2026-06-01'),
    query: ask('key-problem-area', '980101', '2026Q2'),
    expect: { value: true, verdict: 'missed', distance: null },
  },
  {
    name: 'a no where no is due is not-due while the period runs',
    records: [returnEvent({ measure: 'key-problem-area', period: '2026Q2', value: false }, { time: LATE_MAY })],
    asOf: noon('2026-06-01'),
    query: ask('key-problem-area', '980101', '2026Q2'),
    expect: { value: false, verdict: 'not-due' },
  },
  {
    name: 'the reference region gives the limit: 1 per 10 000 under 2 per 10 000',
    records: [...rates('980101', 5, 50_000), ...rates('980000', 1000, 5_000_000)],
    asOf: AUGUST,
    query: ask('new-user-rate', '980101', '2026Q2'),
    expect: { numerator: 5, denominator: 50_000, value: 1, verdict: 'met', distance: { toMeet: 0, toBreak: 5 } },
  },
  {
    name: "without the reference region's figures: helper-missing",
    records: rates('980101', 5, 50_000),
    asOf: AUGUST,
    query: ask('new-user-rate', '980101', '2026Q2'),
    expect: { value: 1, verdict: 'not-assessable', reason: 'helper-missing' },
  },
  {
    name: 'an industry association is not asked for under 150 enterprises',
    records: [returnEvent({ measure: 'precursor-enterprises', period: '2026Q2', value: 149 })],
    asOf: AUGUST,
    query: ask('industry-association', '980101', '2026Q2'),
    expect: { value: null, verdict: 'not-applicable' },
  },
  {
    name: 'several reasons: a missing unit comes before the unattested feed of the city',
    records: attestedBy(['980101'], '2026Q2'),
    asOf: AUGUST,
    query: ask('zero-large-cultivation', '980100', '2026Q2'),
    expect: { verdict: 'not-assessable', reason: 'unit-missing' },
  },
  {
    name: 'the bulletin is not due until its release day',
    records: [],
    asOf: noon('2026-07-20'),
    query: ask('bulletin-issued', '980100', '2026Q3'),
    expect: { value: null, verdict: 'not-due' },
  },
  {
    name: 'then none is 0: missed',
    records: [],
    asOf: noon('2026-07-21'),
    query: ask('bulletin-issued', '980100', '2026Q3'),
    expect: { value: 0, verdict: 'missed' },
  },
  {
    name: 'a bulletin of Q2 sealed on the release day counts in Q3',
    records: attestedBy(EVERYONE, '2026Q2'),
    sealedBulletins: [{ quarter: '2026Q2', sealedOn: '2026-07-20T17:00:00+08:00', edition: 'provisional' }],
    asOf: AUGUST,
    query: ask('bulletin-issued', '980100', '2026Q3'),
    expect: { value: 1, verdict: 'met' },
  },
  {
    name: 'an edition for one area alone is no bulletin of the quarter',
    records: attestedBy(EVERYONE, '2026Q2'),
    sealedBulletins: [
      { quarter: '2026Q2', sealedOn: '2026-07-18T09:00:00+08:00', edition: 'provisional', audience: 'county:980101' },
    ],
    asOf: AUGUST,
    query: ask('bulletin-issued', '980100', '2026Q3'),
    expect: { value: 0, verdict: 'missed' },
  },
  {
    name: "the province's failing items: 10 are allowed for the city",
    records: [returnEvent({ region: '980100', measure: 'provincial-failing-items', period: '2026', value: 10 })],
    asOf: noon('2027-02-01'),
    query: ask('provincial-failing-items', '980100', '2026'),
    expect: { value: 10, verdict: 'met', distance: { toMeet: 0, toBreak: 1 } },
  },
  {
    name: 'and 3 are too many for a county',
    records: [returnEvent({ measure: 'provincial-failing-items', period: '2026', value: 3 })],
    asOf: noon('2027-02-01'),
    query: ask('provincial-failing-items', '980101', '2026'),
    expect: { value: 3, verdict: 'missed', distance: { toMeet: 1, toBreak: 0 } },
  },
];
