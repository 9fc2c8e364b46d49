import type { Period } from '@duqing/calendar';
import { decimal } from '@duqing/substances';
import type { HeldAttestation } from '../holdings.ts';
import type { Indicator, Milestone } from '../types.ts';
import { chainOf, isAttested, zeroHolds, type Chain } from './attested.ts';
import type { Part } from './holdings-index.ts';
import { addedReturns, type AddedReturns } from './added-returns.ts';
import { quartersIn } from './periods.ts';
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
  /** the code whose events are read */
  region: string;
  /** codes whose feeds a zero needs: the region's own, for a city counted by itself its units' too */
  feeds: readonly string[];
  period: Period;
}

interface Held {
  query: EventQuery;
  numerator: Part;
  denominator: Part | null;
  chains: readonly Chain[];
  incidents: AddedReturns | null;
}

/** Whether an item counts events. */
export function readsEvents({ measure }: Indicator): boolean {
  return measure.kind.startsWith('event-') || measure.kind === 'new-substances';
}

/** Events of one code: a zero among them holds only where its feed is attested. */
export function readEvents(scene: Scene, query: EventQuery): Reading {
  const held = heldOf(scene, query);
  const { numerator, denominator, chains, incidents } = held;
  const attested = chains.filter((chain) => isAttested(chain, { period: query.period, today: scene.today })).length;
  const reading: Reading = {
    ...emptyReading(),
    flags: new Set([...numerator.flags, ...(denominator?.flags ?? []), ...(incidents?.flags ?? [])]),
    isUnattested: attested < chains.length,
    unknown: Math.max(numerator.unknown, denominator?.unknown ?? 0),
    feeds: { expected: chains.length, attested, through: throughOf(chains) },
    ...(incidents && { returns: incidents.returns }),
  };
  flag(reading, chains);
  return denominator ? withRatio(scene, held, { reading, denominator }) : withCount(scene, held, reading);
}

function heldOf(scene: Scene, query: EventQuery): Held {
  const { entry, region, period, feeds } = query;
  const { measure } = entry;
  const feed = FEEDS[milestoneOf(entry)];
  const part = { indicator: entry.id, areas: [region], quarters: quartersIn(period) };
  const wantsIncidents = measure.kind === 'event-count' && measure.plusIncidents;
  return {
    query,
    numerator: scene.index.part({ ...part, part: 'numerator' }),
    denominator: measure.kind === 'event-ratio' ? scene.index.part({ ...part, part: 'denominator' }) : null,
    chains: feeds.map((code) => chainOf(scene, { region: code, feed, period })),
    incidents: wantsIncidents ? addedReturns(scene, { entry, region, period, measure: `${entry.id}:incidents` }) : null,
  };
}

function milestoneOf({ measure }: Indicator): Milestone {
  if (measure.kind === 'event-ratio') return measure.numerator.milestone;
  return measure.kind === 'event-count' || measure.kind === 'event-sum' ? measure.part.milestone : 'seizure';
}

/** Earliest end of the chains that do not reach the period's end. */
function throughOf(chains: readonly Chain[]): string | null {
  return chains.flatMap(({ complete, through }) => (complete || through === null ? [] : [through])).sort()[0] ?? null;
}

function flag(reading: Reading, chains: readonly Chain[]): void {
  if (reading.isUnattested) reading.flags.add('unattested');
  if (reading.unknown > 0) reading.flags.add('unclassified');
  if (chains.some(({ simulated }) => simulated)) reading.flags.add('simulated');
  if (chains.some(({ countDiffers }) => countDiffers)) reading.flags.add('count-differs');
}

/** A zero needs attestation, incidents where they are added, and no case left unclassified under a zero rule. */
function withCount(scene: Scene, held: Held, reading: Reading): Reading {
  const { numerator: part, incidents, query } = held;
  const numerator = plus(part.sum, incidents?.sum ?? null);
  if (numerator !== null && numerator.units !== 0n) return { ...reading, numerator };
  const gaps: Gap[] = [];
  const feed = feedGap(scene, held);
  if (feed) gaps.push(feed);
  if (incidents?.gap) gaps.push(incidents.gap);
  const isHidden = feed !== null || incidents?.lacksEnded === true;
  const runs = scene.today < query.period.end;
  if (reading.unknown > 0 && isZeroRule(query.entry))
    gaps.push({ reason: 'unclassified', kind: runs ? 'owed' : 'missing' });
  return { ...reading, numerator: isHidden ? null : decimal(0), hidesZero: isHidden, gaps };
}

function feedGap({ today }: Scene, { chains, query }: Held): Gap | null {
  const holds = chains.every((chain) => zeroHolds(chain, { period: query.period, today }));
  return holds ? null : { reason: 'feed-unattested', kind: 'silent' };
}

/** A ratio of nothing is empty once that is known and cannot change. */
function withRatio(
  scene: Scene,
  held: Held,
  { reading, denominator }: { reading: Reading; denominator: Part },
): Reading {
  const numbers = { numerator: held.numerator.sum, denominator: denominator.sum };
  if (denominator.sum.units !== 0n) return { ...reading, ...numbers };
  const gap = feedGap(scene, held);
  if (gap) return { ...reading, gaps: [gap] };
  return { ...reading, ...numbers, empty: scene.today >= held.query.period.end };
}

/** The same of an earlier period; null where it is no base: neither attested nor holding any record. */
export function readEventBase(scene: Scene, query: EventQuery): Reading | null {
  const { numerator, denominator, chains } = heldOf(scene, query);
  const records = numerator.records + (denominator?.records ?? 0);
  if (records === 0 && !chains.every(({ complete }) => complete)) return null;
  return { ...emptyReading(), numerator: numerator.sum, denominator: denominator?.sum ?? null };
}
