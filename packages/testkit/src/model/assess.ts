import type { Period } from '@duqing/calendar';
import { baseSums, isEventBase, readEvents, readNewSubstances } from './event-reading.ts';
import { dueDay, lastDay, samePeriodBefore } from './periods.ts';
import { isZero, plus, ZERO, type Rational } from './rational.ts';
import { emptyReading, type Contribution, type Reading, type Reason, type ReferenceFlag } from './reading.ts';
import { readReturns } from './return-reading.ts';
import { hasYearlyDeadline, isEventSource, type Item } from './table.ts';
import { targetOf, type Figure, type Target } from './target.ts';
import type { World } from './world.ts';

export interface Query {
  item: Item;
  region: string;
  level: 'county' | 'city';
  period: Period;
}

const EVER: Period = { kind: 'year', key: '', start: '1900-01-01', end: '9999-01-01' };

/** A cell's figures with everything its verdict needs; nothing is judged yet. */
export interface Assessed {
  query: Query;
  target: Target;
  concerned: boolean;
  now: Figure;
  bases: Figure[];
  reference: Figure | undefined;
  /** something is not in yet and not late */
  awaited: boolean;
  /** what is missing, save `unclassified` */
  reasons: Reason[];
  /** records without an attribute that the rule depends on */
  unclassified: number;
  /** nothing in the denominator although all is in, or the rule does not concern the area */
  empty: boolean;
  /** the figure may be shown */
  shown: boolean;
  unattested: boolean;
  through: string | null;
  flags: Set<ReferenceFlag>;
  /** of the parts that count */
  readings: Reading[];
  /** of all parts that are asked for something */
  asked: Reading[];
  /** a zero that is not attested is among the parts */
  silent: boolean;
  unitsIncluded: string[];
  /** of those: their returns are still awaited, so that nothing of them is in the figure yet */
  unitsAwaited: string[];
  unitsMissing: string[];
}

type Figures = Omit<Assessed, 'reference' | 'query' | 'target' | 'concerned'>;

interface Part {
  area: string;
  unit: boolean;
  now: Reading;
  /** null where the base period cannot be used */
  bases: (Figure | null)[];
}

/** Reads one cell: its parts, its base periods, its reference. */
export class Assessor {
  readonly #world: World;
  readonly #readings = new Map<string, Reading>();

  constructor(world: World) {
    this.#world = world;
  }

