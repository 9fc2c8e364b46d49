import type { Cell, Indicator } from '@duqing/catalogue';
import { HOLDS, PART_OF, quantitiesOf, type Quantity, type Role } from './quantities.ts';
import { isGuarded } from './subjects.ts';

/** region/indicator/period. */
export function figureIdOf({ region, indicator, period }: Pick<Cell, 'region' | 'indicator' | 'period'>): string {
  return `${region}/${indicator}/${period}`;
}

/** A figure that might be published, with the numbers that it shows. */
export interface Held {
  id: string;
  cell: Cell;
  item: Indicator;
  quantities: Quantity[];
}

/** All figures of an edition and what is withheld of them so far. */
export class Pool {
  readonly held: ReadonlyMap<string, Held>;
  readonly withheld = new Set<string>();
  readonly #showing: ReadonlyMap<string, Held[]>;
  readonly #at: ReadonlyMap<string, Quantity[]>;
  readonly #earlier: ReadonlySet<string>;

  /** `earlier`: ids of the numbers that earlier editions published. */
  constructor(figures: readonly { cell: Cell; item: Indicator }[], earlier: ReadonlySet<string>) {
    const all = figures.map(({ cell, item }) => ({
      id: figureIdOf(cell),
      cell,
      item,
      quantities: isGuarded(item) ? quantitiesOf(item, cell) : [],
    }));
    this.held = new Map(all.map((one) => [one.id, one]));
    const pairs = [...this.held.values()].flatMap((one) => one.quantities.map((quantity) => ({ quantity, one })));
    this.#showing = grouped(
      pairs,
      ({ quantity }) => quantity.id,
      ({ one }) => one,
    );
    this.#at = grouped(
      pairs,
      ({ quantity }) => quantity.place,
      ({ quantity }) => quantity,
    );
    this.#earlier = earlier;
  }

  /** Whether a reader has the number: from a figure that is shown, or from an earlier edition. */
  isKnown({ id }: Quantity): boolean {
    return this.#earlier.has(id) || (this.#showing.get(id) ?? []).some((one) => !this.withheld.has(one.id));
  }

  /** Whether it can still be kept from the reader. */
  canHide({ id }: Quantity): boolean {
    return !this.#earlier.has(id);
  }

  /** Withholds every figure that shows the number; gives those that were not withheld before. */
  hide({ id }: Quantity): string[] {
    return (this.#showing.get(id) ?? []).flatMap((one) => this.withhold(one.id));
  }

  /** Masses of one area go together: each can be reckoned from the others. */
  withhold(id: string): string[] {
    const one = this.held.get(id);
    const region = one?.cell.region ?? '';
    const period = one?.cell.period ?? '';
    const siblings = MASSES.map((indicator) => figureIdOf({ region, indicator, period }));
    const all = siblings.includes(id) ? siblings.filter((sibling) => this.held.has(sibling)) : [id];
    const added = all.filter((sibling) => !this.withheld.has(sibling));
    for (const sibling of added) this.withheld.add(sibling);
    return added;
  }

  /** What `use` says of the pool with some numbers more hidden; nothing stays hidden. */
  trying<T>(quantities: readonly Quantity[], use: () => T): T {
    const added = quantities.flatMap((quantity) => this.hide(quantity));
    try {
      return use();
    } finally {
      for (const id of added) this.withheld.delete(id);
    }
  }

  /** Numbers of the same area and period that hold this one. */
  wholesOf(quantity: Quantity): Quantity[] {
    return this.#related(quantity, PART_OF);
  }

  /** Numbers of the same area and period that are part of this one. */
  partsOf(quantity: Quantity): Quantity[] {
    return this.#related(quantity, HOLDS);
  }

  #related({ key, region, period }: Quantity, pairs: ReadonlyMap<string, readonly string[]>): Quantity[] {
    const keys = pairs.get(key) ?? [];
    const found = keys.flatMap((other) => this.#at.get(`${other}|${region}|${period}`) ?? []);
    return [...new Map(found.map((one) => [one.id, one])).values()];
  }
}

const MASSES: readonly string[] = ['seized-mass', 'seized-pure-mass', 'seized-heroin-equivalent'];

function grouped<T, V>(items: readonly T[], key: (item: T) => string, value: (item: T) => V): Map<string, V[]> {
  const found = new Map<string, V[]>();
  for (const item of items) {
    const list = found.get(key(item));
    if (list) list.push(value(item));
    else found.set(key(item), [value(item)]);
  }
  return found;
}

/** One number of an item over the city's areas in one period: they add up to the city's. */
export interface Sheet {
  item: Indicator;
  role: Role;
  city: Quantity;
  units: ReadonlyMap<string, Quantity>;
}

/** Where areas add up to the city; numbers that everybody may know are left out. */
export function sheetsOf(pool: Pool, city: string): Sheet[] {
  const summed = [...pool.held.values()].filter(({ item }) => item.columns.roll_up === 'sum');
  const groups = grouped(
    summed,
    ({ cell }) => `${cell.indicator}|${cell.period}`,
    (one) => one,
  );
  return [...groups.values()].flatMap((group) => {
    const whole = group.find(({ cell }) => cell.region === city);
    if (!whole) return [];
    const included = new Set(whole.cell.completeness.unitsIncluded);
    const units = group.filter(
      ({ cell }) => cell.region !== city && (included.size === 0 || included.has(cell.region)),
    );
    return whole.quantities.map((quantity) => sheetOf(quantity, { whole, units }));
  });
}

function sheetOf(city: Quantity, { whole, units }: { whole: Held; units: readonly Held[] }): Sheet {
  const pairs = units.flatMap(({ cell, quantities }) => {
    const own = quantities.find(({ role }) => role === city.role);
    return own ? [[cell.region, own] as const] : [];
  });
  return { item: whole.item, role: city.role, city, units: new Map(pairs) };
}
