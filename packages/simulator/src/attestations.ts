import { addDays, dayOf, endOfDay, type Day } from '@duqing/calendar';
import type { Feed } from '@duqing/events';
import type { Received } from './history.ts';
import type { Outbox } from './outbox.ts';
import { randomOf, type Random } from './random.ts';
import { DAY, momentOn } from './time.ts';
import { isActive, type Area, type Quarter, type World } from './world.ts';

/** Every revision of the records of each feed, with when they were received. */
export type Feeds = Record<Feed, Received[][]>;

const FEEDS: readonly Feed[] = ['cases', 'seizures', 'intelligence'];
/** Days after a quarter on which its count is looked at again. */
const REVIEWS = [45, 120];

interface Gap {
  area: number;
  feed: Feed;
  /** quarters before the last complete one */
  back: number;
  /** none at all, only through the second month, or a count that is not what was sent */
  kind: 'none' | 'part' | 'count';
}

/** What is wrong in every run, beside what chance does; areas by their place among the units. */
const GAPS: readonly Gap[] = [
  { area: 3, feed: 'cases', back: 1, kind: 'part' },
  { area: 2, feed: 'seizures', back: 0, kind: 'count' },
  { area: 9, feed: 'intelligence', back: 1, kind: 'none' },
  { area: 7, feed: 'seizures', back: 3, kind: 'none' },
  { area: 5, feed: 'cases', back: 6, kind: 'none' },
];

/** Each area attests each feed quarter by quarter: soon after the quarter, again where its count has changed since. */
export function sendAttestations(outbox: Outbox, world: World, feeds: Feeds): void {
  for (const area of world.areas)
    for (const feed of FEEDS)
      for (const quarter of world.withRunning.filter((each) => isActive(area, each))) {
        const random = randomOf(world.seed, 'attest', area.code, feed, quarter.key);
        attestQuarter({ outbox, world, area, feed, quarter, random, records: feeds[feed] });
      }
}

interface Attested {
  outbox: Outbox;
  world: World;
  area: Area;
  feed: Feed;
  quarter: Quarter;
  random: Random;
  records: Received[][];
}

function attestQuarter(given: Attested): void {
  const { world, quarter, random } = given;
  const gap = gapOf(given);
  if (gap === 'none' || (gap === undefined && given.area.level === 'county' && random.chance(0.006))) return;
  const last = addDays(quarter.end, -1);
  const isLate = quarter.index >= world.quarters.length - 2;
  const months = [addDays(quarter.start, 30), addDays(quarter.start, 58)];
  const running = dayOf(world.end - 6 * DAY);
  let revision = 0;
  for (const through of isLate
    ? [...months, running].filter((day) => day < last && day >= quarter.start && day <= running).sort()
    : [])
    attest(given, { revision: (revision += 1), through, at: momentOn(addDays(through, 2), random), extra: null });
  if (gap === 'part' || quarter.end > dayOf(world.end)) return;
  const extra = gap === 'count' ? 2 : 0;
  const at = momentOn(addDays(last, random.whole(2, 6)), random);
  attest(given, { revision: (revision += 1), through: last, at, extra });
  let counted = countAt(given, last, at);
  for (const at of REVIEWS.map((days) => endOfDay(last) + days * DAY + 9 * 3_600_000)) {
    const count = countAt(given, last, at);
    if (count === counted) continue;
    attest(given, { revision: (revision += 1), through: last, at, extra });
    counted = count;
  }
}

function gapOf({ world, area, feed, quarter }: Attested): Gap['kind'] | undefined {
  const back = world.quarters.length - 1 - quarter.index;
  return GAPS.find((gap) => gap.area === area.index && gap.feed === feed && gap.back === back)?.kind;
}

interface Said {
  revision: number;
  through: Day;
  /** ms */
  at: number;
  /** what the count is off by; null = no count is given, the quarter runs */
  extra: number | null;
}

function attest(given: Attested, { revision, through, at, extra }: Said): void {
  const { outbox, area, feed, quarter, random } = given;
  const count = extra === null ? null : countAt(given, through, at) + extra;
  const subject = `${area.code}/${feed}/${quarter.key}`;
  outbox.send(
    {
      id: `${feed}-${quarter.key}-r${revision}`,
      source: `/${area.code}/police`,
      type: 'duqing.feed.attested.v1',
      subject,
      time: at,
      data: { revision, region: area.code, feed, period: quarter.key, through, ...(count !== null && { count }) },
    },
    { receivedAt: at + random.whole(1, 50) * 60_000, role: revision === 1 ? 'record' : 'correction' },
  );
}

/** Records of an area from the quarter's start through a day that stand at a moment, by what has been received then. */
function countAt({ area, quarter, records }: Attested, through: Day, at: number): number {
  return records.filter((revisions) => {
    const data = standing(revisions, at);
    if (data?.['region'] !== area.code) return false;
    const day = dayOfRecord(data);
    return day >= quarter.start && day <= through;
  }).length;
}

function standing(revisions: Received[], at: number): Record<string, unknown> | null {
  const held = revisions.filter(({ receivedAt }) => receivedAt <= at);
  const winner = held.reduce<Received | null>(
    (best, each) => (best && best.revision > each.revision ? best : each),
    null,
  );
  return (winner?.data ?? null) as Record<string, unknown> | null;
}

function dayOfRecord(data: Record<string, unknown>): Day {
  const text = String(data['filedAt'] ?? data['seizedAt'] ?? data['obtainedOn']);
  return text.length === 10 ? text : dayOf(Date.parse(text));
}