  assess(query: Query): Assessed {
    const target = targetOf(this.#world, query);
    const parts = this.#parts(query, target);
    const { item, region, period } = query;
    const concerned = this.#world.config.isConcerned(item.id, region, lastDay(period));
    const summed = query.level === 'city' && item.rollUp !== 'own' && item.rollUp !== 'none';
    const assessed = summed && item.rollUp === 'any' ? this.#any(parts) : this.#sum(query, { parts, target });
    return this.#withReference({ ...assessed, query, target, concerned });
  }

  /** What stands behind the denominator of a growth: the level one year before. */
  behindBase({ item, period }: Query, areas: readonly string[]): Contribution[] {
    const before = samePeriodBefore(period);
    if (item.kind !== 'change' || !before) return [];
    const codes = areas.flatMap((area) => [area, ...this.#world.config.areas.predecessors(area, before)]);
    const read = codes.flatMap((code) => this.read(item, code, before).contributions);
    return read.map(({ winner }) => ({ winner, part: 'denominator' }));
  }

  #withReference(assessed: Omit<Assessed, 'reference'>): Assessed {
    const region = this.#world.config.areas.reference();
    if (assessed.target.kind !== 'reference') return { ...assessed, reference: undefined };
    const reading = region ? this.read(assessed.query.item, region, assessed.query.period) : emptyReading();
    const missing = reading.state === 'gap' || reading.state === 'empty' || reading.num === null;
    const awaited = assessed.awaited || reading.state === 'awaited';
    const reasons: Reason[] =
      missing && reading.state !== 'awaited' ? [...assessed.reasons, 'helper-missing'] : assessed.reasons;
    return { ...assessed, awaited, reasons, reference: reading };
  }

  read(item: Item, area: string, period: Period): Reading {
    const key = `${item.id} ${item.source} ${area} ${period.kind} ${period.key}`;
    const held = this.#readings.get(key) ?? this.#readNow(item, area, period);
    this.#readings.set(key, held);
    return held;
  }

  #readNow(item: Item, area: string, period: Period): Reading {
    const { areas } = this.#world.config;
    if (item.id !== 'new-substances')
      return isEventSource(item)
        ? readEvents(this.#world, { item, area, period })
        : readReturns(this.#world, { item, area, period });
    const seen = [area, ...areas.predecessors(area, EVER)];
    return readNewSubstances(this.#world, { item, area, period }, { seen, own: [area] });
  }

  #parts(query: Query, target: Target): Part[] {
    const { item, region, level, period } = query;
    const { areas } = this.#world.config;
    if (item.id === 'new-substances' && level === 'city') return this.#newSubstancesOfCity(query);
    const part = (area: string, unit: boolean): Part => ({
      area,
      unit,
      now: this.read(item, area, period),
      bases: this.#basesOf(item, area, { period, target }),
    });
    if (level === 'county' || item.rollUp === 'own' || item.rollUp === 'none') return [part(region, false)];
    const units = areas.units(period).filter((unit) => this.#world.config.isConcerned(item.id, unit, lastDay(period)));
    return [...units.map((unit) => part(unit, true)), part(region, false)];
  }

  /** The city counts a substance once, whichever of its areas saw it first; its zero needs every feed. */
  #newSubstancesOfCity({ item, region, period }: Query): Part[] {
    const { areas } = this.#world.config;
    const units = areas.units(period);
    const ground = { seen: areas.below(region), own: [...areas.units(EVER), region] };
    const whole = readNewSubstances(this.#world, { item, area: region, period }, ground);
    const nothing = whole.num !== null && isZero(whole.num);
    const feeds = units.map((area) => this.read(item, area, period));
    const silent = feeds.some(({ state }) => state === 'gap');
    const found = { ...whole, num: whole.contributions.length > 0 ? whole.num : silent ? null : whole.num };
    if (silent && (nothing || whole.num === null)) Object.assign(found, { state: 'gap', num: null });
    if (units.some((area) => this.#world.attested(area, 'seizures', period).simulated)) found.flags.add('simulated');
    for (const feed of feeds) {
      found.feedsExpected += feed.feedsExpected;
      found.feedsAttested += feed.feedsAttested;
      found.unattested ||= feed.unattested;
      for (const flag of ['unattested', 'count-differs'] as const) if (feed.flags.has(flag)) found.flags.add(flag);
    }
    return [{ area: region, unit: false, now: found, bases: [] }];
  }

  /** Base figures of a direction, one year before each; with what the area has succeeded since. */
  #basesOf(item: Item, area: string, { period, target }: { period: Period; target: Target }): (Figure | null)[] {
    if (target.kind !== 'direction') return [];
    const before = samePeriodBefore(period);
    if (!before) return [null];
    const first = this.#baseOf(item, area, before);
    const second = samePeriodBefore(before);
    return item.kind === 'change' ? [first, second ? this.#baseOf(item, area, second) : null] : [first];
  }

  #baseOf(item: Item, area: string, period: Period): Figure | null {
    const { areas } = this.#world.config;
    const own = areas.isInForceIn(area, period) ? [area] : [];
    const codes = [...own, ...areas.predecessors(area, period)];
    const figures = codes.map((code) => this.#baseOfCode(item, code, period));
    const needed = figures.filter(
      (figure, index) => figure !== null || areas.isUnitCode(codes[index] ?? '') || own.includes(codes[index] ?? ''),
    );
    if (needed.length === 0 || needed.includes(null)) return null;
    return needed.reduce<Figure>((total, figure) => addFigure(total, figure), { num: null, den: null });
  }

  #baseOfCode(item: Item, area: string, period: Period): Figure | null {
    if (isEventSource(item))
      return isEventBase(this.#world, { item, area, period }) ? baseSums(this.#world, { item, area, period }) : null;
    const { state, num, den } = this.read(item, area, period);
    if (state === 'empty') return { num: ZERO, den: ZERO };
    return state === 'given' ? { num, den } : null;
  }

  #sum(query: Query, { parts, target }: { parts: Part[]; target: Target }): Figures {
    const { item, level, period } = query;
    const alone =
      parts.every(({ unit }) => !unit) && parts.length === 1 && !(level === 'city' && item.rollUp === 'sum');
    const isMissing = (part: Part): boolean =>
      part.now.state === 'gap' || part.bases.includes(null) || isUnclassified(part);
    const isUnclassified = ({ now }: Part): boolean =>
      isZeroRule(target) && now.unclassified > 0 && now.num !== null && isZero(now.num) && !isOpen(this.#world, query);
    const included = parts.filter((part) =>
      alone ? true : part.unit ? !isMissing(part) : this.#ownCounts(item, part),
    );
    const unitsMissing = parts.filter((part) => part.unit && isMissing(part)).map(({ area }) => area);
    const readings = included.map(({ now }) => now);
    const own = parts.find(({ unit }) => !unit);
    const reasons: Reason[] = unitsMissing.length > 0 ? ['unit-missing'] : [];
    if (own && (alone || isEventSource(item))) {
      reasons.push(...own.now.reasons);
      if (own.bases.includes(null)) reasons.push('history-too-short');
    }
    const running = this.#world.config.today < period.end;
    const asked = parts
      .filter(({ unit, now }) => unit || alone || isEventSource(item) || now.state === 'given')
      .map(({ now }) => now);
    const silent = unitsMissing.length > 0 || reasons.includes('feed-unattested');
    return {
      ...gather(item, readings, { alone, silent }),
      ...attestedness(asked, readings),
      bases: sumBases(included),
      reasons,
      empty: this.#isEmpty(item, readings, running) && unitsMissing.length === 0,
      asked,
      silent: isEventSource(item) && parts.some(({ now }) => now.state === 'gap'),
      unitsIncluded: included.filter(({ unit }) => unit).map(({ area }) => area),
      unitsAwaited: included.filter(({ unit, now }) => unit && now.state === 'awaited').map(({ area }) => area),
      unitsMissing,
    };
  }

  /** The city's own part: its feed always counts; its return is optional and enters only as a whole. */
  #ownCounts(item: Item, { now, bases }: Part): boolean {
    if (isEventSource(item)) return now.state !== 'gap' && !bases.includes(null);
    return now.state === 'given' && !bases.includes(null);
  }

  #isEmpty(item: Item, readings: Reading[], running: boolean): boolean {
    if (isEventSource(item) && running) return false;
    return readings.every(({ state }) => state === 'empty');
  }

  /** Yes as soon as anyone says yes; no only when every unit has said no. */
  #any(parts: Part[]): Figures {
    const units = parts.filter(({ unit }) => unit);
    const said = parts.filter(({ now }) => now.flag !== null);
    const yes = said.some(({ now }) => now.flag === true);
    const allNo = units.every(({ now }) => now.flag === false);
    const missing = units.filter(({ now }) => now.state === 'gap').map(({ area }) => area);
    const readings = [...units, ...said.filter(({ unit }) => !unit)].map(({ now }) => now);
    return {
      now: { num: null, den: null, flag: yes ? true : allNo ? false : null },
      bases: [],
      awaited: units.some(({ now }) => now.state === 'awaited'),
      reasons: missing.length > 0 ? ['unit-missing'] : [],
      unclassified: 0,
      empty: units.length === 0 && said.length === 0,
      shown: true,
      unattested: false,
      through: null,
      flags: new Set(readings.flatMap(({ flags }) => [...flags])),
      readings,
      asked: readings,
      silent: false,
      unitsIncluded: units.filter(({ now }) => now.flag !== null).map(({ area }) => area),
      unitsAwaited: [],
      unitsMissing: missing,
    };
  }
}

function gather(
  item: Item,
  readings: Reading[],
  { alone, silent }: { alone: boolean; silent: boolean },
): Pick<Assessed, 'now' | 'awaited' | 'unclassified' | 'shown' | 'readings'> {
  const now: Figure = {
    num: readings.map(({ num }) => num).reduce(add, null),
    den: item.kind === 'flag' ? null : readings.map(({ den }) => den).reduce(add, null),
    flag: alone ? (readings[0]?.flag ?? null) : null,
  };
  const zero = item.kind === 'ratio' ? !now.den || isZero(now.den) : now.num !== null && isZero(now.num);
  const hidden = isEventSource(item) && zero && (silent || readings.some(({ num }) => num === null));
  return {
    now,
    awaited: readings.some(({ state }) => state === 'awaited'),
    unclassified: readings.reduce((total, { unclassified }) => total + unclassified, 0),
    shown: !hidden,
    readings,
  };
}

/** Flags of what counts; how far feeds are attested is said of all that are asked. */
function attestedness(asked: Reading[], counted: Reading[]): Pick<Assessed, 'unattested' | 'through' | 'flags'> {
  const about: ReferenceFlag[] = ['unattested', 'count-differs'];
  const ofFeeds = asked.flatMap(({ flags }) => about.filter((flag) => flags.has(flag)));
  const throughs = asked.flatMap(({ through }) => through ?? []).toSorted();
  return {
    unattested: asked.some(({ unattested }) => unattested),
    through: throughs[0] ?? null,
    flags: new Set([...counted.flatMap(({ flags }) => [...flags]), ...ofFeeds]),
  };
}

function add(a: Rational | null, b: Rational | null): Rational | null {
  return a && b ? plus(a, b) : (a ?? b);
}

function addFigure(total: Figure, figure: Figure | null): Figure {
  return { num: add(total.num, figure?.num ?? null), den: add(total.den, figure?.den ?? null) };
}

/** Sums of each base period over the parts that count; a period in which nobody has one stays absent. */
function sumBases(parts: Part[]): Figure[] {
  const depth = Math.max(0, ...parts.map(({ bases }) => bases.length));
  return Array.from({ length: depth }, (_, index) =>
    parts.reduce<Figure>((total, { bases }) => addFigure(total, bases[index] ?? null), { num: null, den: null }),
  );
}

export function isZeroRule(target: Target): boolean {
  return target.kind === 'limit' && target.comparator === '=' && isZero(target.limit);
}

/** The period runs, or what it needs is not late yet. */
export function isOpen(world: World, { item, period }: Pick<Query, 'item' | 'period'>): boolean {
  const { today, calendar } = world.config;
  const due = dueDay(item, period, calendar);
  return today < period.end || due === null || today <= due;
}

/** Cells before the one that holds the yearly deadline can only be met or not due. */
export function canBeMissed({ item, period }: Query, today: string): boolean {
  if (!hasYearlyDeadline(item)) return true;
  return period.key.endsWith('Q4') && today > `${period.key.slice(0, 4)}-${item.due}`;
}
