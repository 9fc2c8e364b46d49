import { parsePeriod, quartersOf, type Period } from '@duqing/calendar';
import { decimal } from '@duqing/substances';
import type { HeldAttestation } from '../holdings.ts';
import type { EventPart, Indicator, Milestone } from '../types.ts';
import { chainOf, isAttested, type Chain } from './attested.ts';
import type { Part } from './holdings-index.ts';
import { begunQuarters, lastDay } from './periods.ts';
import { readHelpers, type HeldValues } from './read-helpers.ts';
import { emptyReading, plus, type Gap, type Reading } from './reading.ts';
import { isZeroRule } from './rule.ts';
import type { Scene } from './scene.ts';

const FEEDS: Record<Milestone, HeldAttestation['feed']> = {
  'case-filed': 'cases',
  'case-solved': 'cases',
  seizure: 'seizures',
  intelligence: 'intelligence',
};

export interface EventQuery {
  entry: Indicator;
  /** codes whose events are added */
  areas: readonly string[];
  /** codes whose feed must be attested and whose incidents are read */
  regions: readonly string[];
  period: Period;
  /** the city, where its own incidents are added to its units' and may be absent */
  optional?: string;
  /** read as the period compared with: there is a base where it is attested or holds a record */
  asBase: boolean;
}

interface Parts {
  numerator: Part;
  denominator: Part | null;
}

/** Whether an item counts events. */
export function readsEvents({ measure }: Indicator): boolean {
  return measure.kind.startsWith('event-') || measure.kind === 'new-substances';
}

/** Events of some areas: a zero among them holds only where every feed is attested. */
export function readEvents(scene: Scene, query: EventQuery): Reading {
  const { entry, period, regions } = query;
  const feed = FEEDS[milestoneOf(entry)];
  const chains = regions.map((region) => chainOf(scene, { region, feed, period }));
  const parts = partsOf(scene, query);
  const incidents = incidentsOf(scene, query);
  const attested = chains.filter((chain) => isAttested(chain, { period, today: scene.today })).length;
  const unknown = parts.numerator.unknown;
  const reading: Reading = {
    ...emptyReading(),
    flags: new Set([...parts.numerator.flags, ...(parts.denominator?.flags ?? []), ...incidents.flags]),
    weak: attested < chains.length || unknown > 0,
    unknown,
    returns: incidents.returns,
    feeds: { expected: chains.length, attested, through: throughOf(chains) },
  };
  if (attested < chains.length) reading.flags.add('unattested');
  if (unknown > 0) reading.flags.add('unclassified');
  if (chains.some(({ simulated }) => simulated)) reading.flags.add('simulated');
  if (countDiffers(scene, query)) reading.flags.add('count-differs');
  return withNumbers(scene, { query, reading, parts, chains, incidents });
}

function milestoneOf({ measure }: Indicator): Milestone {
  if (measure.kind === 'event-ratio') return measure.numerator.milestone;
  return measure.kind === 'event-count' || measure.kind === 'event-sum' ? measure.part.milestone : 'seizure';
}

function partsOf({ index }: Scene, { entry, areas, period }: EventQuery): Parts {
  const query = { indicator: entry.id, areas, quarters: quartersOf(period) };
  const numerator = index.part({ ...query, part: 'numerator' });
  if (entry.measure.kind !== 'event-ratio') return { numerator, denominator: null };
  return { numerator, denominator: index.part({ ...query, part: 'denominator' }) };
}

/** Earliest end of the chains, null where all reach the period's end or one has no attestation at all. */
function throughOf(chains: readonly Chain[]): string | null {
  if (chains.some(({ through, gap }) => through === null || gap)) return null;
  const open = chains.filter(({ complete }) => !complete).map(({ through }) => through);
  return open.sort()[0] ?? null;
}

function incidentsOf(scene: Scene, { entry, regions, period, optional }: EventQuery): HeldValues {
  const { measure } = entry;
  const wanted = measure.kind === 'event-count' && measure.plusIncidents;
  const quarters = wanted ? begunQuarters(period, scene.today) : [];
  return readHelpers(scene, { entry, measure: `${entry.id}:incidents`, regions, quarters, optional });
}

interface Held {
  query: EventQuery;
  reading: Reading;
  parts: Parts;
  chains: readonly Chain[];
  incidents: HeldValues;
}

