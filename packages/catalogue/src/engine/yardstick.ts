import type { Setting } from '@duqing/regions';
import { decimal } from '@duqing/substances';
import { directionOf as directionNamed } from '../comparators.ts';
import type { Comparator, Indicator, TargetRule } from '../types.ts';
import type { Yardstick } from './matter.ts';
import { lastDay } from './periods.ts';
import type { Gap, Reading } from './reading.ts';
import { readReturn } from './read-returns.ts';
import { ONE, type Fraction } from './rule.ts';
import type { Scene } from './scene.ts';
import type { Place } from './judge.ts';

type Directed = Extract<TargetRule, { kind: 'direction' }>;

/** What a cell is measured against, and what of that is missing. */
export function yardstickOf(
  scene: Scene,
  { place, bases }: { place: Place; bases: readonly Reading[] },
): { yardstick: Yardstick | null; gaps: Gap[] } {
  const { target, scale } = place.entry;
  if (target === null) return { yardstick: null, gaps: [] };
  switch (target.kind) {
    case 'yes-no':
      return { yardstick: target, gaps: [] };
    case 'limit':
      return { yardstick: limitOf(scene, place, { ...target, scale }), gaps: [] };
    case 'by-level':
      return { yardstick: limitOf(scene, place, { ...target[place.level], scale }), gaps: [] };
    case 'reference':
      return referenceOf(scene, place, ownComparator(scene, place, target.comparator));
    case 'direction':
      return { yardstick: directionOf(place.entry, { rule: ownDirection(scene, place, target), bases }), gaps: [] };
  }
}

/** The deployment's own target of the cell: a limit, a comparator, both or neither. */
function ownTarget({ setting }: Scene, { entry, level, period }: Place): ReturnType<Setting['targetOf']> {
  return setting.targetOf({ indicator: entry.id, level, day: lastDay(period) });
}

function ownComparator<T extends Comparator>(scene: Scene, place: Place, otherwise: T): T {
  return (ownTarget(scene, place).comparator as T | undefined) ?? otherwise;
}

function ownDirection(scene: Scene, place: Place, rule: Directed): Directed {
  return directionNamed(ownTarget(scene, place).comparator ?? '') ?? rule;
}

/** The deployment's own limit and comparator where it sets them for periods that end on this day, else the catalogue's. */
function limitOf(
  scene: Scene,
  place: Place,
  {
    comparator,
    limit,
    scale,
  }: Pick<Extract<Yardstick, { kind: 'limit' }>, 'comparator'> & { limit: number; scale: number },
): Yardstick {
  const own = ownTarget(scene, place);
  return {
    kind: 'limit',
    comparator: ownComparator(scene, place, comparator),
    limit: { numerator: decimal(own.limit ?? limit), denominator: decimal(scale) },
  };
}

/** The same ratio of the reference region, as numerator over denominator. */
function referenceOf(
  scene: Scene,
  { entry, period }: Place,
  comparator: Extract<Yardstick, { kind: 'reference' }>['comparator'],
): { yardstick: Yardstick; gaps: Gap[] } {
  const reference = scene.setting.regions.all().find(({ role }) => role === 'reference');
  const reading = reference && readReturn(scene, { entry, region: reference.code, period });
  const limit = reading && ratioOf(reading);
  if (limit) return { yardstick: { kind: 'reference', comparator, limit }, gaps: [] };
  const isOwed = reading?.gaps.some(({ kind }) => kind === 'owed') === true;
  const gaps: Gap[] = [{ reason: 'helper-missing', kind: isOwed ? 'owed' : 'missing' }];
  return { yardstick: { kind: 'reference', comparator, limit: null }, gaps };
}

function ratioOf({ numerator, denominator, gaps }: Reading): Fraction | null {
  if (gaps.length > 0 || numerator === null || denominator === null || denominator.units === 0n) return null;
  return { numerator, denominator };
}

function directionOf(entry: Indicator, { rule, bases }: { rule: Directed; bases: readonly Reading[] }): Yardstick {
  const asked = { direction: rule.direction, orEqual: rule.orEqual === true };
  const [base, earlier] = bases;
  if (entry.columns.kind === 'change')
    return { kind: 'growth', ...asked, levels: [base?.numerator ?? null, earlier?.numerator ?? null] };
  if (!base || base.numerator === null) return { kind: 'direction', ...asked, base: null };
  if (entry.columns.kind === 'count')
    return { kind: 'direction', ...asked, base: { numerator: base.numerator, denominator: ONE } };
  const bottom = base.denominator;
  const fraction = bottom === null || bottom.units === 0n ? null : { numerator: base.numerator, denominator: bottom };
  return { kind: 'direction', ...asked, base: fraction };
}
