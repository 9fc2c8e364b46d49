import { caseEvent, returnEvent, seizureEvent } from '../build/events.ts';
import { ask, attestedBy, noon, type SemanticExample } from './example.ts';

const AUGUST = noon('2026-08-01');
const ATTESTED = attestedBy(['980101'], '2026Q2');
const SEIZURES = attestedBy(['980101'], '2026Q2', 'seizures');

const TWO_KILOGRAMS = { items: [{ substance: 'heroin', quantity: { value: 2, unit: 'kg' as const } }] };
const CORRECTED = { revision: 2, items: [{ substance: 'heroin', quantity: { value: 1.5, unit: 'kg' as const } }] };
const SENT_AGAIN = ['s-1', 's-1', 's-2'].map((id) => seizureEvent(TWO_KILOGRAMS, { id }));
const MIXED = seizureEvent({
  items: ['heroin', 'methamphetamine', 'ketamine'].map((substance) => ({
    substance,
    quantity: { value: 10, unit: 'g' as const },
  })),
});

const EDGES = ['2026-06-30T00:00:00+08:00', '2026-06-30T23:59:59.999+08:00', '2026-07-01T00:00:00+08:00'];
const AT_EDGES = EDGES.map((filedAt, index) => caseEvent({ filedAt }, { subject: `980101-edge-${index}` }));

function caused(day: string, count: number): SemanticExample['records'] {
  return Array.from({ length: count }, (_, index) =>
    caseEvent({ category: 'user-incident', filedAt: day }, { subject: `980101-${day}-${index}` }),
  );
}

function trained(period: string, value: number): SemanticExample['records'][number] {
  return returnEvent({ measure: 'analyst-training', period, value });
}

