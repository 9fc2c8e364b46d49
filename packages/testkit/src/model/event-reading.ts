import { addDays, dayOf, quartersOf, type Period } from '@duqing/calendar';
import type { ReturnData, SeizureData } from '@duqing/events';
import { addedBy, EVENT_MEASURES, type Added, type EventMeasure, type Part } from './measures.ts';
import { dueDay, lastDay, quarterNamed } from './periods.ts';
import { isZero, plus, rational, sum, ZERO, type Rational } from './rational.ts';
import { emptyReading, type Reading } from './reading.ts';
import type { Winner } from './records.ts';
import type { Item } from './table.ts';
import type { Fact, World } from './world.ts';

interface Query {
  item: Item;
  area: string;
  period: Period;
}

interface Counted {
  num: Rational;
  den: Rational | null;
  unclassified: number;
}

/** Days back from now within which an attestation must reach while the period runs. */
const RECENT_DAYS = 10;

function addedOf(world: World, part: Part, fact: Fact): Added {
  return addedBy(part, fact.winner.data, { day: fact.day, config: world.config });
}

/** Sums both parts; a record unknown to either is left out of both. */
function count(world: World, measure: EventMeasure, { area, period, reading }: Query & { reading: Reading }): Counted {
  const values = (part: Part | null): [Fact, Added][] =>
    part ? world.factsIn(area, part.on, period).map((fact) => [fact, addedOf(world, part, fact)]) : [];
  const [num, den] = [values(measure.numerator), values(measure.denominator)];
  const unknown = new Set([...num, ...den].filter(([, added]) => added === 'unknown').map(([{ winner }]) => winner));
  const known = (part: [Fact, Added][]): [Fact, Rational][] =>
    part.flatMap(([fact, added]) =>
      added === null || added === 'unknown' || unknown.has(fact.winner) ? [] : [[fact, added] as [Fact, Rational]],
    );
  const [inNum, inDen] = [known(num), known(den)];
  note(reading, inNum, inDen);
  return {
    num: sum(inNum.map(([, added]) => added)),
    den: measure.denominator && sum(inDen.map(([, added]) => added)),
    unclassified: unknown.size,
  };
}

/** Flags and contributions of the records that count; one that adds 0 to a part is no contribution to it. */
function note(reading: Reading, num: [Fact, Rational][], den: [Fact, Rational][]): void {
  const [inNum, inDen] = [adding(num), adding(den)];
  for (const [winner, fact] of new Map([...inDen, ...inNum])) {
    const both = inNum.has(winner) && inDen.has(winner);
    const single = inNum.has(winner) ? 'numerator' : 'denominator';
    reading.contributions.push({ winner, part: both ? 'both' : single });
    flagFact(reading, fact);
  }
}

function adding(part: [Fact, Rational][]): Map<Winner, Fact> {
  return new Map(part.filter(([, added]) => !isZero(added)).map(([fact]) => [fact.winner, fact]));
}

function flagFact({ flags }: Reading, { winner, successor, unplaced }: Fact): void {
  if (winner.record.simulated) flags.add('simulated');
  if (winner.otherSource) flags.add('other-source');
  if (successor) flags.add('successor-used');
  if (unplaced) flags.add('unplaced');
  if (winner.family === 'seizure' && ((winner.data as SeizureData).events ?? 1) > 1) flags.add('aggregate');
}

/** SEMANTICS "Silence is not zero": whether a zero of this area's feed holds, and what evidence it gives. */
function attest(
  world: World,
  feed: EventMeasure['feed'],
  { area, period, reading }: Query & { reading: Reading },
): boolean {
  const { full, reach, gap, countDiffers, simulated } = world.attested(area, feed, period);
  const { today } = world.config;
  const running = today < period.end;
  const chained = reach !== null && !gap;
  const enough = running ? full || (chained && reach >= addDays(today, -RECENT_DAYS)) : full;
  reading.feedsExpected = 1;
  reading.feedsAttested = enough ? 1 : 0;
  reading.unattested = !enough;
  reading.through = full ? null : reach;
  if (!enough) reading.flags.add('unattested');
  if (countDiffers) reading.flags.add('count-differs');
  if (simulated) reading.flags.add('simulated');
  return running ? full || chained : full;
}

/** Adds the incidents returned for each quarter; gives the quarters of which one is owed (the city's own are optional). */
function addIncidents(world: World, { item, area, period, reading }: Query & { reading: Reading }): string[] {
  const missing: string[] = [];
  const optional = area === world.config.areas.city;
  for (const key of quartersOf(period)) {
    const winners = world.returnsFor(area, `${item.id}:incidents`, key);
    if (optional && winners.length === 0) continue;
    reading.returnsExpected += 1;
    if (winners.length === 0) {
      missing.push(key);
      continue;
    }
    noteReturn(world, reading, {
      winners,
      due: dueDay(item, quarterNamed(key), world.config.calendar),
      part: 'numerator',
    });
    for (const { data } of winners) reading.num = plus(reading.num ?? ZERO, rational(Number(data.value ?? 0)));
  }
  return missing;
}

export interface NotedReturn {
  winners: readonly Winner[];
  /** null = no day has been set */
  due: string | null;
  part: 'numerator' | 'denominator' | 'both';
}

