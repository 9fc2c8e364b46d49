import { tinyDeployment } from '../build/deployment.ts';
import { caseEvent, returnEvent, withdrawal } from '../build/events.ts';
import { ask, attestedBy, noon, type SemanticExample } from './example.ts';

const AUGUST = noon('2026-08-01');
const FILED = ask('cases-filed', '980101', '2026Q2');
const RETURNED = returnEvent({ measure: 'lost-contact-rate', period: '2026Q2', numerator: 3, denominator: 80 });
const RATE = ask('lost-contact-rate', '980101', '2026Q2');
const [methods] = tinyDeployment.methods;

const FEWER_METHODS = {
  ...tinyDeployment,
  methods: methods
    ? [
        methods,
        { ...methods, validFrom: '2026-01-01', recordedAt: '2026-07-15T00:00:00+08:00', value: { itSupported: [] } },
      ]
    : [],
};
const BY_VIDEO = [
  caseEvent({ filedAt: '2026-05-01', solvedAt: '2026-05-02', solvedBy: ['video'] }),
  ...attestedBy(['980101'], '2026Q2'),
];

/** SEMANTICS "Time" and "changes of area". */
export const TIME: SemanticExample[] = [
  {
    name: 'stage: running to the last day',
    records: [RETURNED],
    asOf: Date.parse('2026-06-30T23:59:59.999+08:00'),
    query: RATE,
    expect: { stage: 'running' },
  },
  {
    name: 'provisional from the next day',
    records: [RETURNED],
    asOf: Date.parse('2026-07-01T00:00:00+08:00'),
    query: RATE,
    expect: { stage: 'provisional' },
  },
  {
    name: 'provisional through 19 October',
    records: [RETURNED],
    asOf: Date.parse('2026-10-19T23:59:59+08:00'),
    query: RATE,
    expect: { stage: 'provisional' },
  },
  {
    name: '2026Q2 is final from 20 October',
    records: [RETURNED],
    asOf: Date.parse('2026-10-20T00:00:00+08:00'),
    query: RATE,
    expect: { stage: 'final', value: 3.75 },
  },
  {
    name: 'as-of: what was received later is not known yet',
    records: [caseEvent({}, { receivedAt: noon('2026-08-02') })],
    asOf: AUGUST,
    query: FILED,
    expect: { value: null },
  },
  {
    name: 'as-of: received at that very moment is known',
    records: [caseEvent({}, { receivedAt: AUGUST })],
    asOf: AUGUST,
    query: FILED,
    expect: { value: 1 },
  },
  {
    name: 'as-of: a correction that came later does not count yet',
    records: [
      caseEvent({}, { subject: '980101-C-1' }),
      caseEvent({ revision: 2, filedAt: '2026-03-01' }, { subject: '980101-C-1', receivedAt: noon('2026-08-02') }),
    ],
    asOf: AUGUST,
    query: FILED,
    expect: { value: 1 },
  },
  {
    name: 'a configuration version recorded later is not known yet',
    records: BY_VIDEO,
    asOf: noon('2026-07-14'),
    query: ask('it-solved-share', '980101', '2026Q2'),
    deployment: FEWER_METHODS,
    expect: { value: 100 },
  },
  {
    name: 'once recorded it holds from its valid-from on',
    records: BY_VIDEO,
    asOf: AUGUST,
    query: ask('it-solved-share', '980101', '2026Q2'),
    deployment: FEWER_METHODS,
    expect: { numerator: 0, denominator: 1, value: 0 },
  },
  {
    name: 'a code valid on the day counts for itself',
    records: [caseEvent({ region: '980103', filedAt: '2024-12-31' })],
    asOf: AUGUST,
    query: ask('cases-filed', '980103', '2024Q4'),
    expect: { value: 1 },
  },
  {
    name: 'used after its end it counts for its one successor, flagged',
    records: [caseEvent({ region: '980103', filedAt: '2025-01-01' })],
    asOf: AUGUST,
    query: ask('cases-filed', '980102', '2025Q1'),
    expect: { value: 1, flags: ['simulated', 'successor-used', 'unattested'] },
  },
  {
    name: 'one code that became several counts for the common parent, unplaced',
    records: [caseEvent({ region: '980104' })],
    asOf: AUGUST,
    query: ask('cases-filed', '980100', '2026Q2'),
    expect: { value: 1, flags: ['coverage-partial', 'simulated', 'unattested', 'unplaced'] },
  },
  {
    name: 'and for none of them',
    records: [caseEvent({ region: '980104' }), ...attestedBy(['980101'], '2026Q2')],
    asOf: AUGUST,
    query: FILED,
    expect: { value: 0 },
  },
  {
    name: 'a return withdrawn is no return',
    records: [RETURNED, withdrawal(RETURNED)],
    asOf: AUGUST,
    query: RATE,
    expect: { value: null, verdict: 'not-assessable', reason: 'return-missing' },
  },
];
