import type { SignalView, ToldWeek } from '@duqing/warehouse';
import type { AlertInput, AlertKind } from '../src/core/types.ts';
import { cause, cell, CITY, compositeDetail, COUNTY, DAY, NOW, withCauses } from './support/builders.ts';

type Step = Partial<AlertInput>;

/** One story a kind: silent just before, fires, and how it ends. `at` is the key that is watched. */
export interface Scenario {
  key: string;
  before: Step;
  fires: Step[];
  /** state at the end of `fires` */
  severity: 'critical' | 'warning' | 'info';
  ends: Step[];
  /** whether the end is a recall */
  recall: boolean;
}

const manufacturing = cell({
  indicator: 'zero-manufacturing',
  verdict: 'missed',
  value: 1,
  numerator: 1,
  evidence: null,
  target: { comparator: '=', limit: 0 },
});
const uncontrolled = { ...manufacturing, indicator: 'uncontrolled-manufacturing' };
const cityManufacturing = { ...manufacturing, region: CITY };
const zeroMet = [manufacturing, uncontrolled, cityManufacturing].map((one) => ({
  ...one,
  value: 0,
  numerator: 0,
  verdict: 'met' as const,
}));
const hub = cell({
  indicator: 'transit-hub',
  value: true,
  verdict: 'missed',
  unit: 'yes/no',
  target: { comparator: '=', limit: false },
  evidence: null,
});
const share = cell({
  indicator: 'it-solved-share',
  numerator: 3,
  denominator: 16,
  value: 18.75,
  unit: '%',
  target: { comparator: '>', limit: 25 },
  verdict: 'missed',
  evidence: 'strong',
  distance: {
    toMeet: 2,
    toBreak: 0,
    text: { zh: '再有2起运用信息化手段破案即达标', en: '2 more solved with IT support would meet it' },
  },
});
const shareMet = { ...share, numerator: 5, value: 31.25, verdict: 'met' as const, distance: null };
const lost = cell({
  indicator: 'lost-contact-rate',
  numerator: 3,
  denominator: 80,
  value: 3.75,
  unit: '%',
  target: { comparator: '<', limit: 5 },
  evidence: 'weak',
  distance: { toMeet: 0, toBreak: 1, text: { zh: '再脱失1人即不达标', en: '1 more lost contact breaks it' } },
});
const lostFar = { ...lost, numerator: 1, value: 1.25, distance: { ...lost.distance!, toBreak: 3 } };
const falling = cell({
  indicator: 'user-caused-cases',
  numerator: 9,
  value: 9,
  verdict: 'missed',
  stage: 'provisional',
  target: { comparator: 'falling', limit: null },
  base: { period: '2025Q2', numerator: 4, denominator: null, value: 4 },
});
const fallingMet = { ...falling, numerator: 3, value: 3, verdict: 'met' as const };
const composite = (failing: number, open: number) =>
  cell({
    indicator: 'self-assessed-failing-items',
    stage: 'provisional',
    unit: 'items',
    numerator: failing,
    value: failing,
    verdict: failing >= 3 ? 'missed' : 'not-assessable',
    target: { comparator: '<', limit: 3 },
    evidence: 'strong',
    composite: compositeDetail(failing, open),
  });
const overdue = cell({
  indicator: 'execution-rate',
  stage: 'provisional',
  verdict: 'not-assessable',
  reason: 'return-missing',
  unit: '%',
});
const unattested = cell({
  indicator: 'zero-manufacturing',
  stage: 'provisional',
  verdict: 'not-assessable',
  reason: 'feed-unattested',
  completeness: { ...manufacturing.completeness, feedsExpected: 1, feedsAttested: 0, through: '2026-06-12' },
});
const attested = {
  ...unattested,
  verdict: 'met' as const,
  reason: null,
  completeness: { ...unattested.completeness, feedsAttested: 1, through: null },
};
const firstSeen = cell({
  indicator: 'new-substances',
  value: 1,
  numerator: 1,
  unit: 'substances',
  verdict: 'information',
});
const AFTER = Date.parse('2026-07-12T08:00:00+08:00');
const source = `/${COUNTY}/police`;
const balance = {
  source,
  topic: 'duqing.cases',
  quarter: '2026Q2',
  received: 40,
  accepted: 40,
  superseded: 0,
  duplicate: 0,
  conflict: 0,
  rejected: 0,
  discarded: 0,
};
const kilo = {
  subject: 's-9',
  region: COUNTY,
  day: '2026-05-03',
  substance: 'methamphetamine',
  grams: '1200.5',
  backfilled: false,
  simulated: true,
};
const signal: SignalView = {
  key: `early-warning/cases/trafficking/${COUNTY}`,
  measure: 'cases',
  code: 'trafficking',
  name: { zh: '贩卖、运输毒品案件', en: 'trafficking cases' },
  region: COUNTY,
  week: '2026-W22',
  from: '2026-05-25',
  to: '2026-05-31',
  since: '2026-W21',
  observed: 14,
  complete: false,
  expected: 3.57,
  limit: 6.66,
  limits: [
    { method: 'farrington', expected: 4.1, limit: 15.2, exceeded: false },
    { method: 'ears-c2', expected: 3.57, limit: 6.66, exceeded: true },
    { method: 'ears-c3', expected: 3.57, limit: 7.66, exceeded: true },
  ],
  simulated: false,
  backfilled: false,
  assessment: null,
  dismissed: false,
};
const toldWeek = (outcome: ToldWeek['outcome'], observed: number) => ({
  toldWeeks: new Map([[signal.key, { outcome, observed, judged: true, dismissal: null }]]),
});

