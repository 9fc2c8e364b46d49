import type { Indicator, TargetRule } from '@duqing/catalogue';
import type { ReturnData } from '@duqing/events';
import { randomOf, type Random } from '../random.ts';
import type { Area, World } from '../world.ts';
import { crowdOf } from './denominators.ts';
import { helperValue } from './helpers.ts';

/** What a return says beside its revision, region, measure and period. */
export type Figure = Pick<ReturnData, 'value' | 'numerator' | 'denominator' | 'nil'>;

export interface Asked {
  world: World;
  entry: Indicator;
  area: Area;
  /** 2026Q2, 2026H1, 2026 */
  period: string;
}

/** Areas, by their place among the units, that do badly at an item in every run. */
const WEAK: Record<string, readonly number[]> = {
  'lost-contact-rate': [8],
  'execution-rate': [3, 8],
  'awareness-rate': [6],
  'inspection-class-c': [4, 9],
  'real-name-logistics': [1],
  'warehouse-writeoff': [9],
  'social-workers-in-post': [7],
  'township-inspections': [2],
};

/** Zero rules that were broken once: item → place among the units and quarters before the last one. */
const BROKEN: Record<string, { area: number; back: number }> = {
  'zero-cultivation': { area: 4, back: 1 },
  'zero-enforcement-faults': { area: 1, back: 7 },
};

/** What an area returns for a period: the same whenever it is asked, so that the city's own totals agree with it. */
export function figureOf(asked: Asked): Figure {
  const { world, entry, area, period } = asked;
  const random = randomOf(world.seed, 'return', entry.id, area.code, period);
  const { measure } = entry;
  switch (measure.kind) {
    case 'return-ratio':
      return ratioOf(asked, random);
    case 'return-count':
      return countFigure(countOf(asked, random), random);
    case 'return-change':
      return { value: Math.round(700 * area.size * growth(asked, { slope: 0.03, bend: 0.015 })) + random.whole(0, 2) };
    case 'return-flag':
      return { value: flagOf(asked, random) };
    case 'event-count':
      return countFigure(0, random);
    case 'event-sum':
    case 'event-ratio':
    case 'new-substances':
    case 'composite':
    case 'bulletins-sealed':
      throw new RangeError(`${entry.id} takes no returns`);
  }
}

/** Years since the run's first, with quarters as fractions. */
function yearsInto({ world, period }: Asked): number {
  const first = world.quarters[0]?.year ?? 0;
  return Number(period.slice(0, 4)) - first + (progressOf(period) - 0.25);
}

/** What grows by itself and ever faster: for what is judged by the growth of its growth. */
function growth(asked: Asked, { slope, bend }: { slope: number; bend: number }): number {
  const years = yearsInto(asked);
  return Math.exp(slope * years + bend * years ** 2);
}

/** How much of the year a period's end has behind it. */
function progressOf(period: string): number {
  const part = Number(period.slice(5));
  if (period.includes('Q')) return part / 4;
  return period.includes('H') ? part / 2 : 1;
}

function backOf({ world, period }: Asked): number {
  return world.quarters.length - 1 - world.quarters.findIndex(({ key }) => key === period);
}

/** A zero is said as nil by some and as 0 by others. */
function countFigure(value: number, random: Random): Figure {
  return value === 0 && random.chance(0.7) ? { nil: true } : { value };
}

function ratioOf(asked: Asked, random: Random): Figure {
  const { entry } = asked;
  if (entry.measure.kind === 'return-ratio' && entry.measure.denominatorHelper !== null) {
    const whole = helperValue(asked.world, { helper: entry.measure.denominatorHelper, ...asked });
    return { numerator: partOf(asked, whole, random) };
  }
  const denominator = crowdIn(asked, random);
  return denominator === 0 ? { nil: true } : { numerator: partOf(asked, denominator, random), denominator };
}

