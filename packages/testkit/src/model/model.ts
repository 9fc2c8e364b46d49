import { quartersOf, type Period } from '@duqing/calendar';
import { Assessor, isZeroRule, type Assessed, type Query } from './assess.ts';
import { besideOf, type ReferenceCompared } from './beside.ts';
import { bulletinCell, compositeCell, type Special } from './derived.ts';
import { distanceOf, type ReferenceDistance } from './distance.ts';
import { creationPeriod, lastDay, nativePeriod, quarterNamed, stageOf } from './periods.ts';
import { over, plus, order, rational, times, toNumber, type Rational } from './rational.ts';
import type { Reading, Reason, ReferenceFlag } from './reading.ts';
import { BASE_MINIMUM, isClear } from './strength.ts';
import { ITEMS, itemNamed, returnedItem, type Item } from './table.ts';
import { judge, type ReferenceVerdict } from './verdict.ts';
import { World, type ReferenceInput } from './world.ts';

export interface ReferenceCompleteness {
  returnsExpected: number;
  returnsReceived: number;
  returnsOnTime: number;
  feedsExpected: number;
  feedsAttested: number;
  through: string | null;
  unitsIncluded: string[];
  unitsMissing: string[];
}

export interface ReferenceComposite {
  /** each as `region/indicator` */
  failing: string[];
  notAssessable: string[];
  notDue: string[];
  notApplicable: string[];
  vetoMissed: string[];
  range: [number, number];
  toMend: number;
}

export interface ReferenceCell {
  indicator: string;
  region: string;
  period: string;
  numerator: number | null;
  denominator: number | null;
  value: number | boolean | null;
  verdict: ReferenceVerdict;
  reason: Reason | null;
  evidence: 'strong' | 'weak' | null;
  distance: ReferenceDistance | null;
  stage: 'running' | 'provisional' | 'final';
  flags: ReferenceFlag[];
  completeness: ReferenceCompleteness;
  composite?: ReferenceComposite;
  compared?: ReferenceCompared;
}

export interface ExplainedEvent {
  source: string;
  id: string;
  subject: string;
  revision: number;
  part: 'numerator' | 'denominator' | 'both';
}

export interface ReferenceModel {
  /** `period` is any well-formed key: 2026Q2, 2026H1, 2026, creation; undefined where the item has no cell there */
  cell(indicator: string, region: string, period: string): ReferenceCell | undefined;
  /** every cell from the first quarter of which anything is held to the clock's, and creation */
  cells(): Iterable<ReferenceCell>;
  explain(indicator: string, region: string, period: string): ExplainedEvent[];
}

/** What SEMANTICS says of these records at a clock: slow, plain, and the judge of every other computation. */
export function referenceModel(input: ReferenceInput): ReferenceModel {
  return new Model(new World(input));
}

class Model implements ReferenceModel {
  readonly #world: World;
  readonly #assessor: Assessor;
  readonly #cells = new Map<string, ReferenceCell>();

  constructor(world: World) {
    this.#world = world;
    this.#assessor = new Assessor(world);
  }

  cell(indicator: string, region: string, period: string): ReferenceCell | undefined {
    const query = this.#query(itemNamed(indicator), region, period);
    return query && this.#cellOf(query);
  }

  *cells(): Iterable<ReferenceCell> {
    const { areas } = this.#world.config;
    const keys = this.#periodKeys();
    for (const item of ITEMS) {
      const periods = new Map(keys.flatMap((key) => this.#periodOf(item, key) ?? []).map((p) => [p.key, p]));
      for (const period of periods.values()) {
        for (const region of [areas.city, ...areas.units(period)]) {
          const query = this.#query(item, region, period.key);
          if (query) yield this.#cellOf(query);
        }
      }
    }
  }

  explain(indicator: string, region: string, period: string): ExplainedEvent[] {
    const query = this.#query(itemNamed(indicator), region, period);
    if (!query || query.item.id === 'bulletin-issued') return [];
    if (query.item.kind === 'composite') return this.#explainComposite(query);
    const { readings, unitsIncluded } = this.#assessor.assess(query);
    const base = this.#assessor.behindBase(query, unitsIncluded.length > 0 ? unitsIncluded : [query.region]);
    return [...readings.flatMap(({ contributions }) => contributions), ...base].map(
      ({ winner: { record }, part }): ExplainedEvent => ({
        source: record.source,
        id: record.id,
        subject: record.subject,
        revision: record.data.revision,
        part,
      }),
    );
  }

  #explainComposite(query: Query): ExplainedEvent[] {
    const { failing = [] } = this.#cellOf(query).composite ?? {};
    const events = failing.flatMap((named) => {
      const [region = '', indicator = ''] = named.split('/');
      return this.explain(indicator, region, query.period.key);
    });
    return [...new Map(events.map((event) => [`${event.source} ${event.id}`, event])).values()];
  }

  #periodOf(item: Item, key: string): Period[] {
    const period = nativePeriod(item, key, this.#world.config.calendar);
    return period ? [period] : [];
  }

  #periodKeys(): string[] {
    const { today, calendar } = this.#world.config;
    const first = this.#world.firstQuarter();
    if (first === undefined) return [];
    const span = { kind: 'year', key: '', start: quarterNamed(first).start, end: addOne(today) } as const;
    return [...quartersOf(span), creationPeriod(calendar).key];
  }

