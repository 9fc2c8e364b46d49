import { attestation, caseEvent } from '../build/events.ts';
import { ask, attestedBy, noon, UNITS, type SemanticExample } from './example.ts';

const AUGUST = noon('2026-08-01');
const COUNT = 'self-assessed-failing-items';
const SEALED = [{ quarter: '2026Q1', sealedOn: '2026-04-20', edition: 'provisional' }];

/** Three zero rules broken in one area. */
function three(region: string): SemanticExample['records'] {
  return [
    caseEvent({ region, category: 'manufacturing' }, { subject: `${region}-m` }),
    caseEvent({ region, category: 'cultivation', largeScale: true }, { subject: `${region}-c` }),
    caseEvent({ region, category: 'precursor-diversion' }, { subject: `${region}-d` }),
  ];
}

function four(region: string): SemanticExample['records'] {
  return [
    ...three(region),
    caseEvent({ region, category: 'user-incident', severity: 'serious' }, { subject: `${region}-u` }),
  ];
}

/** SEMANTICS "Composite". */
export const COMPOSITE: SemanticExample[] = [
  {
    name: 'an item implied by another counts once with it: an uncontrolled laboratory is one failing item, not two',
    records: [caseEvent({ category: 'manufacturing', preControlled: false }), ...attestedBy(['980101'], '2026Q2')],
    asOf: AUGUST,
    query: ask(COUNT, '980101', '2026Q2'),
    expect: { value: 1, verdict: 'not-assessable' },
  },
  {
    name: 'three failing items break a county whatever else is missing; one must turn to mend it',
    records: three('980101'),
    asOf: AUGUST,
    query: ask(COUNT, '980101', '2026Q2'),
    expect: { value: 3, verdict: 'missed', reason: null, distance: { toMeet: 1, toBreak: 0 } },
  },
  {
    name: 'items that are not due count neither way: nothing failing, nothing missing: met',
    records: [attestation({ period: '2026Q2', through: '2026-05-10' })],
    asOf: noon('2026-05-11'),
    query: ask(COUNT, '980101', '2026Q2'),
    expect: { value: 0, verdict: 'met', distance: { toMeet: 0, toBreak: 3 } },
  },
  {
    name: 'silence is counted as not assessable: never met',
    records: [],
    asOf: noon('2026-05-11'),
    query: ask(COUNT, '980101', '2026Q2'),
    expect: { value: 0, verdict: 'not-assessable', reason: 'feed-unattested' },
  },
  {
    name: "the city adds its units' failing items: three times four is more than ten",
    records: UNITS.flatMap(four),
    sealedBulletins: SEALED,
    asOf: AUGUST,
    query: ask(COUNT, '980100', '2026Q2'),
    expect: { value: 12, verdict: 'missed', distance: { toMeet: 2, toBreak: 0 } },
  },
  {
    name: 'and the items of the city alone: a bulletin that was not issued is the thirteenth',
    records: UNITS.flatMap(four),
    asOf: AUGUST,
    query: ask(COUNT, '980100', '2026Q2'),
    expect: { value: 13, verdict: 'missed' },
  },
];
