import { decimal, multiply, type Decimal } from './decimal.ts';
import type { Threshold } from './table.ts';

/** Decimal places of the derived ratio; half a unit of the last place is rounded up. */
const RATIO_PLACES = 9;

/**
 * Grams of heroin with the same place under the legal thresholds as one gram of a substance: heroin's threshold ÷ its own, at nine
 * decimal places. Derived by us, not official; null where either has no threshold.
 */
export function heroinRatio(heroin: Threshold | null, own: Threshold | null): Decimal | null {
  return heroin && own && quotient(decimal(heroin.grams), decimal(own.grams));
}

/** Derived grams of heroin for an amount of a substance (see `heroinRatio`); exact from the ratio on. */
export function equivalentOf(grams: Decimal, ratio: Decimal | null): Decimal | null {
  return ratio && multiply(grams, ratio);
}

/** a ÷ b at `RATIO_PLACES`; both above 0. */
function quotient(a: Decimal, b: Decimal): Decimal {
  const over = a.units * 10n ** BigInt(b.scale + RATIO_PLACES);
  const under = b.units * 10n ** BigInt(a.scale);
  return { units: (2n * over + under) / (2n * under), scale: RATIO_PLACES };
}
