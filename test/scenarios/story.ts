import type { OutMessage, Publisher } from '@duqing/runtime';
import type { Store } from '@duqing/warehouse';

/** When the whole pipeline is looked at, in Asia/Shanghai: 2026Q2 runs until June's end, its returns are due on 10 July. */
export const MOMENTS = {
  morning: '2026-06-01T09:00:00+08:00',
  noon: '2026-06-01T12:00:00+08:00',
  'next-day': '2026-06-02T12:30:00+08:00',
  'third-day': '2026-06-03T13:00:00+08:00',
  'fourth-day': '2026-06-04T14:00:00+08:00',
  'before-due': '2026-07-09T09:00:00+08:00',
  'after-due': '2026-07-12T09:00:00+08:00',
  later: '2026-07-13T09:00:00+08:00',
} as const;
export type MomentName = keyof typeof MOMENTS;

/** What comes in at a moment, and how the alert that is watched stands once all of it is computed. */
export interface Step {
  at: MomentName;
  events?: readonly ScenarioEvent[];
  /** what no event does: a row lost, a channel that refuses */
  happens?: (store: Store, now: number) => Promise<void>;
  /** silent: nothing was told of it */
  stands: 'silent' | 'firing' | 'recovering' | 'resolved';
}

/** One kind of alert from the events that raise it to its end; the key names the one alert that is watched. */
export interface Scenario {
  key: string;
  severity: 'critical' | 'warning' | 'info';
  /** as what its end is told */
  end: 'resolved' | 'recall';
  steps: readonly Step[];
}

/** CloudEvents of one sending unit, without what follows from the moment at which they come. */
export interface ScenarioEvent {
  topic: string;
  type: string;
  source: string;
  subject: string;
  data: Record<string, unknown>;
  /** RFC 3339; default the moment of the step */
  received?: string;
}

const PERSONS = { involved: 1, minors: 0, pupils: 0, users: 0 };

/** A case as its area's police sends it. */
export function caseOf(region: string, subject: string, data: Record<string, unknown>): ScenarioEvent {
  const known = { revision: 1, region, causedByUser: false, persons: PERSONS, ...data };
  return { topic: 'duqing.cases', type: 'duqing.case.recorded.v1', source: `/${region}/police`, subject, data: known };
}

export function casesOf(count: number, make: (index: number) => ScenarioEvent): ScenarioEvent[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** One substance, in grams. */
export function seizureOf(region: string, subject: string, [substance, grams]: [string, number]): ScenarioEvent {
  const items = [{ substance, quantity: { value: grams, unit: 'g' } }];
  const data = { revision: 1, region, seizedAt: '2026-05-31T10:00:00+08:00', channel: 'parcel', items };
  const source = `/${region}/police`;
  return { topic: 'duqing.seizures', type: 'duqing.seizure.recorded.v1', source, subject, data };
}

/** A department's return of 2026Q2. */
export function returnOf(region: string, measure: string, data: Record<string, unknown>): ScenarioEvent {
  const period = '2026Q2';
  return {
    topic: 'duqing.returns',
    type: 'duqing.return.submitted.v1',
    source: `/${region}/office`,
    subject: `${region}/${measure}/${period}`,
    data: { revision: 1, region, measure, period, ...data },
  };
}

/** The area's feed of cases is whole through a day. */
export function attested(region: string, period: string, given: { through: string; revision?: number }): ScenarioEvent {
  return {
    topic: 'duqing.returns',
    type: 'duqing.feed.attested.v1',
    source: `/${region}/police`,
    subject: `${region}/cases/${period}`,
    data: { revision: 1, region, feed: 'cases', period, ...given },
  };
}

export function withdrawn({ topic, type, source, subject }: ScenarioEvent): ScenarioEvent {
  const data = { revision: 2, reason: 'entered-twice' };
  return { topic, type: type.replace(/\.(recorded|submitted)\./, '.withdrawn.'), source, subject, data };
}

export function corrected(event: ScenarioEvent, data: Record<string, unknown>): ScenarioEvent {
  return { ...event, data: { ...event.data, revision: 2, ...data } };
}

let count = 0;
function messageOf({ type, source, subject, data, received }: ScenarioEvent, moment: string): OutMessage {
  count += 1;
  const time = received ?? moment;
  const head = { specversion: '1.0', id: `e-${count}`, source, type, subject, time, receivedtime: time };
  return { key: subject, value: JSON.stringify({ ...head, datacontenttype: 'application/json', data }) };
}

/** The steps of some stories at a moment, their events sent. */
export async function tell(
  scenarios: Iterable<Scenario>,
  { at, bus }: { at: MomentName; bus: Publisher },
): Promise<Step[]> {
  const steps = [...scenarios].flatMap((one) => one.steps.filter((step) => step.at === at));
  const events = steps.flatMap((step) => step.events ?? []);
  for (const [topic, group] of Map.groupBy(events, (event) => event.topic))
    await bus.publish(
      topic,
      group.map((event) => messageOf(event, MOMENTS[at])),
    );
  return steps;
}