/** One return received: completeness, flags, contribution. */
export function noteReturn(world: World, reading: Reading, { winners, due, part }: NotedReturn): void {
  reading.returnsReceived += 1;
  const first = Math.max(...winners.map(({ firstReceivedAt }) => firstReceivedAt));
  if (due === null || dayOf(first) <= due) reading.returnsOnTime += 1;
  for (const winner of winners) {
    reading.contributions.push({ winner, part });
    if (winner.record.simulated) reading.flags.add('simulated');
    if (winner.otherSource) reading.flags.add('other-source');
    const placed = world.placedReturn(winner.data as ReturnData);
    if (placed?.unplaced) reading.flags.add('unplaced');
    if (placed?.successor) reading.flags.add('successor-used');
  }
}

/** What an area's events (and returned incidents) give to an item's cell. */
export function readEvents(world: World, query: Query): Reading {
  const measure = EVENT_MEASURES[query.item.id];
  if (!measure) throw new Error(`no event measure for ${query.item.id}`);
  const reading = emptyReading();
  const { num, den, unclassified } = count(world, measure, { ...query, reading });
  Object.assign(reading, { num, den, unclassified });
  if (unclassified > 0) reading.flags.add('unclassified');
  const zeroHolds = attest(world, measure.feed, { ...query, reading });
  const missing = measure.incidents ? addIncidents(world, { ...query, reading }) : [];
  if (!isZero(den ?? reading.num ?? num)) return reading;
  return decideZero(world, reading, { ...query, zeroHolds, missing });
}

/** A zero (or an empty denominator): it holds only where attested, and with incidents only where they were returned. */
function decideZero(
  world: World,
  reading: Reading,
  { item, period, zeroHolds, missing }: Query & { zeroHolds: boolean; missing: string[] },
): Reading {
  const { today, calendar } = world.config;
  const due = dueDay(item, period, calendar);
  if (!zeroHolds) reading.reasons.push('feed-unattested');
  if (missing.length > 0 && due !== null && today > due) reading.reasons.push('helper-missing');
  const ended = missing.filter((key) => quarterNamed(key).end <= today);
  if (!zeroHolds || ended.length > 0) reading.num = null;
  if (!zeroHolds) reading.den = null;
  if (reading.reasons.length > 0) reading.state = 'gap';
  else if (missing.length > 0) reading.state = 'awaited';
  else if (reading.den) reading.state = 'empty';
  return reading;
}

/** SEMANTICS "rising / falling": for events a base exists where the period is attested or holds a record. */
export function isEventBase(world: World, { item, area, period }: Query): boolean {
  const measure = EVENT_MEASURES[item.id];
  if (!measure) return false;
  const parts = [measure.numerator, measure.denominator].filter((part) => part !== null);
  return world.attested(area, measure.feed, period).full || parts.some(({ on }) => world.holdsRecord(area, on, period));
}

/** Sums of an area's base period, without judging its zero. */
export function baseSums(world: World, query: Query): { num: Rational; den: Rational | null } {
  const measure = EVENT_MEASURES[query.item.id];
  if (!measure) throw new Error(`no event measure for ${query.item.id}`);
  return count(world, measure, { ...query, reading: emptyReading() });
}

/** Where a substance must not have been seen before, and whose finds count. */
export interface Ground {
  seen: readonly string[];
  own: readonly string[];
}

/** By substance, all finds of its first day on some ground that lie in the period and are the area's own. */
function newSubstances(world: World, { seen, own }: Ground, period: Period): Map<string, Fact[]> {
  const first = new Map<string, Fact[]>();
  const facts = world.facts.filter(({ feed, area }) => feed === 'seizures' && seen.includes(area));
  for (const fact of facts.toSorted((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)))) {
    for (const { substance, name } of (fact.winner.data as SeizureData).items) {
      const key = name === undefined ? substance : `${substance}: ${name.trim().toLowerCase()}`;
      const held = first.get(key);
      if (held === undefined) first.set(key, [fact]);
      else if (held[0]?.day === fact.day) held.push(fact);
    }
  }
  const found = [...first].flatMap(([key, firsts]): [string, Fact[]][] => {
    const finds = firsts.filter(({ area, day }) => own.includes(area) && period.start <= day && day <= lastDay(period));
    const isCommon = world.config.substance(key.split(':')[0] ?? '', finds[0]?.day ?? '')?.baseline === true;
    return finds.length > 0 && !isCommon ? [[key, finds]] : [];
  });
  return new Map(found);
}

/** `new-substances` of one area: its own finds of what was not seen there before, under whatever code. */
export function readNewSubstances(world: World, { area, period, item }: Query, ground: Ground): Reading {
  const reading = emptyReading();
  const found = newSubstances(world, ground, period);
  const facts = [...found.values()].flat();
  for (const fact of new Map(facts.map((one) => [one.winner, one])).values()) {
    reading.contributions.push({ winner: fact.winner, part: 'numerator' });
    flagFact(reading, fact);
  }
  reading.num = rational(found.size);
  const zeroHolds = attest(world, 'seizures', { item, area, period, reading });
  if (facts.length > 0) return reading;
  return decideZero(world, reading, { item, area, period, zeroHolds, missing: [] });
}