function crowdIn({ world, entry, area }: Asked, random: Random): number {
  const { mean, scales, varies } = crowdOf(entry.id);
  const base = randomOf(world.seed, 'crowd', entry.id, area.code).around(1, scales ? 0.2 : 0);
  const usual = mean * base * (scales ? area.size : 1);
  if (varies >= 1) return random.poisson(usual);
  return Math.max(1, Math.round(random.around(usual, varies)));
}

/** How many of `whole` are as they should be. */
function partOf(asked: Asked, whole: number, random: Random): number {
  const { entry, area } = asked;
  if (entry.id === 'users-population-share') return Math.round(whole * 0.0018 * area.trend ** yearsInto(asked));
  const share = shareOf(asked, random);
  const due = entry.columns.accumulation === 'cumulative' && entry.cells.includes('ytd') ? progressOf(asked.period) : 1;
  return Math.min(whole, Math.max(0, Math.round(whole * share * due)));
}

function shareOf(asked: Asked, random: Random): number {
  const { entry, area } = asked;
  const years = yearsInto(asked);
  const isWeak = WEAK[entry.id]?.includes(area.index) ?? false;
  const rule = entry.target;
  switch (rule?.kind) {
    case 'limit':
      return shareUnder(rule, { asked, isWeak, random });
    case 'direction':
      return Math.min(0.99, 0.78 + 0.045 * years + random.between(-0.012, 0.012) - (isWeak ? 0.06 : 0));
    case 'yes-no':
    case 'reference':
    case 'by-level':
    case undefined:
      return random.between(0.6, 0.95);
  }
}

/** Where something short of all is asked, the margin grows with the years; noise stays small, so that most rise. */
function shareUnder(
  { comparator, limit }: Extract<TargetRule, { kind: 'limit' }>,
  { asked, isWeak, random }: { asked: Asked; isWeak: boolean; random: Random },
): number {
  const share = limit / 100;
  const noise = random.next();
  if (comparator === '<' || comparator === '<=') return share * (isWeak ? 1.1 + noise / 2 : 0.45 + noise / 2);
  if (limit === 100) return !isWeak && random.chance(asked.area.care) ? 1 : 0.82 + noise * 0.15;
  if (isWeak) return share * (0.93 + noise * 0.05);
  if (limit < 50) return share * (1.08 + noise * 0.35);
  return share + (1 - share) * Math.min(0.95, 0.15 + 0.24 * yearsInto(asked) + 0.12 * noise);
}

function countOf(asked: Asked, random: Random): number {
  const { entry, area, period } = asked;
  const rule = entry.target;
  switch (rule?.kind) {
    case 'limit':
      return rule.comparator === '=' ? faultsOf(asked) : dutiesOf(asked, rule.limit, random);
    case 'by-level':
      return area.level === 'city' ? random.whole(4, 9) : random.whole(0, area.index % 5 === 2 ? 3 : 2);
    case 'direction':
      return Math.round(random.around(9 * area.size * 0.8 ** yearsInto(asked), 0.15));
    case 'yes-no':
    case 'reference':
    case undefined:
      return Math.round(random.poisson(6 * area.size + 1) * progressOf(period));
  }
}

function faultsOf(asked: Asked): number {
  const broken = BROKEN[asked.entry.id];
  return broken?.area === asked.area.index && broken.back === backOf(asked) ? 1 : 0;
}

/** Meetings, visits, bases: most areas do what is asked by the year's end, some more, some less. */
function dutiesOf({ entry, area, period }: Asked, limit: number, random: Random): number {
  const done = random.chance(area.care) ? limit + random.poisson(0.8) : Math.max(0, limit - 1);
  return entry.columns.accumulation === 'cumulative' ? Math.floor(done * progressOf(period) + 0.25) : done;
}

/** What is due is there in nearly every area; what must not be is seen once, years back. */
function flagOf({ world, entry, area, period }: Asked, random: Random): boolean {
  const isDue = entry.target?.kind === 'yes-no' && entry.target.due;
  if (isDue) return random.chance(0.9 + area.care / 10 - 0.02);
  return (
    entry.id === 'key-problem-area' &&
    area.index === 5 &&
    Number(period.slice(0, 4)) === world.quarters.at(-1)!.year - 1
  );
}
