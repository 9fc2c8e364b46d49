import { addDays, type Day } from '@duqing/calendar';
import { INDICATORS, measureContracts, type Indicator } from '@duqing/catalogue';
import type { MeasureContract } from '@duqing/events';
import type { Area, Quarter } from './area.ts';
import { workingHour, type Draft } from './draft.ts';
import type { Random } from './random.ts';

const ENTRIES = new Map(INDICATORS.map((entry) => [entry.id, entry]));
const CONTRACTS = measureContracts().filter(({ id, refused }) => refused === null && !id.endsWith(':reported-total'));

interface Scene {
  quarter: Quarter;
  until: Day;
  random: Random;
}

/** The returns of an area that fall due with a quarter: those of the quarter, and of the half-year or year that it ends. */
export function returnsOf(area: Area, scene: Scene): Draft[] {
  return CONTRACTS.flatMap((contract) => {
    if (!owes(area, contract)) return [];
    const periods = contract.periods
      .map((kind) => periodOf(kind, scene.quarter.key))
      .filter((key) => key !== undefined);
    return periods.flatMap((period) => returnOf(area, { contract, period, scene }) ?? []);
  });
}

/** Units send what has cells at their level; the city only what is its own duty. */
function owes(area: Area, { id }: MeasureContract): boolean {
  const entry = entryOf(id);
  if (!entry) return !area.isCity;
  if (!entry.levels.includes(area.isCity ? 'city' : 'county')) return false;
  return !area.isCity || entry.columns.roll_up === 'own' || entry.columns.roll_up === 'any';
}

function entryOf(id: string): Indicator | undefined {
  return ENTRIES.get(id.replace(/:incidents$/, ''));
}

/** The period of a kind that ends with a quarter; undefined where none does. */
function periodOf(kind: MeasureContract['periods'][number], quarter: string): string | undefined {
  const [year, number] = [quarter.slice(0, 4), Number(quarter.slice(5))];
  if (kind === 'quarter') return quarter;
  if (kind === 'half') return number % 2 === 0 ? `${year}H${number / 2}` : undefined;
  return number === 4 ? year : undefined;
}

function returnOf(
  area: Area,
  { contract, period, scene }: { contract: MeasureContract; period: string; scene: Scene },
): Draft | undefined {
  const { quarter, until, random } = scene;
  const figures = figuresOf(area, { contract, scene });
  const isMissing = random.chance(0.0003 + area.carelessness * 0.004);
  const lag = random.chance(0.03 + area.carelessness * 0.1) ? 11 + random.whole(25) : 1 + random.whole(8);
  const sentOn = addDays(quarter.end, lag);
  if (isMissing || figures === undefined || sentOn >= until) return undefined;
  const department = entryOf(contract.id)?.columns.department ?? 'police';
  return {
    topic: 'duqing.returns',
    type: 'duqing.return.submitted.v1',
    source: `/${area.code}/${department}`,
    subject: `${area.code}/${contract.id}/${period}`,
    at: workingHour(sentOn, random),
    data: { revision: 1, region: area.code, measure: contract.id, period, ...figures, department },
  };
}

interface FiguresQuery {
  contract: MeasureContract;
  scene: Scene;
}

/** Plausible figures; undefined where the area has nothing to return (an optional survey outside its season). */
function figuresOf(area: Area, { contract, scene }: FiguresQuery): Record<string, unknown> | undefined {
  const helper = helperOf(area, { contract, scene });
  if (helper) return helper;
  const entry = entryOf(contract.id);
  if (!entry) return undefined;
  switch (contract.takes) {
    case 'ratio':
      return ratioOf(area, { entry, scene });
    case 'numerator':
      return numeratorOf(area, { entry, scene });
    case 'value':
      return valueOf(area, { entry, scene });
    case 'flag':
      return { value: flagOf(area, { entry, scene }) };
  }
}

function helperOf(
  area: Area,
  { contract: { id }, scene: { quarter, random } }: FiguresQuery,
): Record<string, unknown> | undefined {
  switch (id) {
    case 'population':
      return { value: Math.round(area.population * 1.004 ** (quarter.index / 4)) };
    case 'precursor-enterprises':
      return { value: enterprisesOf(area) };
    case 'new-users-found':
      return { value: random.count((area.population / 100_000) * 2.6 * 0.97 ** quarter.index) };
    default:
      return undefined;
  }
}

function enterprisesOf({ population }: Area): number {
  return Math.round(population / 5_500);
}

