import { addDays, dayOf, parsePeriod, quarterOfDay, quartersOf, type Day, type Period } from '@duqing/calendar';
import type { AttestationData, Feed, ReturnData } from '@duqing/events';
import type { Deployment } from '@duqing/regions';
import type { Placed } from './areas.ts';
import { Config } from './config.ts';
import { lastDay, quarterNamed } from './periods.ts';
import { winnersOf, type ReferenceRecord, type Winner } from './records.ts';

export interface SealedBulletin {
  /** the quarter reported on */
  quarter: string;
  /** moment or day */
  sealedOn: string;
  edition: string;
  /** for whom; absent = internal */
  audience?: string;
}

export interface ReferenceInput {
  records: readonly ReferenceRecord[];
  deployment: Deployment;
  /** the clock, ms */
  asOf: number;
  sealedBulletins?: readonly SealedBulletin[];
}

/** A live record at one of its days (filed, solved, seized, obtained), where it counts. */
export interface Fact {
  winner: Winner;
  on: 'filedAt' | 'solvedAt' | 'seizedAt' | 'obtainedOn';
  feed: Feed;
  /** as sent */
  code: string;
  area: string;
  day: Day;
  successor: boolean;
  unplaced: boolean;
}

/** How far an area's feed is attested in a period. */
export interface Attested {
  /** through the last day */
  full: boolean;
  /** last day of the unbroken chain from the start */
  reach: Day | null;
  /** something is attested after the chain ends */
  gap: boolean;
  countDiffers: boolean;
  simulated: boolean;
}

const MILESTONES = [
  ['case', 'cases', 'filedAt'],
  ['case', 'cases', 'solvedAt'],
  ['seizure', 'seizures', 'seizedAt'],
  ['intelligence', 'intelligence', 'obtainedOn'],
] as const;

/** The calendar day of a date or moment as sent. */
export function dayAsSent(text: string): Day {
  return text.length === 10 ? text : dayOf(Date.parse(text));
}

/** What is held as of the clock: winners, where they count, who attested what, what was returned. */
export class World {
  readonly config: Config;
  readonly input: ReferenceInput;
  readonly winners: readonly Winner[];
  readonly facts: readonly Fact[];
  readonly #attestations: readonly Winner<AttestationData>[];
  readonly #returns: readonly Winner<ReturnData>[];
  readonly #returnsByName: ReadonlyMap<string, Winner<ReturnData>[]>;

  constructor(input: ReferenceInput) {
    this.input = input;
    this.config = new Config(input.deployment, input.asOf);
    this.winners = winnersOf(input.records, input.asOf);
    this.facts = this.winners.flatMap((winner) => this.#factsOf(winner));
    this.#attestations = this.winners.filter(({ family }) => family === 'attestation') as Winner<AttestationData>[];
    this.#returns = this.winners.filter(({ family }) => family === 'return') as Winner<ReturnData>[];
    this.#returnsByName = Map.groupBy(this.#returns, ({ data }) => `${data.measure} ${data.period}`);
  }

  factsIn(area: string, on: Fact['on'], period: Period): Fact[] {
    return this.facts.filter(
      (fact) => fact.area === area && fact.on === on && period.start <= fact.day && fact.day < period.end,
    );
  }

  /** Each quarter of the period by its own attestation, for the days on which the code was in force. */
  attested(code: string, feed: Feed, period: Period): Attested {
    const { from, to } = this.config.areas.inForce(code, period);
    const end = addDays(to, -1);
    const quarters = quartersOf({ ...period, start: from, end: to });
    const held = quarters.map((key) => this.#attestationsOf(code, feed, key));
    let reach: Day | null = null;
    let broken: number | null = null;
    for (const [index, key] of quarters.entries()) {
      const goal = min(lastDay(quarterNamed(key)), end);
      const through = held[index]?.map(({ data }) => data.through).reduce(max, '') ?? '';
      if (broken === null && through >= quarterNamed(key).start && through >= from) reach = min(through, goal);
      if (broken === null && through < goal) broken = index;
    }
    return {
      full: broken === null,
      reach,
      gap: broken !== null && held.slice(broken + 1).some((later) => later.length > 0),
      countDiffers: held.flat().some((attestation) => this.#countDiffers(attestation)),
      simulated: held.flat().some(({ record }) => record.simulated === true),
    };
  }

  /** Whether any record of a feed has that day of its life in the period. */
  holdsRecord(area: string, on: Fact['on'], period: Period): boolean {
    return this.factsIn(area, on, period).length > 0;
  }

  /** An area's own return; where it has none, those of ended codes that count for it. */
  returnsFor(area: string, measure: string, key: string): Winner<ReturnData>[] {
    const named = this.#returnsByName.get(`${measure} ${key}`) ?? [];
    const own = named.filter(({ data }) => data.region === area);
    if (own.length > 0) return own;
    return named.filter(({ data }) => this.placedReturn(data)?.area === area);
  }

  /** Where a return counts: its day is the last of its period. */
  placedReturn({ region, period }: ReturnData): Placed | undefined {
    const held = parsePeriod(period);
    return held ? this.config.areas.place(region, lastDay(held)) : undefined;
  }

  /** The first quarter of which anything is held; undefined where nothing is. */
  firstQuarter(): string | undefined {
    const days = [
      ...this.facts.map(({ day }) => quarterOfDay(day)),
      ...this.#returns.flatMap(
        ({ data }) => quartersOf(parsePeriod(data.period) ?? quarterNamed(data.period)).at(0) ?? [],
      ),
      ...this.#attestations.map(({ data }) => data.period),
    ];
    return days.toSorted()[0];
  }

  #attestationsOf(code: string, feed: Feed, key: string): Winner<AttestationData>[] {
    return this.#attestations.filter(({ data }) => data.region === code && data.feed === feed && data.period === key);
  }

  /** Compared with what is held of the days that were attested, by code as sent. */
  #countDiffers({ data }: Winner<AttestationData>): boolean {
    if (data.count === undefined) return false;
    const { start } = quarterNamed(data.period);
    const held = this.facts.filter(
      ({ feed, on, code, day }) =>
        feed === data.feed && on !== 'solvedAt' && code === data.region && start <= day && day <= data.through,
    );
    return held.length !== data.count;
  }

  #factsOf(winner: Winner): Fact[] {
    return MILESTONES.filter(([family]) => family === winner.family).flatMap(([, feed, on]) => {
      const data = winner.data as unknown as Record<string, string | undefined>;
      const [moment, code = ''] = [data[on], data['region']];
      if (moment === undefined) return [];
      const day = dayAsSent(moment);
      const placed = this.config.areas.place(code, day);
      return placed ? [{ winner, on, feed, code, day, ...placed }] : [];
    });
  }
}

function min(a: Day, b: Day): Day {
  return a < b ? a : b;
}

function max(a: Day, b: Day): Day {
  return a > b ? a : b;
}
