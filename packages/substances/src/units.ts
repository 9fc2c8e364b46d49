import { add, decimal, multiply, toText, type Decimal } from './decimal.ts';

export type Unit = 'mg' | 'g' | 'kg' | 'ml' | 'l' | 'tablet' | 'plant';
/** Quantities are only ever added within one dimension. */
export type Dimension = 'mass' | 'volume' | 'tablets' | 'plants';

export interface Quantity {
  value: Decimal;
  unit: Unit;
}

/** The one conversion table: each unit's dimension and its factor to the dimension's base (g, ml, tablet, plant). */
const UNITS: Record<Unit, { dimension: Dimension; toBase: Decimal }> = {
  mg: { dimension: 'mass', toBase: decimal('0.001') },
  g: { dimension: 'mass', toBase: decimal('1') },
  kg: { dimension: 'mass', toBase: decimal('1000') },
  ml: { dimension: 'volume', toBase: decimal('1') },
  l: { dimension: 'volume', toBase: decimal('1000') },
  tablet: { dimension: 'tablets', toBase: decimal('1') },
  plant: { dimension: 'plants', toBase: decimal('1') },
};

/** Grams without packaging, or null where the unit is no mass: a tablet has no known weight. */
export function gramsOf({ value, unit }: Quantity): Decimal | null {
  const { dimension, toBase } = UNITS[unit];
  return dimension === 'mass' ? multiply(value, toBase) : null;
}

/** Grams times purity (0 to 1, both inclusive), or null where the unit is no mass; throws a RangeError for another purity. */
export function pureGramsOf(quantity: Quantity, purity: number): Decimal | null {
  if (!(purity >= 0 && purity <= 1)) throw new RangeError(`purity must be from 0 to 1, not ${purity}`);
  const grams = gramsOf(quantity);
  return grams && multiply(grams, decimal(purity));
}

/** Sums by dimension in its base unit; a dimension of which nothing was given is absent, not 0. */
export function totals(quantities: Quantity[]): Map<Dimension, Decimal> {
  const sums = new Map<Dimension, Decimal>();
  for (const { value, unit } of quantities) {
    const { dimension, toBase } = UNITS[unit];
    const base = multiply(value, toBase);
    const held = sums.get(dimension);
    sums.set(dimension, held ? add(held, base) : base);
  }
  return sums;
}

/** Grams as officials read them: under 1 000 g in grams, from there on in kilograms, exact. */
export function massText(grams: Decimal): string {
  const kilograms = { units: grams.units, scale: grams.scale + 3 };
  return grams.units >= 1000n * 10n ** BigInt(grams.scale) ? `${toText(kilograms)} kg` : `${toText(grams)} g`;
}