  #query(plain: Item, region: string, key: string): Query | undefined {
    const { areas, calendar } = this.#world.config;
    const period = nativePeriod(plain, key, calendar);
    if (!period) return undefined;
    const isReturned = this.#world.config.isReturned(plain.id, lastDay(period));
    const item = (isReturned ? returnedItem(plain, calendar.returnsDueDays) : undefined) ?? plain;
    if (region === areas.city)
      return item.levels.includes('city') ? { item, region, period, level: 'city' } : undefined;
    if (!item.levels.includes('county') || !areas.units(period).includes(region)) return undefined;
    return { item, region, period, level: 'county' };
  }

  #cellOf(query: Query): ReferenceCell {
    const key = `${query.item.id} ${query.region} ${query.period.key}`;
    const held = this.#cells.get(key) ?? this.#compute(query);
    this.#cells.set(key, held);
    return held;
  }

  #compute(query: Query): ReferenceCell {
    const special = this.#special(query);
    if (special) return this.#dress(query, special);
    const assessed = this.#assessor.assess(query);
    const beside = besideOf(this.#world, query, { assessor: this.#assessor, show: numbersOf });
    const cell = this.#dress(query, figuresOf(this.#world, assessed));
    if (!beside) return cell;
    const flags = beside.differs ? [...cell.flags, 'return-differs' as const].toSorted() : cell.flags;
    return { ...cell, flags, compared: beside.compared };
  }

  #special(query: Query): Special | undefined {
    if (query.item.id === 'bulletin-issued') return bulletinCell(this.#world, query);
    if (query.item.kind !== 'composite') return undefined;
    return compositeCell(this.#world, query, {
      items: ITEMS,
      cell: (indicator, region) => this.cell(indicator, region, query.period.key),
    });
  }

  #dress({ item, region, period }: Query, special: Special): ReferenceCell {
    const { today, calendar, simulated } = this.#world.config;
    const flags = new Set(special.flags);
    if (simulated) flags.add('simulated');
    return {
      ...special,
      indicator: item.id,
      region,
      period: period.key,
      stage: stageOf(period, today, calendar),
      flags: [...flags].toSorted(),
    };
  }
}

function addOne(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function figuresOf(world: World, assessed: Assessed): Special {
  const { query, now, bases, reference, shown, target } = assessed;
  const { verdict, reason } = judge(world, assessed);
  const figures = shown ? show(assessed) : { numerator: null, denominator: null, value: null };
  const judgedNow = verdict === 'met' || verdict === 'missed' || verdict === 'not-due';
  const compared = { now, bases, reference };
  const flags = [...assessed.flags, ...cityFlags(world, assessed, figures.value)];
  return {
    ...figures,
    verdict,
    reason,
    evidence: figures.value === null && figures.numerator === null ? null : evidenceOf(assessed),
    distance: judgedNow && shown ? distanceOf(target, query.item, compared) : null,
    flags,
    completeness: completenessOf(assessed),
  };
}

function cityFlags(world: World, assessed: Assessed, value: number | boolean | null): ReferenceFlag[] {
  const { query, now, unitsMissing } = assessed;
  const flags: ReferenceFlag[] = [];
  if (unitsMissing.length > 0 && value !== null) flags.push('coverage-partial');
  const reported = world.returnsFor(query.region, `${query.item.id}:reported-total`, query.period.key)[0];
  const total = reported && rational(Number(reported.data.value ?? 0));
  if (query.level === 'city' && total && now.num && order(total, now.num) !== 0) flags.push('reported-total-differs');
  return flags;
}

function evidenceOf(assessed: Assessed): 'strong' | 'weak' {
  const { query, target, unattested, unclassified, unitsMissing } = assessed;
  if (isZeroRule(target) || query.item.veto) return 'strong';
  if (unattested || unclassified > 0 || unitsMissing.length > 0) return 'weak';
  return isClear(assessed) ? 'strong' : 'weak';
}

function numberOf(value: Rational | null): number | null {
  return value ? toNumber(value) : null;
}

/** Numbers as people read them: 31.25 for 31.25 %. */
function show({ query: { item }, now, bases }: Assessed): Pick<Special, 'numerator' | 'denominator' | 'value'> {
  const num = numberOf(now.num);
  switch (item.kind) {
    case 'flag':
      return { numerator: null, denominator: null, value: now.flag ?? null };
    case 'ratio':
      return {
        numerator: num,
        denominator: numberOf(now.den),
        value: now.num && now.den?.p ? toNumber(over(times(now.num, rational(item.scale)), now.den)) : null,
      };
    case 'change': {
      const b = bases[0]?.num ?? null;
      const hidden = !now.num || !b || order(b, rational(BASE_MINIMUM)) < 0;
      return { numerator: num, denominator: numberOf(b), value: hidden ? null : growth(now.num as Rational, b) };
    }
    case 'count':
    case 'sum':
    case 'composite':
      return { numerator: num, denominator: null, value: num };
  }
}

function numbersOf(assessed: Assessed): { numerator: number | null; denominator: number | null; value: number | null } {
  const { numerator, denominator, value } = show(assessed);
  return { numerator, denominator, value: typeof value === 'number' ? value : null };
}

/** Percent from b to c. */
function growth(c: Rational, b: Rational): number {
  return toNumber(over(times(plus(c, { p: -b.p, q: b.q }), rational(100)), b));
}

function completenessOf({
  asked,
  through,
  unitsIncluded,
  unitsAwaited,
  unitsMissing,
}: Assessed): ReferenceCompleteness {
  const total = (pick: (reading: Reading) => number): number => asked.reduce((sum, reading) => sum + pick(reading), 0);
  return {
    returnsExpected: total(({ returnsExpected }) => returnsExpected),
    returnsReceived: total(({ returnsReceived }) => returnsReceived),
    returnsOnTime: total(({ returnsOnTime }) => returnsOnTime),
    feedsExpected: total(({ feedsExpected }) => feedsExpected),
    feedsAttested: total(({ feedsAttested }) => feedsAttested),
    through,
    unitsIncluded: unitsIncluded.filter((unit) => !unitsAwaited.includes(unit)),
    unitsMissing,
  };
}
