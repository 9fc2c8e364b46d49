import type { Deployment, OwnComparator } from '@duqing/regions';
import { tinyDeployment } from '../build/deployment.ts';
import { caseEvent, returnEvent } from '../build/events.ts';
import { ask, attestedBy, noon, type SemanticExample } from './example.ts';

const AUGUST = noon('2026-08-01');
const [plain] = tinyDeployment.targets;

/** The same city with a comparator of its own at both levels from a day on. */
function comparing(indicator: string, comparator: OwnComparator['comparator'], validFrom = '2000-01-01'): Deployment {
  if (!plain) throw new Error('no targets');
  const comparators = (['county', 'city'] as const).map((level) => ({ indicator, level, comparator }));
  const value = { ...plain.value, comparators };
  return { ...tinyDeployment, targets: [plain, { ...plain, validFrom, value }] };
}

function cases(quarter: string, day: string, [minors, involved]: [number, number]): SemanticExample['records'] {
  return [
    ...attestedBy(['980101'], quarter),
    caseEvent({ filedAt: day, persons: { involved, minors, pupils: 0, users: 0 } }),
  ];
}

const ONE_OF_FOUR = [
  ...attestedBy(['980101'], '2026Q2'),
  ...['video', 'tip', 'tip', 'tip'].map((method, index) =>
    caseEvent(
      { filedAt: '2026-05-01', solvedAt: '2026-05-03', solvedBy: [method as 'video'] },
      { subject: `980101-C-${index}` },
    ),
  ),
];
const SHARE = ask('it-solved-share', '980101', '2026Q2');
const SAME = [...cases('2025Q2', '2025-05-01', [1, 4]), ...cases('2026Q2', '2026-05-01', [1, 4])];
const MINORS = ask('minors-share', '980101', '2026Q2');

function abstinent(levels: Record<string, number>): SemanticExample['records'] {
  return Object.entries(levels).map(([period, value]) =>
    returnEvent({ measure: 'abstinent-3y-growth', period, value }),
  );
}

/** SEMANTICS step 5, where the deployment compares otherwise than the catalogue: on the same side, equal counts or does not. */
export const COMPARATORS: SemanticExample[] = [
  {
    name: '25 % is not above 25 %',
    records: ONE_OF_FOUR,
    asOf: AUGUST,
    query: SHARE,
    expect: { value: 25, verdict: 'missed', distance: { toMeet: 1, toBreak: 0 } },
  },
  {
    name: 'and meets at least 25 %, one from breaking it',
    records: ONE_OF_FOUR,
    deployment: comparing('it-solved-share', '>='),
    asOf: AUGUST,
    query: SHARE,
    expect: { value: 25, verdict: 'met', distance: { toMeet: 0, toBreak: 1 } },
  },
  {
    name: 'a comparator holds for periods that end on its day or later',
    records: ONE_OF_FOUR,
    deployment: comparing('it-solved-share', '>=', '2026-07-01'),
    asOf: AUGUST,
    query: SHARE,
    expect: { verdict: 'missed' },
  },
  {
    name: 'equal to the year before is not falling',
    records: SAME,
    asOf: AUGUST,
    query: MINORS,
    expect: { verdict: 'missed', distance: { toMeet: 1, toBreak: 0 } },
  },
  {
    name: 'and is not rising',
    records: SAME,
    deployment: comparing('minors-share', 'not-rising'),
    asOf: AUGUST,
    query: MINORS,
    expect: { verdict: 'met', distance: { toMeet: 0, toBreak: 1 } },
  },
  {
    name: 'equal growth is not rising: 10, 20, 40',
    records: abstinent({ '2024Q2': 10, '2025Q2': 20, '2026Q2': 40 }),
    asOf: AUGUST,
    query: ask('abstinent-3y-growth', '980101', '2026Q2'),
    expect: { verdict: 'missed' },
  },
  {
    name: 'and is not falling',
    records: abstinent({ '2024Q2': 10, '2025Q2': 20, '2026Q2': 40 }),
    deployment: comparing('abstinent-3y-growth', 'not-falling'),
    asOf: AUGUST,
    query: ask('abstinent-3y-growth', '980101', '2026Q2'),
    expect: { verdict: 'met' },
  },
];
