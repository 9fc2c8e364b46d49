import { addDays, endOfDay, type Day } from '@duqing/calendar';
import type { Deployment } from '@duqing/regions';
import { areasOf, quartersBefore, type Area, type Quarter } from './area.ts';
import { badMessages } from './bad.ts';
import { casesOf, solvedReport } from './cases.ts';
import { messageOf, workingHour, type Draft, type Message } from './draft.ts';
import { Random } from './random.ts';
import { returnsOf } from './returns.ts';
import { intelligenceOf, seizureOf } from './seizures.ts';
import { specials } from './specials.ts';

export interface CityOptions {
  deployment: Deployment;
  quarters: number;
  seed: number;
  /** last day of receipts, inclusive */
  until: Day;
}

/** Every message of a made-up city in order of receipt: the same for the same options on every machine, in every zone. */
export function generateCity({ deployment, quarters, seed, until }: CityOptions): Message[] {
  const random = new Random(seed);
  const areas = areasOf(deployment, { until, random });
  const spans = quartersBefore(until, quarters);
  const drafts = spans.flatMap((quarter) => areas.flatMap((area) => draftsOf(area, { quarter, until, random })));
  const reference = referenceDrafts(deployment, { areas, spans, random });
  const all = [...drafts, ...reference, ...specials({ areas, spans, random })];
  const messages = [
    ...corrected(all, random).map((draft) => messageOf(draft, random)),
    ...bad(areas, { spans, random }),
  ];
  const kept = repeated(messages, random).filter(({ receivedAt }) => receivedAt < endOfDay(until));
  return kept.sort((a, b) => a.receivedAt - b.receivedAt || (a.value < b.value ? -1 : 1));
}

interface Scene {
  quarter: Quarter;
  until: Day;
  random: Random;
}

function draftsOf(area: Area, scene: Scene): Draft[] {
  const { quarter, random } = scene;
  const filed = area.isCity ? [] : casesOf(area, scene);
  const solved = filed.flatMap((draft) => solvedReport(draft, { area, quarter, random }) ?? []);
  const seized = filed.flatMap((draft) => seizureOf(draft, { area, random }) ?? []);
  const reports = area.isCity ? [] : intelligenceOf(area, scene);
  return [...filed, ...solved, ...seized, ...reports, ...returnsOf(area, scene), ...attestations(area, scene)];
}

/** After a quarter each feed is attested complete, save where it was forgotten. */
function attestations(area: Area, { quarter, until, random }: Scene): Draft[] {
  return (['cases', 'seizures', 'intelligence'] as const).flatMap((feed) => {
    const day = addDays(quarter.end, 1 + random.whole(6));
    const isForgotten = random.chance(0.001 + area.carelessness * 0.02);
    if (isForgotten || day >= until) return [];
    const draft: Draft = {
      topic: 'duqing.returns',
      type: 'duqing.feed.attested.v1',
      source: `/${area.code}/police`,
      subject: `${area.code}/${feed}/${quarter.key}`,
      at: workingHour(day, random),
      data: { revision: 1, region: area.code, feed, period: quarter.key, through: addDays(quarter.end, -1) },
    };
    return [draft];
  });
}

/** The province lends its population and its newly found users. */
function referenceDrafts(
  deployment: Deployment,
  { areas, spans, random }: { areas: Area[]; spans: Quarter[]; random: Random },
): Draft[] {
  const reference = deployment.regions.at(-1)?.value.find(({ role }) => role === 'reference');
  if (!reference) return [];
  const population = areas.reduce((sum, area) => sum + area.population, 0) * 9;
  const draft = (measure: string, { period, value, end }: { period: string; value: number; end: Day }): Draft => ({
    topic: 'duqing.returns',
    type: 'duqing.return.submitted.v1',
    source: `/${reference.code}/police`,
    subject: `${reference.code}/${measure}/${period}`,
    at: workingHour(addDays(end, 4), random),
    data: { revision: 1, region: reference.code, measure, period, value },
  });
  return spans.flatMap(({ key, end, index }) => {
    const found = random.count((population / 100_000) * 2.7 * 0.97 ** index);
    const users = draft('new-users-found', { period: key, value: found, end });
    const year = key.slice(0, 4);
    return key.endsWith('Q4') ? [users, draft('population', { period: year, value: population, end })] : [users];
  });
}

/** Some records are corrected later, some withdrawn, a few of those revived. */
function corrected(drafts: readonly Draft[], random: Random): Draft[] {
  const latest = new Map(drafts.map((draft) => [draft.subject, draft]));
  const later = [...latest.values()].flatMap((draft) => {
    if (draft.type.startsWith('duqing.feed')) return [];
    const fate = random.weighted({ kept: 960, corrected: 28, withdrawn: 10, revived: 2 });
    if (fate === 'kept') return [];
    const revision = draft.data.revision + 1;
    if (fate === 'corrected')
      return [{ ...draft, at: laterThan(draft, random), data: { ...corrections(draft, random), revision } }];
    const gone = withdrawalOf(draft, { revision, at: laterThan(draft, random) });
    if (fate === 'withdrawn') return [gone];
    return [gone, { ...draft, at: gone.at + 86_400_000, data: { ...draft.data, revision: revision + 1 } }];
  });
  return [...drafts, ...later];
}

function laterThan({ at }: Draft, random: Random): number {
  return at + (2 + random.whole(40)) * 86_400_000;
}

function withdrawalOf(draft: Draft, { revision, at }: { revision: number; at: number }): Draft {
  return {
    ...draft,
    at,
    type: draft.type.replace(/recorded|submitted/, 'withdrawn'),
    data: { revision, reason: 'entered-twice' },
  };
}

/** A corrected date or figure, never one that contradicts the rest of the record. */
function corrections({ data }: Draft, random: Random): Draft['data'] {
  if (typeof data['filedAt'] === 'string')
    return { ...data, filedAt: addDays(data['filedAt'].slice(0, 10), -random.whole(12)) };
  if (typeof data['numerator'] === 'number') return { ...data, numerator: Math.max(0, data['numerator'] - 1) };
  if (typeof data['value'] === 'number') return { ...data, value: data['value'] + 1 };
  return { ...data };
}

/** About two in a hundred arrive twice. */
function repeated(messages: readonly Message[], random: Random): Message[] {
  return messages.flatMap((message) => {
    if (!random.chance(0.02)) return [message];
    return [message, { ...message, receivedAt: message.receivedAt + 60_000 }];
  });
}

function bad(areas: readonly Area[], { spans, random }: { spans: Quarter[]; random: Random }): Message[] {
  return spans.flatMap((quarter) =>
    areas.flatMap((area) => (area.isCity ? [] : badMessages(area, { quarter, random }))),
  );
}
