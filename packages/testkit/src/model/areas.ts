import type { Day, Period } from '@duqing/calendar';
import type { Region } from '@duqing/regions';

export interface Placed {
  area: string;
  /** the code had ended and its successor counts */
  successor: boolean;
  /** the code became several: only the common parent counts */
  unplaced: boolean;
}

/** SEMANTICS "changes of area", written anew: where a code counts on a day, and what makes up the city. */
export class Areas {
  readonly city: string;
  readonly #regions: readonly Region[];

  constructor(regions: readonly Region[], city: string) {
    this.#regions = regions;
    this.city = city;
  }

  get(code: string): Region | undefined {
    return this.#regions.find((region) => region.code === code);
  }

  /** The region that gives the provincial rate. */
  reference(): string | undefined {
    return this.#regions.find(({ role }) => role === 'reference')?.code;
  }

  /** Monitored counties and zones of the city in force on any day of a period. */
  units(period: Period): string[] {
    return this.#regions.filter((region) => this.#isUnit(region) && overlaps(region, period)).map(({ code }) => code);
  }

  /** A code and all below it. */
  below(code: string): string[] {
    const all = this.#regions.map((region) => region.code);
    return all.filter((one) => one === code || this.#parents(one).includes(code));
  }

  isUnitCode(code: string): boolean {
    const region = this.get(code);
    return region !== undefined && this.#isUnit(region);
  }

  /** Undefined where the code does not exist, or not yet. */
  place(code: string, day: Day): Placed | undefined {
    let region = this.get(code);
    if (!region || day < region.validFrom) return undefined;
    while (region.validTo !== null && region.validTo <= day) {
      if (region.successors.length > 1) return this.#unplaced(region.successors);
      const next = this.get(region.successors[0] ?? '');
      if (!next) return undefined;
      region = next;
    }
    return { area: region.code, successor: region.code !== code, unplaced: false };
  }

  /** Codes in force in a period that an area has succeeded since, by a chain of single successors. */
  predecessors(area: string, period: Period): string[] {
    return this.#regions
      .filter((region) => region.code !== area && overlaps(region, period) && this.#leadsTo(region, area))
      .map(({ code }) => code);
  }

  /** The days of a period on which a code was in force: [from, to). */
  inForce(code: string, period: Period): { from: Day; to: Day } {
    const region = this.get(code);
    const from = region && region.validFrom > period.start ? region.validFrom : period.start;
    const to = region?.validTo && region.validTo < period.end ? region.validTo : period.end;
    return { from, to };
  }

  isInForceIn(code: string, period: Period): boolean {
    const region = this.get(code);
    return region !== undefined && overlaps(region, period);
  }

  #isUnit(region: Region): boolean {
    return (
      region.parent === this.city &&
      region.role === 'monitored' &&
      (region.level === 'county' || region.level === 'zone')
    );
  }

  #leadsTo(from: Region, area: string): boolean {
    let region: Region | undefined = from;
    while (region && region.validTo !== null && region.successors.length === 1) {
      region = this.get(region.successors[0] ?? '');
      if (region?.code === area) return true;
    }
    return false;
  }

  #unplaced(codes: readonly string[]): Placed | undefined {
    const [first = [], ...others] = codes.map((code) => this.#parents(code));
    const shared = first.find((parent) => others.every((parents) => parents.includes(parent)));
    return shared === undefined ? undefined : { area: shared, successor: false, unplaced: true };
  }

  #parents(code: string): string[] {
    const parent = this.get(code)?.parent;
    return parent ? [parent, ...this.#parents(parent)] : [];
  }
}

function overlaps(region: Region, period: Period): boolean {
  return region.validFrom < period.end && (region.validTo === null || region.validTo > period.start);
}
