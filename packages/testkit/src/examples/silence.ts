import { attestation, caseEvent, returnEvent } from '../build/events.ts';
import { ask, attestedBy, EVERYONE, noon, UNITS, type SemanticExample } from './example.ts';

const AUGUST = noon('2026-08-01');
const ZERO = ask('zero-manufacturing', '980101', '2026Q2');
const DIVERSION = ask('zero-diversion', '980101', '2026Q2');

/** SEMANTICS "Silence is not zero". */
export const SILENCE: SemanticExample[] = [
  {
    name: 'nothing and nobody attests: not-assessable, null and not 0',
    records: [],
    asOf: AUGUST,
    query: ZERO,
    expect: { value: null, verdict: 'not-assessable', reason: 'feed-unattested', evidence: null },
  },
  {
    name: 'attested through the last day: zero, met',
    records: attestedBy(['980101'], '2026Q2'),
    asOf: AUGUST,
    query: ZERO,
    expect: { value: 0, verdict: 'met', evidence: 'strong' },
  },
  {
    name: 'attested through the day before the last: not-assessable once the period is over',
    records: [attestation({ period: '2026Q2', through: '2026-06-29' })],
    asOf: AUGUST,
    query: ZERO,
    expect: { value: null, verdict: 'not-assessable', reason: 'feed-unattested' },
  },
  {
    name: 'while the period runs a chain to 12 June gives not-due, zero up to 12 June',
    records: [attestation({ period: '2026Q2', through: '2026-06-12' })],
    asOf: noon('2026-06-15'),
    query: ZERO,
    expect: { value: 0, verdict: 'not-due', reason: null, stage: 'running' },
  },
  {
    name: 'while the period runs without any attestation: not-assessable',
    records: [],
    asOf: noon('2026-06-15'),
    query: ZERO,
    expect: { value: null, verdict: 'not-assessable', reason: 'feed-unattested' },
  },
  {
    name: 'an information item reads null too where nobody attests',
    records: [],
    asOf: AUGUST,
    query: ask('cases-filed', '980101', '2026Q2'),
    expect: { value: null, numerator: null, verdict: 'information' },
  },
  {
    name: 'a violation found is missed at once, attested or not, running or not',
    records: [caseEvent({ category: 'manufacturing' })],
    asOf: noon('2026-05-05'),
    query: ZERO,
    expect: { value: 1, verdict: 'missed', reason: null },
  },
  {
    name: 'for another event measure a missing attestation makes evidence weak',
    records: [caseEvent()],
    asOf: AUGUST,
    query: ask('cases-filed', '980101', '2026Q2'),
    expect: { value: 1, evidence: 'weak', flags: ['simulated', 'unattested'] },
  },
  {
    name: 'while the period runs, attested through one of the last ten days is enough',
    records: [caseEvent(), attestation({ period: '2026Q2', through: '2026-06-06' })],
    asOf: noon('2026-06-15'),
    query: ask('cases-filed', '980101', '2026Q2'),
    expect: { value: 1, evidence: 'strong', flags: ['simulated'] },
  },
  {
    name: 'creation: an unbroken chain from its start gives not-due',
    records: attestedBy(['980101'], '2026H1'),
    asOf: AUGUST,
    query: ask('zero-manufacturing', '980101', 'creation'),
    expect: { value: 0, verdict: 'not-due', stage: 'running' },
  },
  {
    name: 'creation: a gap in the chain is not-assessable',
    records: [...attestedBy(['980101'], '2026Q1'), ...attestedBy(['980101'], '2026Q3')],
    asOf: noon('2026-11-01'),
    query: ask('zero-manufacturing', '980101', 'creation'),
    expect: { value: null, verdict: 'not-assessable', reason: 'feed-unattested' },
  },
  {
    name: 'a count attested that differs from the count held is flagged',
    records: [caseEvent(), attestation({ period: '2026Q2', count: 2 })],
    asOf: AUGUST,
    query: ask('cases-filed', '980101', '2026Q2'),
    expect: { value: 1, flags: ['count-differs', 'simulated'] },
  },
  {
    name: 'the count attested is of records: a case filed and solved in the quarter is one',
    records: [
      caseEvent({ filedAt: '2026-05-03', solvedAt: '2026-05-04' }),
      attestation({ period: '2026Q2', count: 1 }),
    ],
    asOf: AUGUST,
    query: ask('cases-filed', '980101', '2026Q2'),
    expect: { value: 1, flags: ['simulated'] },
  },
  {
    name: 'case and return: attested, incidents not returned by the due day: helper-missing',
    records: attestedBy(['980101'], '2026Q2'),
    asOf: noon('2026-07-11'),
    query: DIVERSION,
    expect: { value: null, verdict: 'not-assessable', reason: 'helper-missing' },
  },
  {
    name: 'case and return: on the due day itself it is not late yet',
    records: attestedBy(['980101'], '2026Q2'),
    asOf: noon('2026-07-10'),
    query: DIVERSION,
    expect: { value: null, verdict: 'not-due' },
  },
  {
    name: 'case and return: attested and nil returned: met',
    records: [
      ...attestedBy(['980101'], '2026Q2'),
      returnEvent({ measure: 'zero-diversion:incidents', period: '2026Q2', nil: true }),
    ],
    asOf: AUGUST,
    query: DIVERSION,
    expect: { value: 0, verdict: 'met' },
  },
  {
    name: 'case and return: nil returned but not attested: feed-unattested',
    records: [returnEvent({ measure: 'zero-diversion:incidents', period: '2026Q2', nil: true })],
    asOf: AUGUST,
    query: DIVERSION,
    expect: { value: null, verdict: 'not-assessable', reason: 'feed-unattested' },
  },
  {
    name: "a count's nil in a return is 0",
    records: [returnEvent({ measure: 'zero-enforcement-faults', period: '2026Q2', nil: true })],
    asOf: AUGUST,
    query: ask('zero-enforcement-faults', '980101', '2026Q2'),
    expect: { value: 0, verdict: 'met' },
  },
  {
    name: "a ratio's nil means nothing in the denominator: not-applicable",
    records: [returnEvent({ measure: 'incident-lookback', period: '2026Q2', nil: true })],
    asOf: AUGUST,
    query: ask('incident-lookback', '980101', '2026Q2'),
    expect: { value: null, verdict: 'not-applicable', reason: null },
  },
  {
    name: 'the city needs every unit attested: one silent unit is unit-missing',
    records: attestedBy(['980101', '980102', '980100'], '2026Q2'),
    asOf: AUGUST,
    query: ask('zero-manufacturing', '980100', '2026Q2'),
    expect: { value: null, verdict: 'not-assessable', reason: 'unit-missing' },
  },
  {
    name: 'the city needs its own feed attested too: else feed-unattested',
    records: attestedBy(UNITS, '2026Q2'),
    asOf: AUGUST,
    query: ask('zero-manufacturing', '980100', '2026Q2'),
    expect: { value: null, verdict: 'not-assessable', reason: 'feed-unattested' },
  },
  {
    name: 'all attested: the city is met',
    records: attestedBy(EVERYONE, '2026Q2'),
    asOf: AUGUST,
    query: ask('zero-manufacturing', '980100', '2026Q2'),
    expect: { value: 0, verdict: 'met' },
  },
  {
    name: 'a violation in one unit is missed at the city, whatever else is missing',
    records: [caseEvent({ category: 'manufacturing', region: '980102' })],
    asOf: AUGUST,
    query: ask('zero-manufacturing', '980100', '2026Q2'),
    expect: { value: 1, verdict: 'missed', reason: null },
  },
];
