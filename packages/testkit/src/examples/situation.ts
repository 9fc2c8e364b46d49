import { caseEvent, intelligenceEvent, returnEvent, seizureEvent } from '../build/events.ts';
import { ask, attestedBy, noon, type SemanticExample } from './example.ts';

const AUGUST = noon('2026-08-01');
const SEIZURES = attestedBy(['980101'], '2026Q2', 'seizures');
const TIPS = attestedBy(['980101'], '2026Q2', 'intelligence');
const TABLETS = { items: [{ substance: 'ketamine', quantity: { value: 20, unit: 'tablet' as const } }] };
const PLANTS = { items: [{ substance: 'opium-poppy', quantity: { value: 35, unit: 'plant' as const } }] };

function unknownDrug(seizedAt: string, region = '980101'): SemanticExample['records'][number] {
  return seizureEvent({
    region,
    seizedAt,
    items: [{ substance: 'other', name: 'blue powder', quantity: { value: 1, unit: 'g' } }],
  });
}

function minors(quarter: string, day: string, count: number): SemanticExample['records'] {
  return [
    ...attestedBy(['980101'], quarter),
    caseEvent({ filedAt: day, persons: { involved: 10, minors: count, pupils: 0, users: 0 } }),
  ];
}

/** Items that show a situation, and those that read a helper. */
export const SITUATION: SemanticExample[] = [
  {
    name: 'unlike units are never added: tablets have no mass, so an attested mass is 0',
    records: [...SEIZURES, seizureEvent(TABLETS)],
    asOf: AUGUST,
    query: ask('seized-mass', '980101', '2026Q2'),
    expect: { value: 0 },
  },
  {
    name: 'decimals add exactly: 0.1 g and 0.2 g are 0.3 g',
    records: [
      ...SEIZURES,
      seizureEvent({
        items: [0.1, 0.2].map((value) => ({ substance: 'heroin', quantity: { value, unit: 'g' as const } })),
      }),
    ],
    asOf: AUGUST,
    query: ask('seized-mass', '980101', '2026Q2'),
    expect: { value: 0.3 },
  },
  {
    name: 'plants are counted as plants',
    records: [...SEIZURES, seizureEvent(PLANTS)],
    asOf: AUGUST,
    query: ask('plants-eradicated', '980101', '2026Q2'),
    expect: { value: 35 },
  },
  {
    name: 'a share of seizures counts an aggregate as its events: 3 of 4 in parcels',
    records: [
      ...SEIZURES,
      seizureEvent({ channel: 'parcel', events: 3 }, { subject: '980101-S-a' }),
      seizureEvent({ channel: 'person' }, { subject: '980101-S-b' }),
    ],
    asOf: AUGUST,
    query: ask('parcel-seizure-share', '980101', '2026Q2'),
    expect: { numerator: 3, denominator: 4, value: 75 },
  },
  {
    name: 'a substance is new where it is first seen',
    records: [...SEIZURES, unknownDrug('2026-05-01'), unknownDrug('2026-06-01')],
    asOf: AUGUST,
    query: ask('new-substances', '980101', '2026Q2'),
    expect: { value: 1 },
  },
  {
    name: 'and no more in the quarter after',
    records: [...attestedBy(['980101'], '2026Q2', 'seizures'), unknownDrug('2026-03-01'), unknownDrug('2026-06-01')],
    asOf: AUGUST,
    query: ask('new-substances', '980101', '2026Q2'),
    expect: { value: 0 },
  },
  {
    name: 'the city counts what two of its areas saw first in one quarter once',
    records: [unknownDrug('2026-05-01'), unknownDrug('2026-06-01', '980102')],
    asOf: AUGUST,
    query: ask('new-substances', '980100', '2026Q2'),
    expect: { value: 1 },
  },
  {
    name: 'a drug on the baseline list is never new',
    records: [...SEIZURES, seizureEvent()],
    asOf: AUGUST,
    query: ask('new-substances', '980101', '2026Q2'),
    expect: { value: 0 },
  },
  {
    name: 'one of two reports became a case',
    records: [
      ...TIPS,
      intelligenceEvent({ disposition: 'case-opened' }, { subject: '980101-I-a' }),
      intelligenceEvent({ disposition: 'open', kind: 'lead' }, { subject: '980101-I-b' }),
    ],
    asOf: AUGUST,
    query: ask('intelligence-conversion', '980101', '2026Q2'),
    expect: { numerator: 1, denominator: 2, value: 50 },
  },
  {
    name: 'tips from the public are the reports of kind tip',
    records: [...TIPS, intelligenceEvent(), intelligenceEvent({ kind: 'lead' }, { subject: '980101-I-b' })],
    asOf: AUGUST,
    query: ask('public-tips', '980101', '2026Q2'),
    expect: { value: 1 },
  },
  {
    name: 'a case-sourced ytd cell counts from 1 January: 1 of 10 in Q1, 0 of 10 in Q2, 5 % by June, falling from 10 %',
    records: [
      ...minors('2025Q1', '2025-02-01', 1),
      ...minors('2025Q2', '2025-05-01', 1),
      ...minors('2026Q1', '2026-02-01', 1),
      ...minors('2026Q2', '2026-05-01', 0),
    ],
    asOf: AUGUST,
    query: ask('minors-share', '980101', '2026Q2'),
    expect: { numerator: 1, denominator: 20, value: 5, verdict: 'met', distance: { toMeet: 0, toBreak: 1 } },
  },
  {
    name: 'users per inhabitants: the cell of 2026 reads the population returned for 2025',
    records: [
      returnEvent({ measure: 'users-population-share', period: '2026Q2', numerator: 300 }),
      returnEvent({ measure: 'population', period: '2025', value: 500_000 }),
      returnEvent({ measure: 'users-population-share', period: '2025Q2', numerator: 300 }),
      returnEvent({ measure: 'population', period: '2024', value: 480_000 }),
    ],
    asOf: AUGUST,
    query: ask('users-population-share', '980101', '2026Q2'),
    expect: { numerator: 300, denominator: 500_000, value: 6, verdict: 'met' },
  },
  {
    name: 'a helper that is missing after the due day: helper-missing',
    records: [returnEvent({ measure: 'users-population-share', period: '2026Q2', numerator: 300 })],
    asOf: AUGUST,
    query: ask('users-population-share', '980101', '2026Q2'),
    expect: { value: null, verdict: 'not-assessable', reason: 'helper-missing' },
  },
  {
    name: 'graded enterprises over the enterprises returned for the same quarter',
    records: [
      returnEvent({ measure: 'enterprise-grading', period: '2026Q2', numerator: 40 }),
      returnEvent({ measure: 'precursor-enterprises', period: '2026Q2', value: 40 }),
    ],
    asOf: AUGUST,
    query: ask('enterprise-grading', '980101', '2026Q2'),
    expect: { numerator: 40, denominator: 40, value: 100, verdict: 'met' },
  },
];
