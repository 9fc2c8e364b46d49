import { caseEvent, returnEvent } from '../build/events.ts';
import { ask, attestedBy, noon, type SemanticExample } from './example.ts';

const AUGUST = noon('2026-08-01');

function lost(numerator: number, denominator: number): SemanticExample['records'] {
  return [returnEvent({ measure: 'lost-contact-rate', period: '2026Q2', numerator, denominator })];
}

function elsewhere(before: number, now: number): SemanticExample['records'] {
  return [
    returnEvent({ measure: 'locals-caught-elsewhere', period: '2025Q2', value: before }),
    returnEvent({ measure: 'locals-caught-elsewhere', period: '2026Q2', value: now }),
  ];
}

/** SEMANTICS "Evidence". */
export const EVIDENCE: SemanticExample[] = [
  {
    name: '0 of 71: the interval ends at 1 − 0.025^(1/71) = 5.06 %, so 5 % lies in it: weak',
    records: lost(0, 71),
    asOf: AUGUST,
    query: ask('lost-contact-rate', '980101', '2026Q2'),
    expect: { value: 0, verdict: 'met', evidence: 'weak' },
  },
  {
    name: '0 of 72: it ends at 4.99 %: strong',
    records: lost(0, 72),
    asOf: AUGUST,
    query: ask('lost-contact-rate', '980101', '2026Q2'),
    expect: { value: 0, verdict: 'met', evidence: 'strong' },
  },
  {
    name: '0 after 5: 2 × 1/32 is above 5 %: weak',
    records: elsewhere(5, 0),
    asOf: AUGUST,
    query: ask('locals-caught-elsewhere', '980101', '2026Q2'),
    expect: { value: 0, verdict: 'met', evidence: 'weak' },
  },
  {
    name: '0 after 6: 2 × 1/64 is under 5 %: strong',
    records: elsewhere(6, 0),
    asOf: AUGUST,
    query: ask('locals-caught-elsewhere', '980101', '2026Q2'),
    expect: { value: 0, verdict: 'met', evidence: 'strong' },
  },
  {
    name: 'a full count is strong, however small',
    records: [returnEvent({ measure: 'social-worker-ratio', period: '2026Q2', numerator: 1, denominator: 20 })],
    asOf: AUGUST,
    query: ask('social-worker-ratio', '980101', '2026Q2'),
    expect: { value: 5, verdict: 'met', evidence: 'strong' },
  },
  {
    name: 'an unattested feed makes any share weak',
    records: Array.from({ length: 200 }, (_, index) =>
      caseEvent(
        { filedAt: '2026-05-01', solvedAt: '2026-05-02', solvedBy: ['video'] },
        { subject: `980101-many-${index}` },
      ),
    ),
    asOf: AUGUST,
    query: ask('it-solved-share', '980101', '2026Q2'),
    expect: { value: 100, verdict: 'met', evidence: 'weak' },
  },
  {
    name: 'zero rules ignore evidence',
    records: [caseEvent({ category: 'manufacturing' }), ...attestedBy(['980101'], '2026Q2')],
    asOf: AUGUST,
    query: ask('zero-manufacturing', '980101', '2026Q2'),
    expect: { value: 1, verdict: 'missed', evidence: 'strong' },
  },
];