function withNumbers(scene: Scene, held: Held): Reading {
  const { parts, reading } = held;
  if (parts.denominator) return withRatio(scene, held, parts.denominator);
  const numerator = plus(parts.numerator.sum, held.incidents.sum);
  if (numerator !== null && numerator.units !== 0n) return { ...reading, numerator };
  const gaps = gapsOfZero(scene, held);
  const isKnown = gaps.every(({ kind }) => kind === 'owed');
  return { ...reading, numerator: isKnown ? decimal(0) : null, gaps };
}

/** What is missing for a zero to hold. */
function gapsOfZero(scene: Scene, { query, parts, chains, incidents, reading }: Held): Gap[] {
  const gaps: Gap[] = [];
  const feed = feedGap(scene, { chains, query, records: parts.numerator.records });
  if (feed) gaps.push(feed);
  if (incidents.overdue > 0) gaps.push({ reason: 'helper-missing', kind: 'silent' });
  else if (incidents.owed > 0) gaps.push({ reason: 'helper-missing', kind: 'owed' });
  if (reading.unknown > 0 && isZeroRule(query.entry)) gaps.push({ reason: 'unclassified', kind: 'silent' });
  return gaps;
}

/** Nothing for a period that has not begun; while it runs an unbroken chain to some day is only not the whole. */
function feedGap(
  { today }: Scene,
  { chains, query, records }: { chains: readonly Chain[]; query: EventQuery; records: number },
): Gap | undefined {
  const { period, asBase } = query;
  if (chains.every(({ complete }) => complete) || (asBase && records > 0)) return undefined;
  const isOpen = chains.every(({ through, gap }) => through !== null && !gap);
  const runs = today < period.end;
  return { reason: 'feed-unattested', kind: today < period.start || (runs && isOpen) ? 'owed' : 'silent' };
}

/** A ratio of nothing is not-applicable where that is known; its parts are shown as they stand. */
function withRatio(scene: Scene, held: Held, bottom: Part): Reading {
  const { reading, parts, query, chains } = held;
  const numbers = { numerator: parts.numerator.sum, denominator: bottom.sum };
  if (bottom.sum.units !== 0n) return { ...reading, ...numbers };
  const gap = feedGap(scene, { chains, query, records: parts.numerator.records + bottom.records });
  if (gap === undefined) return { ...reading, ...numbers, empty: true };
  return gap.kind === 'owed' || isOpenPeriod(scene, query)
    ? { ...reading, ...numbers, gaps: [{ ...gap, kind: 'owed' }] }
    : { ...reading, gaps: [gap] };
}

function isOpenPeriod({ today }: Scene, { period }: EventQuery): boolean {
  return today < period.end;
}

/** The milestones by which a feed's records are counted, so that an attested count can be compared. */
const COUNTED: readonly Milestone[] = ['case-filed', 'seizure', 'intelligence'];

/** Whether some area attested another count of records, through a quarter's end, than is held. */
function countDiffers({ index }: Scene, { entry, regions, period }: EventQuery): boolean {
  const counted = countedPart(entry);
  if (!counted) return false;
  const quarters = quartersOf(period);
  return regions.some((region) =>
    quarters.some((quarter) => {
      const held = index.attestation(FEEDS[counted.milestone], region, quarter);
      if (!held || held.count === null || held.through < lastDayOfQuarter(quarter)) return false;
      return (
        held.count !==
        index.part({ indicator: entry.id, part: counted.part, areas: [region], quarters: [quarter] }).records
      );
    }),
  );
}

function countedPart({ measure }: Indicator): { part: 'numerator' | 'denominator'; milestone: Milestone } | undefined {
  if (measure.kind !== 'event-count' && measure.kind !== 'event-ratio') return undefined;
  const parts: ['numerator' | 'denominator', EventPart][] =
    measure.kind === 'event-count'
      ? [['numerator', measure.part]]
      : [
          ['numerator', measure.numerator],
          ['denominator', measure.denominator],
        ];
  const [part, found] = parts.find(([, { milestone }]) => COUNTED.includes(milestone)) ?? [];
  return part && found && { part, milestone: found.milestone };
}

function lastDayOfQuarter(quarter: string): string {
  const period = parsePeriod(quarter);
  if (!period) throw new RangeError(`no quarter: ${quarter}`);
  return lastDay(period);
}
