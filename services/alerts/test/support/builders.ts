import { emptyCompleteness, type Cell, type CompositeDetail } from '@duqing/catalogue';
import { evaluateAlerts } from '../../src/core/evaluate.ts';
import { cellKey } from '../../src/core/identity.ts';
import type { Due } from '../../src/core/outgoing.ts';
import type { AlertInput, Cause, Transition } from '../../src/core/types.ts';

export const CITY = '990100';
export const COUNTY = '990102';
/** 1 June 2026, 09:00 in Shanghai: 2026Q2 runs. */
export const NOW = Date.parse('2026-06-01T09:00:00+08:00');
export const DAY = 86_400_000;

export function cell(given: Partial<Cell> & Pick<Cell, 'indicator'>): Cell {
  return {
    region: COUNTY,
    period: '2026Q2',
    numerator: null,
    denominator: null,
    value: null,
    unit: 'cases',
    target: null,
    verdict: 'met',
    reason: null,
    evidence: 'strong',
    distance: null,
    stage: 'running',
    completeness: emptyCompleteness(),
    flags: [],
    breakdown: null,
    published: null,
    revisedSince: null,
    asOf: '2026-06-01T09:00:00+08:00',
    ...given,
  };
}

export function cause(subject: string, given: Partial<Cause> = {}): Cause {
  return {
    source: `/${COUNTY}/police`,
    id: `e-${subject}`,
    subject,
    revision: 1,
    part: 'numerator',
    amount: null,
    backfilled: false,
    simulated: false,
    ...given,
  };
}

export function compositeDetail(failing: number, notAssessable: number): CompositeDetail {
  const ids = ['it-solved-share', 'execution-rate', 'class-hours', 'real-name-logistics'];
  const list = Array.from({ length: failing }, (_, index) => ids[index] ?? `item-${index}`);
  return {
    failing: list,
    notAssessable: Array.from({ length: notAssessable }, (_, index) => `open-${index}`),
    notDue: [],
    notApplicable: [],
    vetoMissed: [],
    range: [failing, failing + notAssessable],
    toMend: Math.max(0, failing - 2),
    mendOrder: list,
  };
}

export function input(given: Partial<AlertInput> = {}): AlertInput {
  return {
    now: NOW,
    city: CITY,
    simulated: false,
    references: ['990000'],
    calendar: {
      creation: { from: '2026-01-01', to: '2028-12-31' },
      returnsDueDays: 10,
      provisionalDays: 20,
      source: 'test',
    },
    areas: new Map([
      [CITY, { zh: '示例市', en: 'Sample City' }],
      [COUNTY, { zh: '甲县', en: 'County A' }],
      ['990103', { zh: '乙县', en: 'County B' }],
    ]),
    cells: [],
    causes: new Map(),
    previous: [],
    returnsHeld: new Set(),
    sources: [],
    balance: [],
    holes: [],
    seizures: [],
    signals: [],
    toldWeeks: new Map(),
    corrected: new Set(),
    lost: [],
    ...given,
  };
}

/** Cells with the causes of each, as the service reads them. */
export function withCauses(pairs: readonly [Cell, Cause[]][]): Pick<AlertInput, 'cells' | 'causes'> {
  return { cells: pairs.map(([one]) => one), causes: new Map(pairs.map(([one, causes]) => [cellKey(one), causes])) };
}

/** Evaluates step after step, each seeing the transitions of those before; gives each step's. */
export function run(steps: readonly Partial<AlertInput>[]): Transition[][] {
  const previous: Transition[] = [];
  return steps.map((step) => {
    const made = evaluateAlerts(input({ ...step, previous: [...previous] }));
    previous.push(...made);
    return made;
  });
}

export function moves(rows: readonly Transition[]): string[] {
  return rows.map(({ key, from_state, to_state }) => `${key}: ${from_state} → ${to_state}`);
}

/** A letter on its way: a warning to the commander about a target that one county misses. */
export function letter(given: Partial<Due> = {}): Due {
  return {
    ref: 'f'.repeat(64),
    page: 'f'.repeat(64),
    recipient: 'commander',
    post: 'duty-commander',
    sort: 'notice',
    key: 'target-missed/it-solved-share/990102/2026Q2',
    number: 1,
    kind: 'target-missed',
    severity: 'warning',
    indicator: 'it-solved-share',
    region: COUNTY,
    simulated: false,
    at: NOW,
    held: '',
    release_at: NOW,
    due: 0,
    ...given,
  };
}
