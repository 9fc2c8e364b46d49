import { dayOf, type Day } from '@duqing/calendar';
import type { Deployment, DeploymentCalendar, Version } from '@duqing/regions';
import { SHIPPED, type Substance } from '@duqing/substances';
import { Areas } from './areas.ts';

type CaseClass = 'drugCrime' | 'administrative' | 'userCaused';

function recorded({ recordedAt }: Version<unknown>): number {
  return recordedAt === null ? -Infinity : Date.parse(recordedAt);
}

function known<T>(versions: readonly Version<T>[], asOf: number): Version<T>[] {
  return versions.filter((version) => recorded(version) <= asOf);
}

/** The latest valid-from not after the day, the later recorded of two alike; before all of them, the earliest. */
function inForce<T>(versions: readonly Version<T>[], day: Day): T {
  const sorted = versions.toSorted(
    (a, b) => Number(a.validFrom > b.validFrom) - Number(a.validFrom < b.validFrom) || recorded(a) - recorded(b),
  );
  const found = sorted.findLast(({ validFrom }) => validFrom <= day) ?? sorted[0];
  if (!found) throw new Error('configuration without any version known by then');
  return found.value;
}

/** A deployment as known at a moment. */
export class Config {
  readonly asOf: number;
  readonly today: Day;
  readonly simulated: boolean;
  readonly areas: Areas;
  readonly calendar: DeploymentCalendar;
  readonly #deployment: Deployment;

  constructor(deployment: Deployment, asOf: number) {
    this.asOf = asOf;
    this.today = dayOf(asOf);
    this.simulated = deployment.simulated;
    this.areas = new Areas(inForce(known(deployment.regions, asOf), this.today), deployment.city);
    this.calendar = inForce(known(deployment.calendar, asOf), this.today);
    this.#deployment = deployment;
  }

  classOf(category: string, day: Day): CaseClass | undefined {
    const table = inForce(known(this.#deployment.categories, this.asOf), day);
    return (Object.keys(table) as CaseClass[]).find((name) => table[name].includes(category));
  }

  isItSupported(method: string, day: Day): boolean {
    return inForce(known(this.#deployment.methods, this.asOf), day).itSupported.includes(method);
  }

  /** The deployment's own comparator for periods whose last day is `day`. */
  comparatorOf(indicator: string, level: 'county' | 'city', day: Day): string | undefined {
    const { comparators = [] } = inForce(known(this.#deployment.targets, this.asOf), day);
    return comparators.find((own) => own.indicator === indicator && own.level === level)?.comparator;
  }

  /** The deployment's own limit for periods whose last day is `day`. */
  limitOf(indicator: string, level: 'county' | 'city', day: Day): number | undefined {
    const { limits } = inForce(known(this.#deployment.targets, this.asOf), day);
    return limits.find((own) => own.indicator === indicator && own.level === level)?.limit;
  }

  /** Whether returns stand for what events count, for periods whose last day is `day`. */
  isReturned(indicator: string, day: Day): boolean {
    const { returnsAuthoritative = [] } = inForce(known(this.#deployment.targets, this.asOf), day);
    return returnsAuthoritative.some((own) => own.indicator === indicator);
  }

  /** The entry of a substance in the table that holds on a day; undefined for an unknown one. */
  substance(code: string, day: Day): Substance | undefined {
    const { substances = [SHIPPED] } = this.#deployment;
    return inForce(known(substances, this.asOf), day).find((entry) => entry.code === code);
  }

  isConcerned(indicator: string, region: string, day: Day): boolean {
    const { notConcerned } = inForce(known(this.#deployment.targets, this.asOf), day);
    return !notConcerned.some((not) => not.indicator === indicator && not.region === region);
  }
}
