import { caseEvent, withdrawal } from '../build/events.ts';
import { ask, attestedBy, noon, type SemanticExample } from './example.ts';

const AUGUST = noon('2026-08-01');
const SUBJECT = { subject: '980101-C-1' };
const FIRST = caseEvent({ filedAt: '2026-05-03' }, SUBJECT);
const MOVED = caseEvent({ revision: 2, filedAt: '2026-02-03' }, SUBJECT);
const Q1 = ask('cases-filed', '980101', '2026Q1');
const Q2 = ask('cases-filed', '980101', '2026Q2');
const ATTESTED = attestedBy(['980101', '980102'], '2026H1');

function at(time: string): { time: string; receivedAt: number } {
  return { time, receivedAt: Date.parse(time) };
}

/** SEMANTICS "Identity and conflict". */
export const IDENTITY: SemanticExample[] = [
  {
    name: 'the highest revision counts in the quarter that it names',
    records: [...ATTESTED, FIRST, MOVED],
    asOf: AUGUST,
    query: Q1,
    expect: { value: 1 },
  },
  {
    name: 'and leaves no ghost where an earlier revision was',
    records: [...ATTESTED, FIRST, MOVED],
    asOf: AUGUST,
    query: Q2,
    expect: { value: 0 },
  },
  {
    name: 'in whatever order they came',
    records: [...ATTESTED, MOVED, { ...FIRST, receivedAt: noon('2026-07-20') }],
    asOf: AUGUST,
    query: Q2,
    expect: { value: 0 },
  },
  {
    name: 'a correction that moves the area leaves the first area',
    records: [
      ...ATTESTED,
      FIRST,
      caseEvent({ revision: 2, region: '980102' }, { ...SUBJECT, source: '/980100/police' }),
    ],
    asOf: AUGUST,
    query: Q2,
    expect: { value: 0 },
  },
  {
    name: 'another source for an existing subject is accepted and flagged',
    records: [...ATTESTED, FIRST, caseEvent({ revision: 2 }, { ...SUBJECT, source: '/980100/police' })],
    asOf: AUGUST,
    query: Q2,
    expect: { value: 1, flags: ['other-source', 'simulated'] },
  },
  {
    name: 'at equal revision a withdrawal beats a record',
    records: [...ATTESTED, withdrawal(FIRST, { revision: 2 }), caseEvent({ revision: 2 }, { ...SUBJECT, id: 'late' })],
    asOf: AUGUST,
    query: Q2,
    expect: { value: 0 },
  },
  {
    name: 'at equal revision the later time wins',
    records: [
      ...ATTESTED,
      caseEvent({ filedAt: '2026-02-03' }, { ...SUBJECT, id: 'a', ...at('2026-06-02T09:00:00+08:00') }),
      caseEvent({ filedAt: '2026-05-03' }, { ...SUBJECT, id: 'b', ...at('2026-06-01T09:00:00+08:00') }),
    ],
    asOf: AUGUST,
    query: Q1,
    expect: { value: 1 },
  },
  {
    name: 'times are compared as moments, not as text: 02:00Z is later than 09:59+08:00',
    records: [
      ...ATTESTED,
      caseEvent({ filedAt: '2026-02-03' }, { ...SUBJECT, id: 'a', ...at('2026-06-02T02:00:00Z') }),
      caseEvent({ filedAt: '2026-05-03' }, { ...SUBJECT, id: 'b', ...at('2026-06-02T09:59:00+08:00') }),
    ],
    asOf: AUGUST,
    query: Q1,
    expect: { value: 1 },
  },
  {
    name: 'a higher revision after a withdrawal revives',
    records: [...ATTESTED, FIRST, withdrawal(FIRST), caseEvent({ revision: 3 }, SUBJECT)],
    asOf: AUGUST,
    query: Q2,
    expect: { value: 1 },
  },
  {
    name: 'the same event three times counts once',
    records: [...ATTESTED, FIRST, FIRST, { ...FIRST, id: 'sent-again', receivedAt: noon('2026-07-20') }],
    asOf: AUGUST,
    query: Q2,
    expect: { value: 1 },
  },
  {
    name: 'two cases alike in everything but their subject count twice',
    records: [...ATTESTED, FIRST, caseEvent({ filedAt: '2026-05-03' }, { subject: '980101-C-2' })],
    asOf: AUGUST,
    query: Q2,
    expect: { value: 2 },
  },
];
