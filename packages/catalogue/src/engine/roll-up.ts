import type { CellFlag } from '../cell.ts';
import type { Indicator } from '../types.ts';
import { readsEvents } from './read-events.ts';
import { added, gathered, type Gap, type Reading } from './reading.ts';

/** One area's share in the city: what it holds now and in the periods compared with (null: no base). */
export interface Share {
  area: string;
  now: Reading;
  bases: (Reading | null)[];
}

export interface Summed {
  reading: Reading;
  bases: (Reading | null)[];
}

/** A unit whose cell is not-assessable, now or in the base period; one whose day is not past is not missing. */
function isMissing({ now, bases }: Share): boolean {
  return now.gaps.some(({ kind }) => kind !== 'owed') || bases.includes(null);
}

/** Sums of numerators over sums of denominators; a unit enters all sums or none. */
export function sumOfCity(entry: Indicator, { units, own }: { units: readonly Share[]; own: Share }): Summed {
  const missing = units.filter(isMissing);
  const present = units.filter((unit) => !missing.includes(unit));
  const isEvents = readsEvents(entry);
  const shares = isOwnIn(own, isEvents) ? [...present, own] : present;
  const readings = shares.map(({ now }) => now);
  const isOwnAsked = isEvents || (own.now.gaps.length === 0 && !own.now.empty);
  const asked = gathered([...units.map(({ now }) => now), ...(isOwnAsked ? [own.now] : [])]);
  const gaps = [...gapsOf(present), ...ownGaps(own, isEvents)];
  if (missing.length > 0) gaps.unshift({ reason: 'unit-missing', kind: kindOf(missing) });
  const reading: Reading = {
    ...gathered(readings),
    ...added(readings),
    gaps,
    empty: readings.every(({ empty }) => empty) && missing.length === 0 && !(isEvents && own.now.gaps.length > 0),
    returns: asked.returns,
    feeds: asked.feeds,
    isUnattested: asked.isUnattested,
    flags: new Set([...gathered(readings).flags, ...aboutFeeds(asked)]),
    units: { included: present.filter(hasEntered).map(areaOf), missing: missing.map(areaOf) },
  };
  const depth = own.bases.length;
  const bases = Array.from({ length: depth }, (_, index) => added(shares.flatMap((share) => share.bases[index] ?? [])));
  return { reading: isEvents ? withoutBareZero(entry, reading) : reading, bases: bases.map(asBase) };
}

/** Whole, or with something already to add while more is owed. */
function hasEntered({ now }: Share): boolean {
  return now.gaps.length === 0 || now.numerator !== null;
}

/** What is said of feeds is said of all that are asked, whether or not they count. */
function aboutFeeds({ flags }: Reading): CellFlag[] {
  return [...flags].filter((flag) => flag === 'unattested' || flag === 'count-differs');
}

function areaOf({ area }: Share): string {
  return area;
}

/** The city's own feed always belongs, unclassified cases of its own too; its own return only where it is whole. */
function isOwnIn({ now, bases }: Share, isEvents: boolean): boolean {
  if (bases.includes(null)) return false;
  if (isEvents) return now.gaps.every(({ kind, reason }) => kind === 'owed' || reason === 'unclassified');
  return now.gaps.length === 0 && !now.empty;
}

function ownGaps({ now, bases }: Share, isEvents: boolean): Gap[] {
  if (!isEvents) return [];
  return bases.includes(null) ? [...now.gaps, { reason: 'history-too-short', kind: 'missing' }] : now.gaps;
}

function gapsOf(shares: readonly Share[]): Gap[] {
  return shares.flatMap(({ now }) => now.gaps);
}

/** A silent unit silences the city even while the period runs. */
function kindOf(missing: readonly Share[]): Gap['kind'] {
  return gapsOf(missing).some(({ kind }) => kind === 'silent') ? 'silent' : 'missing';
}

function asBase(numbers: Pick<Reading, 'numerator' | 'denominator'>): Reading {
  return { ...gathered([]), ...numbers };
}

const LEAVES_ZERO_OPEN: readonly Gap['reason'][] = ['unit-missing', 'helper-missing', 'feed-unattested'];

/** A zero of events to which a unit or the city's own feed is missing, or in which a part is not known, is no zero. */
function withoutBareZero({ columns }: Indicator, reading: Reading): Reading {
  const deciding = columns.kind === 'ratio' ? reading.denominator : reading.numerator;
  const isZero = deciding === null || deciding.units === 0n;
  const isUnknown = reading.gaps.some(({ kind, reason }) => kind !== 'owed' && LEAVES_ZERO_OPEN.includes(reason));
  const isHidden = isZero && (reading.hidesZero || isUnknown);
  return isHidden ? { ...reading, numerator: null, denominator: null } : reading;
}

/** Yes as soon as any unit or the city says yes; no only when every unit has said no. */
export function anyOfCity({ units, own }: { units: readonly Share[]; own: Share }): Reading {
  const missing = units.filter(isMissing);
  const gaps = gapsOf(units.filter((unit) => !missing.includes(unit)));
  if (missing.length > 0) gaps.unshift({ reason: 'unit-missing', kind: 'missing' });
  const said = [...units, own].filter(({ now }) => now.flag !== null);
  const isYes = said.some(({ now }) => now.flag === true);
  const areAllNo = units.every(({ now }) => now.flag === false);
  return {
    ...gathered([...units.map(({ now }) => now), ...(own.now.flag === null ? [] : [own.now])]),
    gaps,
    flag: isYes ? true : areAllNo ? false : null,
    units: { included: units.filter((unit) => said.includes(unit)).map(areaOf), missing: missing.map(areaOf) },
  };
}
