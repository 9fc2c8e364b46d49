import { dayOf, type Day } from '@duqing/calendar';
import { SHIPPED, Substances } from '@duqing/substances';
import { RegionTable } from './table.ts';
import type { Deployment, DeploymentCalendar, NotConcerned, OwnComparator, Version } from './types.ts';

type Targets = Deployment['targets'][number]['value'];
type Class = 'drugCrime' | 'administrative' | 'userCaused';

/** The versions recorded by a moment (ms, inclusive); the installed one (recordedAt null) is known from the beginning. */
export function knownAt<T>(versions: readonly Version<T>[], asOf: number): Version<T>[] {
  return versions.filter(({ recordedAt }) => recordedAt === null || Date.parse(recordedAt) <= asOf);
}

/** The version in force on a day: latest valid-from not after it, the later recorded of two alike; the earliest before all. */
export function inForceOn<T>(versions: readonly Version<T>[], day: Day): T {
  const order = [...versions].sort((a, b) => a.validFrom.localeCompare(b.validFrom) || recorded(a) - recorded(b));
  const found = order.findLast(({ validFrom }) => validFrom <= day) ?? order[0];
  if (!found) throw new Error('configuration without any version');
  return found.value;
}

function recorded({ recordedAt }: Version<unknown>): number {
  return recordedAt === null ? -Infinity : Date.parse(recordedAt);
}

/** The table of substances as it was known at a moment (ms, inclusive). */
export function substancesKnown({ substances = [SHIPPED] }: Pick<Deployment, 'substances'>, asOf: number): Substances {
  return new Substances(knownAt(substances, asOf));
}

/** A deployment as it was known at a moment: everything that turns facts into cells beside the catalogue. */
export class Setting {
  readonly asOf: number;
  readonly id: string;
  readonly city: string;
  readonly simulated: boolean;
  readonly regions: RegionTable;
  readonly codePattern: RegExp;
  readonly calendar: DeploymentCalendar;
  readonly methods: Version<{ itSupported: string[] }>[];
  readonly categories: Version<Record<Class, string[]>>[];
  readonly substances: Substances;
  readonly #targets: Deployment['targets'];
  /** by day: every cell asks for its own */
  readonly #targetsOn = new Map<Day, Targets>();

  /** `asOf` in ms, inclusive; throws where the region table known then breaks a law. */
  constructor(deployment: Deployment, asOf: number) {
    this.asOf = asOf;
    this.id = deployment.id;
    this.city = deployment.city;
    this.simulated = deployment.simulated;
    this.codePattern = new RegExp(deployment.codePattern);
    const today = dayOf(asOf);
    this.regions = new RegionTable(inForceOn(knownAt(deployment.regions, asOf), today));
    this.calendar = inForceOn(knownAt(deployment.calendar, asOf), today);
    this.methods = knownAt(deployment.methods, asOf);
    this.categories = knownAt(deployment.categories, asOf);
    this.substances = substancesKnown(deployment, asOf);
    this.#targets = knownAt(deployment.targets, asOf);
  }

  /** The deployment's own limit and comparator of an item for periods that end on `day`; what is absent is the catalogue's. */
  targetOf(query: { indicator: string; level: 'county' | 'city'; day: Day }): {
    limit?: number | undefined;
    comparator?: OwnComparator['comparator'] | undefined;
  } {
    const { limits, comparators = [] } = this.#targetsInForce(query.day);
    const isAsked = (own: { indicator: string; level: string }): boolean =>
      own.indicator === query.indicator && own.level === query.level;
    return { limit: limits.find(isAsked)?.limit, comparator: comparators.find(isAsked)?.comparator };
  }

  /** Whether an item counted from events is taken from returns instead, for periods that end on `day`. */
  isReturned({ indicator, day }: { indicator: string; day: Day }): boolean {
    const { returnsAuthoritative = [] } = this.#targetsInForce(day);
    return returnsAuthoritative.some((item) => item.indicator === indicator);
  }

  /** Why an item does not concern a unit on a day; undefined where it does. */
  notConcerned(query: { indicator: string; region: string; day: Day }): NotConcerned | undefined {
    const { notConcerned } = this.#targetsInForce(query.day);
    return notConcerned.find(({ indicator, region }) => indicator === query.indicator && region === query.region);
  }

  #targetsInForce(day: Day): Targets {
    const held = this.#targetsOn.get(day) ?? inForceOn(this.#targets, day);
    this.#targetsOn.set(day, held);
    return held;
  }
}
