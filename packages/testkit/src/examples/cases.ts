import { caseEvent, returnEvent } from '../build/events.ts';
import { ask, attestedBy, noon, type SemanticExample } from './example.ts';

const AUGUST = noon('2026-08-01');
const Q2 = attestedBy(['980101'], '2026Q2');

/** SEMANTICS "Which cases count". */
export const WHICH_CASES: SemanticExample[] = [
  {
    name: 'a case is solved in the quarter of solvedAt: filed in March, solved in April, it counts as solved in Q2',
    records: [...Q2, caseEvent({ filedAt: '2026-03-30', solvedAt: '2026-04-02' })],
    asOf: AUGUST,
    query: ask('cases-solved', '980101', '2026Q2'),
    expect: { value: 1, verdict: 'information', evidence: 'strong' },
  },
  {
    name: 'and is not filed in Q2: the attested quarter has zero filed',
    records: [...Q2, caseEvent({ filedAt: '2026-03-30', solvedAt: '2026-04-02' })],
    asOf: AUGUST,
    query: ask('cases-filed', '980101', '2026Q2'),
    expect: { value: 0, verdict: 'information' },
  },
  {
    name: 'clearance may pass 100 %: two solved, one filed',
    records: [
      ...Q2,
      caseEvent({ filedAt: '2026-03-30', solvedAt: '2026-04-02' }),
      caseEvent({ filedAt: '2026-04-01', solvedAt: '2026-04-03' }),
    ],
    asOf: AUGUST,
    query: ask('clearance-rate', '980101', '2026Q2'),
    expect: { numerator: 2, denominator: 1, value: 200 },
  },
  {
    name: '"drug cases" means drug crimes: a drug-use case is not among those filed',
    records: [...Q2, caseEvent({ category: 'drug-use' })],
    asOf: AUGUST,
    query: ask('cases-filed', '980101', '2026Q2'),
    expect: { value: 0 },
  },
  {
    name: 'cultivation without largeScale: not classified, so never met',
    records: [...Q2, withoutAttribute('largeScale', { category: 'cultivation' })],
    asOf: AUGUST,
    query: ask('zero-large-cultivation', '980101', '2026Q2'),
    expect: { verdict: 'not-assessable', reason: 'unclassified', flags: ['simulated', 'unclassified'] },
  },
  {
    name: 'trafficking without largeScale does not depend on it: met',
    records: [...Q2, withoutAttribute('largeScale', { category: 'trafficking' })],
    asOf: AUGUST,
    query: ask('zero-large-cultivation', '980101', '2026Q2'),
    expect: { value: 0, verdict: 'met', reason: null, distance: { toMeet: 0, toBreak: 1 } },
  },
  {
    name: 'causedByUser absent on category other is unclassified: left out, flagged, evidence weak',
    records: [...Q2, withoutAttribute('causedByUser', { category: 'other' }), caseEvent({ causedByUser: true })],
    asOf: AUGUST,
    query: ask('user-caused-cases', '980101', '2026Q2'),
    expect: { value: 1, evidence: 'weak', flags: ['simulated', 'unclassified'] },
  },
  {
    name: 'causedByUser absent elsewhere reads false',
    records: [...Q2, withoutAttribute('causedByUser', { category: 'possession' })],
    asOf: AUGUST,
    query: ask('user-caused-cases', '980101', '2026Q2'),
    expect: { value: 0, flags: ['simulated'] },
  },
  {
    name: 'a case without persons is left out of both parts of minors-share',
    records: [
      ...attestedBy(['980101'], '2026Q1'),
      ...Q2,
      withoutAttribute('persons', { filedAt: '2026-05-01' }),
      caseEvent({ filedAt: '2026-05-02', persons: { involved: 4, minors: 1, pupils: 0, users: 0 } }),
    ],
    asOf: AUGUST,
    query: ask('minors-share', '980101', '2026Q2'),
    expect: { numerator: 1, denominator: 4, value: 25, evidence: 'weak' },
  },
  {
    name: 'a solved case counts as IT-supported by any one of its methods: 1 of 2',
    records: [
      ...Q2,
      caseEvent({ filedAt: '2026-05-01', solvedAt: '2026-05-03', solvedBy: ['informant', 'video'] }),
      caseEvent({ filedAt: '2026-05-02', solvedAt: '2026-05-03', solvedBy: ['informant'] }),
    ],
    asOf: AUGUST,
    query: ask('it-solved-share', '980101', '2026Q2'),
    expect: { numerator: 1, denominator: 2, value: 50, verdict: 'met' },
  },
  {
    name: 'case and return: two incidents without a case beside one case make three',
    records: [
      ...Q2,
      caseEvent({ category: 'medicine-diversion' }),
      returnEvent({ measure: 'zero-diversion:incidents', period: '2026Q2', value: 2 }),
    ],
    asOf: AUGUST,
    query: ask('zero-diversion', '980101', '2026Q2'),
    expect: { value: 3, verdict: 'missed', distance: { toMeet: 3, toBreak: 0 } },
  },
];

function withoutAttribute(
  name: 'largeScale' | 'causedByUser' | 'persons',
  data: NonNullable<Parameters<typeof caseEvent>[0]>,
): ReturnType<typeof caseEvent> {
  const record = caseEvent(data, { subject: `980101-without-${name}` });
  return { ...record, data: Object.fromEntries(Object.entries(record.data).filter(([key]) => key !== name)) as never };
}
