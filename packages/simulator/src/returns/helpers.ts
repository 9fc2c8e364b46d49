import type { Helper } from '@duqing/catalogue';
import { randomOf } from '../random.ts';
import type { Area, World } from '../world.ts';

/** Inhabitants of a reference region in all: a province's. */
const PROVINCE = 52_000_000;

interface Asked {
  helper: Helper;
  area: Pick<Area, 'code' | 'index' | 'population' | 'size' | 'trend'>;
  /** 2026Q2 or 2025; of population the period of the item that reads it */
  period: string;
}

/** A helper's value for a period: the same whenever it is asked. */
export function helperValue({ seed, quarters }: World, { helper, area, period }: Asked): number {
  const random = randomOf(seed, helper, area.code, period);
  const years = Number(period.slice(0, 4)) - (quarters[0]?.year ?? 0);
  switch (helper) {
    case 'population':
      return Math.round(area.population * 1.004 ** years);
    case 'precursor-enterprises':
      return area.index === 5 ? 168 + years : Math.max(3, Math.round(40 * area.size) + years);
    case 'new-users-found':
      return Math.round(
        random.around(
          (area.population / 10_000) * (area.index < 0 ? 0.56 : 0.5) * Math.exp(-0.03 * years - 0.04 * years ** 2),
          0.06,
        ),
      );
  }
}

/** A reference region as an area: only its population and new users are returned. */
export function referenceArea(code: string): Asked['area'] {
  return { code, index: -1, population: PROVINCE, size: 80, trend: 1 };
}