export const SCENARIOS: Record<AlertKind, Scenario> = {
  'zero-occurrence': {
    key: `zero-occurrence/zero-manufacturing/${COUNTY}/c-1`,
    before: { cells: zeroMet },
    fires: [
      withCauses([
        [manufacturing, [cause('c-1')]],
        [uncontrolled, [cause('c-1')]],
        [cityManufacturing, [cause('c-1')]],
        [composite(1, 4), []],
      ]),
    ],
    severity: 'critical',
    ends: [{ cells: zeroMet }],
    recall: true,
  },
  veto: {
    key: `veto/transit-hub/${COUNTY}/${COUNTY}/transit-hub/2026Q2`,
    before: { cells: [{ ...hub, value: false, verdict: 'met' }] },
    fires: [withCauses([[hub, [cause(`${COUNTY}/transit-hub/2026Q2`, { amount: 1 })]]])],
    severity: 'critical',
    ends: [{ cells: [{ ...hub, value: false, verdict: 'met' }] }],
    recall: true,
  },
  'target-missed': {
    key: `target-missed/it-solved-share/${COUNTY}/2026Q2`,
    before: { cells: [share] },
    fires: [{ cells: [share], now: NOW + DAY }],
    severity: 'warning',
    ends: [
      { cells: [shareMet], now: NOW + 2 * DAY },
      { cells: [shareMet], now: NOW + 3 * DAY },
    ],
    recall: false,
  },
  trend: {
    key: `trend/user-caused-cases/${COUNTY}/2026Q2`,
    before: { cells: [fallingMet], now: AFTER },
    fires: [{ cells: [falling], now: AFTER }],
    severity: 'warning',
    ends: [{ cells: [fallingMet], now: AFTER + DAY }],
    recall: true,
  },
  'close-to-target': {
    key: `close-to-target/lost-contact-rate/${COUNTY}/2026Q2`,
    before: { cells: [lostFar] },
    fires: [{ cells: [lost] }],
    severity: 'info',
    ends: [{ cells: [lostFar] }],
    recall: false,
  },
  composite: {
    key: `composite/self-assessed-failing-items/${COUNTY}/2026Q2/over`,
    before: { cells: [composite(2, 3)], now: AFTER },
    fires: [{ cells: [composite(3, 3)], now: AFTER }],
    severity: 'critical',
    ends: [{ cells: [composite(2, 3)], now: AFTER + DAY }],
    recall: true,
  },
  'return-overdue': {
    key: `return-overdue/${COUNTY}/execution-rate/2026Q2`,
    before: { cells: [{ ...overdue, verdict: 'not-due', reason: null }], now: AFTER - 2 * DAY },
    fires: [{ cells: [overdue, { ...overdue, indicator: 'execution-rate-rising' }], now: AFTER }],
    severity: 'warning',
    ends: [{ cells: [{ ...overdue, verdict: 'met', reason: null }], now: AFTER + DAY }],
    recall: false,
  },
  'feed-not-attested': {
    key: `feed-not-attested/cases/${COUNTY}/2026Q2`,
    before: { cells: [unattested], now: AFTER - 2 * DAY },
    fires: [{ cells: [unattested], now: AFTER }],
    severity: 'warning',
    ends: [{ cells: [attested], now: AFTER + DAY }],
    recall: false,
  },
  'source-silent': {
    key: `source-silent/${source}`,
    before: { sources: [{ source, receivedAt: NOW - 10 * DAY }], balance: [balance] },
    fires: [{ sources: [{ source, receivedAt: NOW - 10 * DAY }], balance: [balance], now: NOW + 1 }],
    severity: 'warning',
    ends: [{ sources: [{ source, receivedAt: NOW }], balance: [balance], now: NOW + DAY }],
    recall: false,
  },
  'reject-share': {
    key: `reject-share/${source}/2026Q2`,
    before: { balance: [{ ...balance, accepted: 38, rejected: 2 }] },
    fires: [{ balance: [{ ...balance, accepted: 37, rejected: 3 }] }],
    severity: 'warning',
    ends: [{ balance: [{ ...balance, received: 80, accepted: 77, rejected: 3 }] }],
    recall: false,
  },
  imbalance: {
    key: `imbalance/duqing.cases/${source}/2026Q2`,
    before: { balance: [balance] },
    fires: [{ balance: [{ ...balance, accepted: 39 }] }],
    severity: 'critical',
    ends: [{ balance: [balance] }],
    recall: false,
  },
  'large-seizure': {
    key: `large-seizure/methamphetamine/${COUNTY}/s-9`,
    before: { seizures: [{ ...kilo, grams: '499.999' }] },
    fires: [{ seizures: [kilo] }],
    severity: 'warning',
    ends: [{ seizures: [] }],
    recall: true,
  },
  'first-seen': {
    key: `first-seen/new-substances/${COUNTY}/s-10`,
    before: { cells: [{ ...firstSeen, value: 0 }] },
    fires: [
      withCauses([
        [{ ...firstSeen, region: CITY }, [cause('s-10')]],
        [firstSeen, [cause('s-10')]],
      ]),
    ],
    severity: 'info',
    ends: [{ cells: [{ ...firstSeen, value: 0 }] }],
    recall: true,
  },
  'early-warning': {
    key: signal.key,
    before: {},
    fires: [{ signals: [signal] }],
    severity: 'info',
    ends: [{ ...toldWeek('quiet', 4), now: NOW + DAY }],
    recall: true,
  },
  undelivered: {
    key: 'undelivered/wecom',
    before: { lost: [] },
    fires: [{ lost: [{ channel: 'wecom', letters: 2, critical: 1, error: 'wecom: answered 400' }] }],
    severity: 'critical',
    ends: [{ lost: [] }],
    recall: false,
  },
};
