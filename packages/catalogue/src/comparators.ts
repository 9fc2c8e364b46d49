import { isZeroRule } from './engine/rule.ts';
import type { Comparator, DirectionComparator, Indicator, Level, TargetRule } from './types.ts';

const UP = ['>', '>='] as const;
const DOWN = ['<', '<='] as const;
const DIRECTIONS = {
  rising: { direction: 'rising' },
  'not-falling': { direction: 'rising', orEqual: true },
  falling: { direction: 'falling' },
  'not-rising': { direction: 'falling', orEqual: true },
} as const satisfies Record<DirectionComparator, Omit<Extract<TargetRule, { kind: 'direction' }>, 'kind'>>;

/** What a comparator of directions means; undefined for another. */
export function directionOf(comparator: string): Extract<TargetRule, { kind: 'direction' }> | undefined {
  if (!(comparator in DIRECTIONS)) return undefined;
  return { kind: 'direction', ...DIRECTIONS[comparator as DirectionComparator] };
}

export function comparatorOf({
  direction,
  orEqual,
}: {
  direction: 'rising' | 'falling';
  orEqual?: boolean;
}): DirectionComparator {
  if (orEqual) return direction === 'rising' ? 'not-falling' : 'not-rising';
  return direction;
}

/**
 * The comparators that a deployment may choose between for an item: those that ask for the same side. None for a zero rule, a yes or
 * no, and what has no target.
 */
export function comparatorsFor(entry: Pick<Indicator, 'target'>, level: Level): readonly Comparator[] {
  const { target } = entry;
  if (target === null || isZeroRule(entry)) return [];
  switch (target.kind) {
    case 'yes-no':
      return [];
    case 'direction':
      return target.direction === 'rising' ? ['rising', 'not-falling'] : ['falling', 'not-rising'];
    case 'limit':
    case 'reference':
      return target.comparator.startsWith('>') ? UP : DOWN;
    case 'by-level':
      return target[level].comparator.startsWith('>') ? UP : DOWN;
  }
}

/** A limit that every figure keeps, or none can: 0 and 100 % of a share on the wrong side of their comparator. */
export function isVacuous(
  { columns, measure }: Pick<Indicator, 'columns' | 'measure'>,
  { comparator, limit }: { comparator: Comparator; limit: number },
): boolean {
  const isShare = columns.unit === '%' && !(measure.kind === 'return-ratio' && measure.overOne);
  if (limit === 0) return comparator === '<' || comparator === '>=';
  return isShare && limit === 100 && (comparator === '>' || comparator === '<=');
}
