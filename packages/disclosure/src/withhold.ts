import type { Cell, Indicator } from '@duqing/catalogue';
import { guardAll } from './guard.ts';
import { figureIdOf, Pool, sheetsOf, type Held } from './pool.ts';
import { OPEN_KEYS, quantitiesOf, type Quantity, type Said } from './quantities.ts';
import type { DisclosureRule } from './rule.ts';
import { isGuarded, isMeasured } from './subjects.ts';

/** A figure of an edition that was published before, and whether it was withheld there. */
export type EarlierFigure = Said & { isWithheld: boolean };

export interface Publication {
  /** every figure that any part of the edition is made of */
  cells: readonly Cell[];
  /** those items that are published at all */
  catalogue: readonly Indicator[];
  /** code of the city that the areas add up to */
  city: string;
  rule: DisclosureRule;
  /** figures of the public editions published before, oldest first */
  earlier: readonly EarlierFigure[];
}

/**
 * Ids (region/indicator/period) of the figures that must not be published: small ones, and those that would give small ones away.
 * `guarded` false leaves the second kind out, which gives the first away: only for showing that it does.
 */
export function withhold({ cells, catalogue, city, rule, earlier }: Publication, guarded = true): Set<string> {
  const items = new Map(catalogue.map((item) => [item.id, item]));
  const past = pastOf(earlier, items);
  const figures = cells.flatMap((cell) => {
    const item = items.get(cell.indicator);
    return item ? [{ cell, item }] : [];
  });
  const pool = new Pool(figures, past.known);
  for (const held of pool.held.values()) if (isPrimary(held, { pool, rule, past })) pool.withhold(held.id);
  for (const held of pool.held.values()) for (const part of smallDifferences(held, { pool, rule })) pool.hide(part);
  if (guarded) guardAll(pool, { sheets: sheetsOf(pool, city), rule });
  return pool.withheld;
}

interface Past {
  /** ids of numbers that were published */
  known: Set<string>;
  /** places of numbers that were withheld: they stay so, whatever they are corrected to */
  kept: Set<string>;
  /** key and area → what was published of it, by period */
  series: Map<string, Map<string, number>>;
}

function pastOf(earlier: readonly EarlierFigure[], items: ReadonlyMap<string, Indicator>): Past {
  const past: Past = { known: new Set(), kept: new Set(), series: new Map() };
  const shown = new Set<string>();
  for (const said of earlier) {
    const item = items.get(said.indicator);
    if (!item || !isGuarded(item)) continue;
    for (const quantity of quantitiesOf(item, said)) {
      if (said.isWithheld) past.kept.add(quantity.place);
      else publish(quantity, { past, shown });
    }
  }
  for (const place of shown) past.kept.delete(place);
  return past;
}

function publish(quantity: Quantity, { past, shown }: { past: Past; shown: Set<string> }): void {
  past.known.add(quantity.id);
  shown.add(quantity.place);
  const name = `${quantity.key}|${quantity.region}`;
  const series = past.series.get(name) ?? new Map<string, number>();
  past.series.set(name, series.set(quantity.period, quantity.value));
}

type Ground = { pool: Pool; rule: DisclosureRule; past: Past };

function isPrimary({ cell, item, quantities }: Held, { pool, rule, past }: Ground): boolean {
  if (!isGuarded(item)) return false;
  const counted = quantities.filter(({ key }) => !OPEN_KEYS.includes(key));
  return (
    // how many cases are not classified is itself a small number
    cell.flags.includes('unclassified') ||
    (!isMeasured(item) && counted.some(({ value }) => isSmall(value, rule))) ||
    counted.some(({ place, id }) => past.kept.has(place) && !past.known.has(id)) ||
    hasFewSeizures({ cell, item }, { pool, rule }) ||
    counted.some((quantity) => item.columns.accumulation === 'cumulative' && isSmallStep(quantity, { past, rule }))
  );
}

function isSmall(value: number, { threshold }: DisclosureRule): boolean {
  return value > 0 && value < threshold;
}

/** What one or two seizures weigh is what those weigh. */
function hasFewSeizures(
  { cell, item }: Pick<Held, 'cell' | 'item'>,
  { pool, rule }: Pick<Ground, 'pool' | 'rule'>,
): boolean {
  if (!isMeasured(item) || cell.value === null) return false;
  const count = pool.held.get(figureIdOf({ ...cell, indicator: 'seizure-count' }))?.cell.value;
  return typeof count === 'number' && isSmall(count, rule);
}

/** Since what was published last of a count that grows through the year there are only a few. */
function isSmallStep({ key, region, period, value }: Quantity, { past, rule }: Pick<Ground, 'past' | 'rule'>): boolean {
  const series = past.series.get(`${key}|${region}`);
  if (!series) return false;
  const before = [...series].filter(([one]) => one < period && one.slice(0, 4) === period.slice(0, 4)).sort();
  const last = before.at(-1);
  return last !== undefined && isSmall(value - last[1], rule);
}

/** Numbers that a larger one beside them leaves only a few of: 40 of 41. None of 2 says nothing that the 2, kept back, does not. */
function smallDifferences({ quantities }: Held, { pool, rule }: Pick<Ground, 'pool' | 'rule'>): Quantity[] {
  return quantities.filter((part) => {
    const wholes = pool.wholesOf(part).filter(({ key }) => !OPEN_KEYS.includes(key));
    return part.value > 0 && wholes.some((whole) => isSmall(whole.value - part.value, rule));
  });
}