/** The reported problems about indicators, rates, revisions, area codes and quarters. */
export const PROBLEMS: SemanticExample[] = [
  {
    name: 'P04: 2 kg sent three times and corrected to 1.5 kg is one seizure',
    records: [...SEIZURES, ...SENT_AGAIN, seizureEvent(CORRECTED)],
    asOf: AUGUST,
    query: ask('seizure-count', '980101', '2026Q2'),
    expect: { value: 1, evidence: 'strong' },
  },
  {
    name: 'P04: of 1500 g',
    records: [...SEIZURES, ...SENT_AGAIN, seizureEvent(CORRECTED)],
    asOf: AUGUST,
    query: ask('seized-mass', '980101', '2026Q2'),
    expect: { value: 1500 },
  },
  {
    name: 'P07: no cases, none solved: the rate is neither 0 nor NaN',
    records: ATTESTED,
    asOf: AUGUST,
    query: ask('clearance-rate', '980101', '2026Q2'),
    expect: { numerator: 0, denominator: 0, value: null, verdict: 'information' },
  },
  {
    name: 'P14: the whole last day of June is in the second quarter',
    records: [...ATTESTED, ...AT_EDGES],
    asOf: AUGUST,
    query: ask('cases-filed', '980101', '2026Q2'),
    expect: { value: 2 },
  },
  {
    name: 'P14: and the first instant of July in the third',
    records: AT_EDGES,
    asOf: AUGUST,
    query: ask('cases-filed', '980101', '2026Q3'),
    expect: { value: 1 },
  },
  {
    name: 'P15: ten past midnight on 1 January in Shanghai the fourth quarter is over',
    records: [],
    asOf: Date.parse('2025-01-01T00:10:00+08:00'),
    query: ask('cases-filed', '980101', '2024Q4'),
    expect: { stage: 'provisional' },
  },
  {
    name: 'P15: and the bulletin that 2025Q1 waits for is that of 2024Q4',
    records: [],
    sealedBulletins: [{ quarter: '2024Q4', sealedOn: '2025-01-01T00:05:00+08:00', edition: 'provisional' }],
    asOf: Date.parse('2025-01-01T00:10:00+08:00'),
    query: ask('bulletin-issued', '980100', '2025Q1'),
    expect: { value: 1, verdict: 'met' },
  },
  {
    name: 'P22: one seizure of three drugs is one seizure',
    records: [...SEIZURES, MIXED],
    asOf: AUGUST,
    query: ask('seizure-count', '980101', '2026Q2'),
    expect: { value: 1 },
  },
  {
    name: 'P22: of 30 g together',
    records: [...SEIZURES, MIXED],
    asOf: AUGUST,
    query: ask('seized-mass', '980101', '2026Q2'),
    expect: { value: 30 },
  },
  {
    name: 'an aggregate counts its events and is flagged',
    records: [...SEIZURES, seizureEvent({ events: 12 })],
    asOf: AUGUST,
    query: ask('seizure-count', '980101', '2026Q2'),
    expect: { value: 12, flags: ['aggregate', 'simulated'] },
  },
  {
    name: 'mass is never reduced by purity: 120.5 g at 78 %',
    records: [...SEIZURES, seizureEvent()],
    asOf: AUGUST,
    query: ask('seized-mass', '980101', '2026Q2'),
    expect: { value: 120.5 },
  },
  {
    name: 'pure mass is a line of its own: 93.99 g',
    records: [...SEIZURES, seizureEvent()],
    asOf: AUGUST,
    query: ask('seized-pure-mass', '980101', '2026Q2'),
    expect: { value: 93.99 },
  },
  {
    name: 'derived heroin: 500 g of ketamine stand where 50 g of heroin do',
    records: [...SEIZURES, seizureEvent({ items: [{ substance: 'ketamine', quantity: { value: 500, unit: 'g' } }] })],
    asOf: AUGUST,
    query: ask('seized-heroin-equivalent', '980101', '2026Q2'),
    expect: { value: 50 },
  },
  {
    name: 'P25: four after one: the verdict stays the bare rule, evidence is weak',
    records: [...attestedBy(['980101'], '2025Q2'), ...ATTESTED, ...caused('2025-05-01', 1), ...caused('2026-05-01', 4)],
    asOf: AUGUST,
    query: ask('user-caused-cases', '980101', '2026Q2'),
    expect: { value: 4, verdict: 'missed', evidence: 'weak', distance: { toMeet: 4, toBreak: 0 } },
  },
  {
    name: 'P26: a cumulative return that is lowered is the year so far, never "−8 new"',
    records: [trained('2026Q1', 120), trained('2026Q2', 112)],
    asOf: AUGUST,
    query: ask('analyst-training', '980101', '2026Q2'),
    expect: { value: 112 },
  },
  {
    name: 'P26: the earlier figure stays readable',
    records: [trained('2026Q1', 120), trained('2026Q2', 112)],
    asOf: AUGUST,
    query: ask('analyst-training', '980101', '2026Q1'),
    expect: { value: 120 },
  },
  {
    name: 'P27: 25 of 500 000 is 0.5 per 10 000',
    records: [
      returnEvent({ measure: 'new-users-found', period: '2026Q2', value: 25 }),
      returnEvent({ measure: 'population', period: '2025', value: 500_000 }),
    ],
    asOf: AUGUST,
    query: ask('new-user-rate', '980101', '2026Q2'),
    expect: { numerator: 25, denominator: 500_000, value: 0.5 },
  },
  {
    name: 'P28: a code that became several is held for a decision: the total has it, unplaced',
    records: [caseEvent({ region: '980104' })],
    asOf: AUGUST,
    query: ask('cases-filed', '980100', '2026Q2'),
    expect: { value: 1, flags: ['coverage-partial', 'simulated', 'unattested', 'unplaced'] },
  },
  {
    name: 'P28: a code with one successor maps by date',
    records: [caseEvent({ region: '980103' })],
    asOf: AUGUST,
    query: ask('cases-filed', '980102', '2026Q2'),
    expect: { value: 1, flags: ['simulated', 'successor-used', 'unattested'] },
  },
];
