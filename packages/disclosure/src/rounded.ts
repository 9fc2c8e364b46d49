import type { Cell, Indicator } from '@duqing/catalogue';
import type { Rounding } from './rule.ts';
import { isGuarded, isMeasured } from './subjects.ts';
import { figureIdOf } from './pool.ts';

/**
 * The figures with rounded numbers, by id, on top of what is withheld: rates are made of the rounded numbers, so that they do not give
 * the exact ones away. Masses and what nobody needs to guard stay as they are.
 */
export function rounded(
  cells: readonly Cell[],
  { catalogue, city, rounding }: { catalogue: readonly Indicator[]; city: string; rounding: Rounding },
): Map<string, Cell> {
  const items = new Map(catalogue.map((item) => [item.id, item]));
  const counted = cells.filter(({ indicator }) => {
    const item = items.get(indicator);
    return item !== undefined && isGuarded(item) && !isMeasured(item) && item.columns.kind !== 'flag';
  });
  const groups = Map.groupBy(counted, ({ indicator, period }) => `${indicator}|${period}`);
  return new Map(
    [...groups.values()].flatMap((group) => {
      const parts = PARTS.map((part) => roundedPart(group, { part, city, rounding }));
      return group.map((cell, index) => {
        const [numerator, denominator] = parts.map((values) => values[index] ?? null);
        const item = items.get(cell.indicator);
        return [figureIdOf(cell), item ? withNumbers(cell, { numerator, denominator, item }) : cell];
      });
    }),
  );
}

const PARTS = ['numerator', 'denominator'] as const;

function roundedPart(
  group: readonly Cell[],
  { part, city, rounding }: { part: (typeof PARTS)[number]; city: string; rounding: Rounding },
): (number | null)[] {
  const { base, method } = rounding;
  const values = group.map((cell) => cell[part]);
  const nearest = values.map((value) => (value === null ? null : base * Math.round(value / base)));
  if (method === 'conventional') return nearest;
  const at = group.findIndex(({ region }) => region === city);
  const areas = [...group.keys()].filter((index) => index !== at && values[index] !== null);
  if (at < 0 || areas.length === 0) return nearest;
  const controlled = controlledSum(
    areas.map((index) => values[index] ?? 0),
    base,
  );
  return nearest.map((value, index) => {
    if (index === at && value !== null)
      return (
        base * Math.round(((values[at] ?? 0) - sum(areas.map((one) => values[one] ?? 0))) / base) + sum(controlled)
      );
    const place = areas.indexOf(index);
    return place < 0 ? value : (controlled[place] ?? null);
  });
}

/** Each to the multiple just below or above it, so many up that their sum is as near to the true one as it can be. */
function controlledSum(values: readonly number[], base: number): number[] {
  const rests = values.map((value) => value % base);
  const up = Math.round(sum(rests) / base);
  const order = [...rests.keys()].sort((a, b) => (rests[b] ?? 0) - (rests[a] ?? 0) || a - b);
  const raised = new Set(order.slice(0, up).filter((index) => rests[index] !== 0));
  return values.map((value, index) => value - (rests[index] ?? 0) + (raised.has(index) ? base : 0));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function withNumbers(
  cell: Cell,
  given: { numerator: number | null | undefined; denominator: number | null | undefined; item: Indicator },
): Cell {
  const denominator = given.denominator ?? null;
  const numerator = withinWhole(cell, { numerator: given.numerator ?? null, denominator });
  const { base: _base, note: _note, ...rest } = cell;
  const value =
    cell.value === null || numerator === null ? null : valueOf({ numerator, denominator, item: given.item });
  return { ...rest, numerator, denominator, value, distance: null };
}

/** A part is not rounded beyond its whole. */
function withinWhole(
  cell: Cell,
  { numerator, denominator }: { numerator: number | null; denominator: number | null },
): number | null {
  const isPart = (cell.numerator ?? 0) <= (cell.denominator ?? -1);
  return isPart && numerator !== null && denominator !== null ? Math.min(numerator, denominator) : numerator;
}

function valueOf({
  numerator,
  denominator,
  item,
}: {
  numerator: number;
  denominator: number | null;
  item: Indicator;
}): number | null {
  if (denominator === null) return numerator;
  if (denominator === 0) return null;
  const part = item.columns.kind === 'change' ? numerator - denominator : numerator;
  return (part * item.scale) / denominator;
}

/** Whether a rounded figure lies on the other side of its limit than its verdict says: it would be read as an error. */
export function contradicts({ value, target, verdict }: Cell): boolean {
  if ((verdict !== 'met' && verdict !== 'missed') || typeof value !== 'number' || typeof target?.limit !== 'number')
    return false;
  return holds(value, target.comparator, target.limit) !== (verdict === 'met');
}

function holds(value: number, comparator: NonNullable<Cell['target']>['comparator'], limit: number): boolean {
  switch (comparator) {
    case '=':
      return value === limit;
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case 'rising':
    case 'not-falling':
    case 'falling':
    case 'not-rising':
      return true;
  }
}
