import type { Day } from '@duqing/calendar';
import type { Region } from './types.ts';

/** Where a code's events count on a day. */
export type Placement =
  | { kind: 'placed'; area: string; successorUsed: boolean }
  /** one code became several: counts for the common parent only, and is listed */
  | { kind: 'unplaced'; area: string }
  | { kind: 'unknown' };

/** The area codes of one deployment version, with their laws checked at construction. */
export class RegionTable {
  readonly #byCode: Map<string, Region>;

  /** Throws an Error that lists every fault of the table at once. */
  constructor(regions: Region[]) {
    this.#byCode = new Map(regions.map((region) => [region.code, region]));
    const faults = [...duplicates(regions), ...regions.flatMap((region) => this.#faultsOf(region))];
    if (faults.length > 0) throw new Error(`region table: ${faults.join('; ')}`);
  }

  get(code: string): Region | undefined {
    return this.#byCode.get(code);
  }

  /** Every code, ended ones too, in the table's order. */
  all(): Region[] {
    return [...this.#byCode.values()];
  }

  /** Whether `code` is `area` itself or below it: what a source may write for. */
  isWithin(code: string, area: string): boolean {
    return this.get(code) !== undefined && (code === area || this.#ancestors(code).includes(area));
  }

  /** Monitored counties and zones of a city in force on a day, sorted by code. */
  unitsOf(city: string, day: Day): Region[] {
    return [...this.#byCode.values()]
      .filter((region) => region.parent === city && region.role === 'monitored' && isInForce(region, day))
      .sort((a, b) => a.code.localeCompare(b.code));
  }

  /** Follows the chain of single successors until a code is in force; before its own start a code is unknown. */
  place(code: string, day: Day): Placement {
    let region = this.get(code);
    if (!region || day < region.validFrom) return { kind: 'unknown' };
    while (region && !isInForce(region, day)) {
      const [only, ...more]: string[] = region.successors;
      if (more.length > 0) return this.#commonParent(region.successors);
      region = only === undefined ? undefined : this.get(only);
    }
    return region ? { kind: 'placed', area: region.code, successorUsed: region.code !== code } : { kind: 'unknown' };
  }

  /** The codes that lead to one by a chain of single successors. */
  predecessorsOf(code: string): string[] {
    return this.all().flatMap((region) => (this.successorsOf(region).includes(code) ? [region.code] : []));
  }

  /** The chain of single successors of a code that has ended; it stops where a code became several. */
  successorsOf({ validTo, successors }: Region): string[] {
    const [only, ...more] = validTo === null ? [] : successors;
    const next = only === undefined || more.length > 0 ? undefined : this.get(only);
    return next ? [next.code, ...this.successorsOf(next)] : [];
  }

  #commonParent(codes: string[]): Placement {
    const [first, ...rest] = codes.map((code) => this.#ancestors(code));
    const shared = first?.find((ancestor) => rest.every((others) => others.includes(ancestor)));
    return shared === undefined ? { kind: 'unknown' } : { kind: 'unplaced', area: shared };
  }

  /** Nearest first; a circle of parents ends where it closes. */
  #ancestors(code: string): string[] {
    const found: string[] = [];
    for (let parent = this.get(code)?.parent ?? null; parent !== null; parent = this.get(parent)?.parent ?? null) {
      if (found.includes(parent)) break;
      found.push(parent);
    }
    return found;
  }

  #faultsOf(region: Region): string[] {
    const faults: string[] = [];
    if (region.parent !== null && !this.get(region.parent))
      faults.push(`${region.code}: unknown parent ${region.parent}`);
    for (const code of region.successors) {
      if (!this.get(code)) faults.push(`${region.code}: unknown successor ${code}`);
    }
    if (region.validTo === null && region.successors.length > 0) faults.push(`${region.code}: in force and succeeded`);
    if (region.validTo !== null && region.validTo <= region.validFrom)
      faults.push(`${region.code}: ends before it starts`);
    if (this.#ancestors(region.code).includes(region.code)) faults.push(`${region.code}: is above itself`);
    if (this.#reaches(region, region.code)) faults.push(`${region.code}: succeeds itself`);
    return faults;
  }

  /** Whether `code` is among the successors of `from`, however far. */
  #reaches(from: Region, code: string): boolean {
    const seen = new Set<string>();
    const open = [...from.successors];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === code) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(this.get(next)?.successors ?? []));
    }
    return false;
  }
}

function isInForce(region: Region, day: Day): boolean {
  return region.validFrom <= day && (region.validTo === null || day < region.validTo);
}

function duplicates(regions: Region[]): string[] {
  const codes = regions.map(({ code }) => code);
  return [...new Set(codes.filter((code, index) => codes.indexOf(code) !== index))].map(
    (code) => `${code}: listed twice`,
  );
}
