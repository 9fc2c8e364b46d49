import { realDeployment } from '../build/deployment.ts';
import { caseEvent, returnEvent, seizureEvent } from '../build/events.ts';
import { ask, attestedBy, EVERYONE, noon, type SemanticExample } from './example.ts';

const AUGUST = noon('2026-08-01');
const Q2 = attestedBy(['980101'], '2026Q2');
const FILED = ask('cases-filed', '980101', '2026Q2');

function lost(region: string, numerator: number, denominator: number): SemanticExample['records'][number] {
  return returnEvent({ region, measure: 'lost-contact-rate', period: '2026Q2', numerator, denominator });
}

/** What a flag says of a figure is true of what adds to it. */
export const FLAGS: SemanticExample[] = [
  {
    name: 'a record that adds nothing flags nothing: a simulated drug-use case beside a real drug crime',
    records: [
      ...Q2,
      caseEvent({ filedAt: '2026-05-01' }),
      caseEvent({ category: 'drug-use', filedAt: '2026-05-02' }, { simulated: true }),
    ],
    deployment: realDeployment,
    asOf: AUGUST,
    query: FILED,
    expect: { value: 1, flags: [] },
  },
  {
    name: 'simulated travels from the one record that adds to the cell',
    records: [...Q2, caseEvent({ filedAt: '2026-05-01' }), caseEvent({ filedAt: '2026-05-02' }, { simulated: true })],
    deployment: realDeployment,
    asOf: AUGUST,
    query: FILED,
    expect: { value: 2, flags: ['simulated'] },
  },
  {
    name: 'simulated travels to the own count that counts it',
    records: [
      ...Q2,
      caseEvent({ category: 'manufacturing', filedAt: '2026-05-01' }, { simulated: true }),
      caseEvent({ filedAt: '2026-05-02' }),
    ],
    deployment: realDeployment,
    asOf: AUGUST,
    query: ask('self-assessed-failing-items', '980101', '2026Q2'),
    expect: { numerator: 1, flags: ['simulated'] },
  },
  {
    name: 'an aggregate of tablets says nothing of the mass',
    records: [
      ...attestedBy(['980101'], '2026Q2', 'seizures'),
      seizureEvent({ seizedAt: '2026-05-01' }),
      seizureEvent({
        seizedAt: '2026-05-02',
        events: 3,
        items: [{ substance: 'methamphetamine', quantity: { value: 20, unit: 'tablet' } }],
      }),
    ],
    deployment: realDeployment,
    asOf: AUGUST,
    query: ask('seized-mass', '980101', '2026Q2'),
    expect: { value: 120.5, flags: [] },
  },
  {
    name: 'an aggregate later than the first sighting says nothing of what is new',
    records: [
      ...attestedBy(['980101'], '2026Q2', 'seizures'),
      ...['2026-05-01', '2026-05-02'].map((seizedAt, index) =>
        seizureEvent({
          seizedAt,
          ...(index === 1 && { events: 3 }),
          items: [{ substance: 'etomidate', quantity: { value: 5, unit: 'ml' } }],
        }),
      ),
    ],
    deployment: realDeployment,
    asOf: AUGUST,
    query: ask('new-substances', '980101', '2026Q2'),
    expect: { value: 1, flags: [] },
  },
  {
    name: 'a return under a code that became several counts for the city, unplaced',
    records: [lost('980101', 1, 10), lost('980102', 3, 190), lost('9801A1', 0, 200), lost('980104', 6, 100)],
    asOf: AUGUST,
    query: ask('lost-contact-rate', '980100', '2026Q2'),
    expect: { numerator: 10, denominator: 500, value: 2, verdict: 'met', flags: ['simulated', 'unplaced'] },
  },
  {
    name: 'of two returns for the city its own stands before one that is unplaced',
    records: [
      lost('980101', 1, 10),
      lost('980102', 3, 190),
      lost('9801A1', 0, 200),
      lost('980104', 6, 100),
      lost('980100', 2, 100),
    ],
    asOf: AUGUST,
    query: ask('lost-contact-rate', '980100', '2026Q2'),
    expect: { numerator: 6, denominator: 500, flags: ['simulated'] },
  },
  {
    name: 'a return under an ended code counts for its one successor, flagged',
    records: [lost('980103', 4, 50)],
    asOf: AUGUST,
    query: ask('lost-contact-rate', '980102', '2026Q2'),
    expect: { numerator: 4, denominator: 50, verdict: 'missed', flags: ['simulated', 'successor-used'] },
  },
  {
    name: "an unclassified case of the city's own is flagged at the city",
    records: [
      ...attestedBy(EVERYONE, '2026Q2'),
      withoutScale(caseEvent({ region: '980100', category: 'cultivation' }, { source: '/980100/police' })),
    ],
    deployment: realDeployment,
    asOf: AUGUST,
    query: ask('zero-large-cultivation', '980100', '2026Q2'),
    expect: { verdict: 'not-assessable', reason: 'unclassified', flags: ['unclassified'] },
  },
  {
    name: 'a fault returned for the city itself breaks its creation cell at once, whatever else is owed',
    records: [returnEvent({ region: '980100', measure: 'zero-enforcement-faults', period: '2026Q1', value: 1 })],
    asOf: AUGUST,
    query: ask('zero-enforcement-faults', '980100', 'creation'),
    expect: { numerator: 1, verdict: 'missed' },
  },
];

function withoutScale(record: SemanticExample['records'][number]): SemanticExample['records'][number] {
  const data = Object.fromEntries(Object.entries(record.data).filter(([key]) => key !== 'largeScale'));
  return { ...record, data: data as unknown as typeof record.data };
}