/** Denominators by size of the area: persons, schools, enterprises, respondents. */
function denominatorOf(area: Area, entry: Indicator): number {
  const size = Math.max(1, Math.round((area.isCity ? 600_000 : area.population) / 12_000));
  if (entry.columns.accumulation === 'latest survey') return 400 + size;
  const fixed = /^(\d+) /.exec(entry.columns.denominator);
  return fixed ? Number(fixed[1]) : size;
}

function ratioOf(area: Area, { entry, scene }: { entry: Indicator; scene: Scene }): Record<string, unknown> {
  const { random, quarter } = scene;
  const denominator = denominatorOf(area, entry);
  const probability = shareOf(area, { entry, quarter, random });
  const numerator = random.successes(denominator, Math.min(1, Math.max(0, probability)));
  return numerator === 0 && denominator === 0 ? { nil: true } : { numerator, denominator };
}

/** The share that an area really reaches: near its limit, a little better each year, worse where people are careless. */
function shareOf(
  area: Area,
  { entry, quarter, random }: { entry: Indicator; quarter: Quarter; random: Random },
): number {
  const { target, scale } = entry;
  const limit = target?.kind === 'limit' ? target.limit / scale : 0.9;
  const lower = target?.kind === 'limit' && target.comparator.startsWith('<');
  const drift = quarter.index * 0.002;
  if (lower) return limit * (0.45 + area.carelessness * 0.5) - drift * limit;
  if (entry.columns.accumulation === 'cumulative') return progress(quarter, limit, area);
  if (limit >= 0.99) return random.chance(0.985 - area.carelessness * 0.09) ? 1 : 0.96;
  return limit + 0.02 + (1 - limit) * (0.35 - area.carelessness * 0.5) + drift;
}

/** What accumulates over the year reaches its limit in the last quarter, mostly. */
function progress({ key }: Quarter, limit: number, area: Area): number {
  const share = Number(key.slice(5)) / 4;
  if (share === 1) return area.carelessness > 0.6 ? limit * 0.96 : 1;
  return limit * share * 0.98;
}

function numeratorOf(area: Area, { entry, scene }: { entry: Indicator; scene: Scene }): Record<string, unknown> {
  const { random, quarter } = scene;
  if (entry.id === 'users-population-share')
    return { numerator: Math.round((area.population / 10_000) * (21 - quarter.index * 0.12 + random.next() * 0.8)) };
  return { numerator: random.successes(enterprisesOf(area), random.chance(0.96 - area.carelessness * 0.1) ? 1 : 0.97) };
}

function valueOf(area: Area, { entry, scene }: { entry: Indicator; scene: Scene }): Record<string, unknown> {
  const { random, quarter } = scene;
  const { target } = entry;
  if (entry.id === 'abstinent-3y-growth')
    return { value: Math.round((area.population / 900) * 1.09 ** (quarter.index / 4)) };
  if (entry.id === 'locals-caught-elsewhere')
    return countOf(random.count((area.population / 200_000) * 0.97 ** quarter.index));
  if (target?.kind === 'limit' && target.limit === 0) return countOf(random.chance(0.0006) ? 1 : 0);
  if (entry.measure.kind === 'event-count') return countOf(0);
  if (target?.kind === 'limit') return countOf(doneOf(target.limit, { quarter, area, random }));
  if (target?.kind === 'by-level') return countOf(area.isCity ? 6 + random.whole(4) : random.whole(3));
  return countOf(random.count(3));
}

function countOf(value: number): Record<string, unknown> {
  return value === 0 ? { nil: true } : { value };
}

/** A count that grows over the year and reaches what is asked by its end, mostly. */
function doneOf(limit: number, { quarter, area, random }: { quarter: Quarter; area: Area; random: Random }): number {
  const share = Number(quarter.key.slice(5)) / 4;
  if (share === 1) return area.carelessness > 0.7 && random.chance(0.4) ? limit - 1 : limit + random.whole(2);
  return Math.floor(limit * share + (limit === 1 && share >= 0.5 ? 0.6 : 0));
}

function flagOf(area: Area, { entry, scene }: { entry: Indicator; scene: Scene }): boolean {
  const due = entry.target?.kind === 'yes-no' && entry.target.due;
  if (!due) return false;
  const number = Number(scene.quarter.key.slice(5));
  return number >= 3 || (number === 2 && area.carelessness < 0.4);
}
