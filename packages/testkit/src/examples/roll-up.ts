import { tinyDeployment } from '../build/deployment.ts';
import { caseEvent, returnEvent } from '../build/events.ts';
import { ask, noon, UNITS, type SemanticExample } from './example.ts';

const AUGUST = noon('2026-08-01');
const CITY = ask('lost-contact-rate', '980100', '2026Q2');
type Pair = [numerator: number, denominator: number];

function lost(pairs: Record<string, Pair | 'nil'>): SemanticExample['records'] {
  return Object.entries(pairs).map(([region, pair]) =>
    returnEvent({
      region,
      measure: 'lost-contact-rate',
      period: '2026Q2',
      ...(pair === 'nil' ? { nil: true } : { numerator: pair[0], denominator: pair[1] }),
    }),
  );
}

function said(indicator: string, answers: Record<string, boolean>): SemanticExample['records'] {
  return Object.entries(answers).map(([region, value]) =>
    returnEvent({ region, measure: indicator, period: '2026Q2', value }),
  );
}

const [target] = tinyDeployment.targets;
const WITHOUT_ZONE = {
  ...tinyDeployment,
  targets: target
    ? [
        {
          ...target,
          value: {
            limits: [],
            notConcerned: [
              {
                indicator: 'lost-contact-rate',
                region: '9801A1',
                reason: { zh: '未设机构', en: 'has no such office' },
              },
            ],
          },
        },
      ]
    : [],
};

/** SEMANTICS "From counties to the city". */
export const ROLL_UP: SemanticExample[] = [
  {
    name: 'sums over sums, never the mean of rates: 1 of 10 and 3 of 190 and 0 of 200 is 4 of 400',
    records: lost({ '980101': [1, 10], '980102': [3, 190], '9801A1': [0, 200] }),
    asOf: AUGUST,
    query: CITY,
    expect: { numerator: 4, denominator: 400, value: 1, verdict: 'met' },
  },
  {
    name: "the city's own return adds what no unit returns",
    records: lost({ '980101': [1, 10], '980102': [3, 190], '9801A1': [0, 200], '980100': [16, 100] }),
    asOf: AUGUST,
    query: CITY,
    expect: { numerator: 20, denominator: 500, value: 4, verdict: 'met' },
  },
  {
    name: 'a unit that returned nil adds nothing and is not missing',
    records: lost({ '980101': [1, 10], '980102': [3, 190], '9801A1': 'nil' }),
    asOf: AUGUST,
    query: CITY,
    expect: { numerator: 4, denominator: 200, value: 2, verdict: 'met', reason: null },
  },
  {
    name: 'a unit that returned nothing is missing: value with its coverage, not-assessable',
    records: lost({ '980101': [1, 10], '980102': [3, 190] }),
    asOf: AUGUST,
    query: CITY,
    expect: {
      value: 2,
      verdict: 'not-assessable',
      reason: 'unit-missing',
      evidence: 'weak',
      flags: ['coverage-partial', 'simulated'],
    },
  },
  {
    name: 'an item that does not concern a unit: the unit is none of the city, and its own cell is not-applicable',
    records: lost({ '980101': [1, 10], '980102': [3, 190] }),
    asOf: AUGUST,
    query: CITY,
    deployment: WITHOUT_ZONE,
    expect: { value: 2, verdict: 'met', reason: null },
  },
  {
    name: 'and its own cell is not-applicable',
    records: [],
    asOf: AUGUST,
    query: ask('lost-contact-rate', '9801A1', '2026Q2'),
    deployment: WITHOUT_ZONE,
    expect: { value: null, verdict: 'not-applicable' },
  },
  {
    name: 'a reported total is compared, never added',
    records: [
      ...lost({ '980101': [1, 10], '980102': [3, 190], '9801A1': [0, 200] }),
      returnEvent({ region: '980100', measure: 'lost-contact-rate:reported-total', period: '2026Q2', value: 5 }),
    ],
    asOf: AUGUST,
    query: CITY,
    expect: { numerator: 4, denominator: 400, flags: ['reported-total-differs', 'simulated'] },
  },
  {
    name: 'events of all units and of the city itself are added',
    records: ['980101', '980102', '980100'].map((region) => caseEvent({ region })),
    asOf: AUGUST,
    query: ask('cases-filed', '980100', '2026Q2'),
    expect: { value: 3, verdict: 'information' },
  },
  {
    name: "own: the city's cell is the city's own return, the units' do not matter",
    records: UNITS.map((region) =>
      returnEvent({ region, measure: 'transport-inspections', period: '2026Q2', value: 1 }),
    ),
    asOf: AUGUST,
    query: ask('transport-inspections', '980100', '2026Q2'),
    expect: { value: null, verdict: 'not-assessable', reason: 'return-missing' },
  },
  {
    name: 'any: one yes is enough',
    records: said('transit-hub', { '980102': true }),
    asOf: AUGUST,
    query: ask('transit-hub', '980100', '2026Q2'),
    expect: { value: true, verdict: 'missed' },
  },
  {
    name: 'any: no only when every unit has said no',
    records: said('transit-hub', { '980101': false, '980102': false, '9801A1': false }),
    asOf: AUGUST,
    query: ask('transit-hub', '980100', '2026Q2'),
    expect: { value: false, verdict: 'met' },
  },
  {
    name: 'any: a unit that has said nothing is unit-missing',
    records: said('transit-hub', { '980101': false, '980102': false, '980100': false }),
    asOf: AUGUST,
    query: ask('transit-hub', '980100', '2026Q2'),
    expect: { value: null, verdict: 'not-assessable', reason: 'unit-missing' },
  },
];
