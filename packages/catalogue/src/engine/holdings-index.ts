import type { Period } from '@duqing/calendar';
import { add, decimal, type Decimal } from '@duqing/substances';
import type { CellFlag } from '../cell.ts';
import type { EventAggregate, HeldAttestation, HeldReturn, Holdings } from '../holdings.ts';
import { quartersIn } from './periods.ts';

/** Sum of one part over some areas and quarters. */
export interface Part {
  sum: Decimal;
  unknown: number;
  records: number;
  flags: Set<CellFlag>;
}

export interface PartQuery {
  indicator: string;
  part: 'numerator' | 'denominator';
  areas: readonly string[];
  quarters: readonly string[];
}

const NO_PART: Part = { sum: decimal(0), unknown: 0, records: 0, flags: new Set() };

/** Holdings by key, so that a cell touches only what it reads. */
export class HoldingsIndex {
  readonly #parts = new Map<string, Part>();
  /** by indicator, part, area and quarter: key → part */
  readonly #breakdowns = new Map<string, Map<string, Part>>();
  readonly #broken = new Set<string>();
  readonly #returns = new Map<string, HeldReturn>();
  readonly #returnedIn = new Set<string>();
  readonly #attestations = new Map<string, HeldAttestation>();
  readonly sealedBulletins: Holdings['sealedBulletins'];
  /** every quarter in which something is held, sorted */
  readonly quarters: string[];

  constructor(holdings: Holdings) {
    for (const row of holdings.aggregates) this.#addAggregate(row);
    for (const row of holdings.returns) {
      this.#returns.set(keyOf(row.measure, row.region, row.period), row);
      this.#returnedIn.add(keyOf(row.measure, row.period));
    }
    for (const row of holdings.attestations) this.#addAttestation(row);
    this.sealedBulletins = holdings.sealedBulletins;
    this.quarters = quartersHeld(holdings);
  }

  part({ indicator, part, areas, quarters }: PartQuery): Part {
    const found = areas.flatMap((area) =>
      quarters.flatMap((quarter) => this.#parts.get(keyOf(indicator, part, area, quarter)) ?? []),
    );
    return found.length === 0 ? NO_PART : found.reduce(joined);
  }

  /** Parts by key, sorted by key; null where no breakdown of the item is held at all. */
  breakdown(query: PartQuery): [string, Part][] | null {
    if (!this.#broken.has(query.indicator)) return null;
    const found = new Map<string, Part>();
    for (const area of query.areas)
      for (const quarter of query.quarters)
        for (const [key, part] of this.#breakdowns.get(keyOf(query.indicator, query.part, area, quarter)) ?? [])
          merge(found, key, part);
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  returned(measure: string, region: string, period: string): HeldReturn | undefined {
    return this.#returns.get(keyOf(measure, region, period));
  }

  /** Whether any area returned a measure for a period, or for a quarter of one that adds them up. */
  isReturned(measure: string, period: Period): boolean {
    const keys = period.kind === 'creation' ? quartersIn(period) : [period.key];
    return keys.some((key) => this.#returnedIn.has(keyOf(measure, key)));
  }

  attestation(feed: HeldAttestation['feed'], region: string, quarter: string): HeldAttestation | undefined {
    return this.#attestations.get(keyOf(feed, region, quarter));
  }

  #addAggregate(row: EventAggregate): void {
    const key = keyOf(row.indicator, row.part, row.area, row.quarter);
    if (row.breakdown === undefined) return merge(this.#parts, key, partOf(row));
    this.#broken.add(row.indicator);
    const rows = this.#breakdowns.get(key) ?? new Map<string, Part>();
    this.#breakdowns.set(key, rows);
    merge(rows, row.breakdown.key, partOf(row));
  }

  /** Of two for the same area (a successor's and its own) the one that reaches further. */
  #addAttestation(row: HeldAttestation): void {
    const key = keyOf(row.feed, row.region, row.period);
    const held = this.#attestations.get(key);
    if (!held || held.through < row.through) this.#attestations.set(key, row);
  }
}

function keyOf(...parts: string[]): string {
  return parts.join('\n');
}

function merge(into: Map<string, Part>, key: string, part: Part): void {
  const held = into.get(key);
  into.set(key, held ? joined(held, part) : part);
}

function joined(a: Part, b: Part): Part {
  return {
    sum: add(a.sum, b.sum),
    unknown: a.unknown + b.unknown,
    records: a.records + b.records,
    flags: new Set([...a.flags, ...b.flags]),
  };
}

function partOf({ sum, unknown, records, flags }: EventAggregate): Part {
  const found: CellFlag[] = [];
  if (flags.simulated) found.push('simulated');
  if (flags.backfilled) found.push('backfilled');
  if (flags.unplaced) found.push('unplaced');
  if (flags.successorUsed) found.push('successor-used');
  if (flags.aggregate) found.push('aggregate');
  if (flags.otherSource) found.push('other-source');
  return { sum: decimal(sum), unknown, records, flags: new Set(found) };
}

const LAST_QUARTER: Record<string, string> = { H1: 'Q2', H2: 'Q4', '': 'Q4' };

function quartersHeld({ aggregates, returns, attestations }: Holdings): string[] {
  const keys = new Set<string>();
  for (const { quarter } of aggregates) keys.add(quarter);
  for (const { period } of [...returns, ...attestations])
    keys.add(period.slice(0, 4) + (LAST_QUARTER[period.slice(4)] ?? period.slice(4)));
  return [...keys].sort();
}
