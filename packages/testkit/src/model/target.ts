import type { Period } from '@duqing/calendar';
import { lastDay } from './periods.ts';
import { isZero, order, over, rational, times, type Rational } from './rational.ts';
import type { Item } from './table.ts';
import type { World } from './world.ts';

type Comparator = '=' | '<' | '<=' | '>' | '>=';
/** What a cell is measured against. */
export type Target =
  | { kind: 'none' }
  | { kind: 'limit'; comparator: Comparator; limit: Rational }
  | { kind: 'yes-no'; due: boolean }
  | { kind: 'direction'; direction: 'rising' | 'falling'; still: boolean }
  | { kind: 'reference'; comparator: Comparator };

/** A figure to be judged. */
export interface Figure {
  num: Rational | null;
  den: Rational | null;
  flag?: boolean | null;
}
/** A figure with what it is compared with: the base periods (latest first) of a direction, the reference's figure. */
export interface Compared {
  now: Figure;
  bases: Figure[];
  reference?: Figure | undefined;
}

export function targetOf(
  world: World,
  { item, level, period }: { item: Item; level: 'county' | 'city'; period: Period },
): Target {
  const { limit } = item;
  const ownComparator = world.config.comparatorOf(item.id, level, lastDay(period));
  const comparator = ownComparator ?? item.comparator;
  if (comparator === 'none') return { kind: 'none' };
  if (comparator === 'rising' || comparator === 'falling')
    return { kind: 'direction', direction: comparator, still: false };
  if (comparator === 'not-falling') return { kind: 'direction', direction: 'rising', still: true };
  if (comparator === 'not-rising') return { kind: 'direction', direction: 'falling', still: true };
  if (limit === 'yes' || limit === 'no') return { kind: 'yes-no', due: limit === 'yes' };
  if (limit.startsWith('the same ratio')) return { kind: 'reference', comparator: comparator as Comparator };
  const own = world.config.limitOf(item.id, level, lastDay(period));
  const [forCity, forCounty = forCity] = comparator.split('; ');
  return {
    kind: 'limit',
    comparator: (level === 'city' ? forCity : forCounty) as Comparator,
    limit: rational(own ?? limitIn(limit, level)),
  };
}

/** "95", or "10 for the city (…); 3 for a county" */
function limitIn(text: string, level: 'county' | 'city'): string {
  const [city = text, county = city] = text.split('; ').map((part) => part.split(' ')[0] ?? part);
  return level === 'city' ? city : county;
}

function holds(comparator: Comparator, sign: number): boolean {
  switch (comparator) {
    case '=':
      return sign === 0;
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
  }
}

/** Whether all that the comparison reads is there, and if not for a direction, why. */
export function baseFault(
  target: Target,
  item: Item,
  { now, bases }: Compared,
): 'history-too-short' | 'base-zero' | null {
  if (target.kind !== 'direction') return null;
  const needed = item.kind === 'change' ? 2 : 1;
  const levels = bases.slice(0, needed).map(({ num }) => num);
  if (levels.length < needed || levels.some((level) => level === null)) return 'history-too-short';
  if (item.kind === 'ratio') return bases[0]?.den && !isZero(bases[0].den) ? null : 'history-too-short';
  if (item.kind !== 'change') return null;
  const zeroAtLast = target.direction === 'falling' && now.num !== null && isZero(now.num);
  return levels.some((level) => level !== null && isZero(level)) && !zeroAtLast ? 'base-zero' : null;
}

/** The bare rule on exact numbers; null where a figure it reads is not there. */
export function meets(target: Target, item: Item, compared: Compared): boolean | null {
  const { now, reference } = compared;
  switch (target.kind) {
    case 'none':
      return null;
    case 'yes-no':
      return now.flag === null || now.flag === undefined ? null : now.flag === target.due;
    case 'direction':
      return baseFault(target, item, compared) ? null : isBetter(target, item, compared);
    case 'limit':
      return against(target.comparator, item, { figure: now, limit: over(target.limit, rational(item.scale)) });
    case 'reference':
      if (!reference?.num || !reference.den || isZero(reference.den)) return null;
      return against(target.comparator, item, { figure: now, limit: over(reference.num, reference.den) });
  }
}

/** `limit` as numerator per denominator, not as shown. */
function against(
  comparator: Comparator,
  item: Item,
  { figure, limit }: { figure: Figure; limit: Rational },
): boolean | null {
  if (figure.num === null) return null;
  if (item.kind !== 'ratio') return holds(comparator, order(figure.num, limit));
  if (figure.den === null || isZero(figure.den)) return null;
  return holds(comparator, order(figure.num, times(limit, figure.den)));
}

function isBetter(
  { direction, still }: Extract<Target, { kind: 'direction' }>,
  item: Item,
  { now, bases: [b, a] }: Compared,
): boolean | null {
  if (now.num === null || !b?.num) return null;
  if (item.kind === 'change') {
    if (direction === 'falling' && isZero(now.num)) return true;
    if (!a?.num) return null;
    const bend = order(times(now.num, a.num), times(b.num, b.num));
    return wanted(direction, bend) || (still && bend === 0);
  }
  if (item.kind !== 'ratio') {
    const sign = order(now.num, b.num);
    return wanted(direction, sign) || (sign === 0 && (still || (direction === 'falling' && isZero(now.num))));
  }
  if (now.den === null || isZero(now.den) || !b.den) return null;
  const sign = order(times(now.num, b.den), times(b.num, now.den));
  const atBound = direction === 'falling' ? isZero(now.num) : order(now.num, now.den) === 0;
  return wanted(direction, sign) || (sign === 0 && (still || atBound));
}

function wanted(direction: 'rising' | 'falling', sign: number): boolean {
  return direction === 'rising' ? sign > 0 : sign < 0;
}

/** Whether a larger numerator is better (true), worse (false), or the item has no such sense (null). */
export function growthHelps(target: Target): boolean | null {
  switch (target.kind) {
    case 'none':
    case 'yes-no':
      return null;
    case 'direction':
      return target.direction === 'rising';
    case 'limit':
    case 'reference':
      return target.comparator === '>' || target.comparator === '>=';
  }
}
