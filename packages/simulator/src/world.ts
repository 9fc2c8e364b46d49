import { addDays, endOfDay, parsePeriod, quarterOfDay, type Day } from '@duqing/calendar';
import { inForceOn, RegionTable, type Deployment, type Region } from '@duqing/regions';
import { randomOf, type Random } from './random.ts';

export interface Quarter {
  key: string;
  /** inclusive */
  start: Day;
  /** exclusive */
  end: Day;
  year: number;
  /** 1 to 4 */
  number: number;
  /** 0 = the first of the run */
  index: number;
}

/** Who sends: a unit, a code that was one for a time, or the city for itself. */
export interface Area {
  code: string;
  level: 'county' | 'city';
  /** place among the areas: stories are told of areas by it */
  index: number;
  /** exclusive; null = still in use */
  until: Day | null;
  population: number;
  /** 1 = the mean unit */
  size: number;
  /** how well it does its duties, 0 to 1 */
  care: number;
  /** drug cases a quarter at size 1 */
  caseRate: number;
  /** factor a year */
  trend: number;
  /** share of solved cases that IT helped to solve */
  itShare: number;
  solvedShare: number;
}

export interface World {
  deployment: Deployment;
  regions: RegionTable;
  seed: number;
  /** complete ones, in order; the last is the one reported on */
  quarters: Quarter[];
  /** the same and the one that is running, if any */
  withRunning: Quarter[];
  /** sorted by code: counties and zones, then codes that end on the way, then the city */
  areas: Area[];
  references: string[];
  /** codes that ended before the run: some still send under them */
  ended: Region[];
  /** ms: nothing is received from here on */
  end: number;
}

export interface CityOptions {
  deployment: Deployment;
  /** complete quarters, the last being the last that is over on `until` */
  quarters: number;
  seed: number;
  /** last day of data */
  until: Day;
}

/** Throws a RangeError where fewer than 1 quarter is asked for or the city has no units. */
export function worldOf({ deployment, quarters, seed, until }: CityOptions): World {
  if (!Number.isInteger(quarters) || quarters < 1) throw new RangeError('quarters: at least 1');
  const regions = new RegionTable(inForceOn(deployment.regions, until));
  const withRunning = quartersUpTo(until, quarters);
  const complete = withRunning.filter(({ end }) => end <= addDays(until, 1));
  const first = withRunning[0]?.start ?? until;
  const all = regions.all();
  return {
    deployment,
    regions,
    seed,
    quarters: complete,
    withRunning,
    areas: areasOf({ deployment, regions, seed, until, first }),
    references: all.filter(({ role }) => role === 'reference').map(({ code }) => code),
    ended: all.filter(({ validTo, parent }) => parent === deployment.city && validTo !== null && validTo <= until),
    end: endOfDay(until),
  };
}

function quartersUpTo(until: Day, count: number): Quarter[] {
  const found: Omit<Quarter, 'index'>[] = [];
  const isOver = (quarter: { end: Day }): boolean => quarter.end <= addDays(until, 1);
  for (let day = until; found.filter(isOver).length < count; day = addDays(found[0]?.start ?? day, -1))
    found.unshift(quarterHolding(day));
  return found.map((quarter, index) => ({ ...quarter, index }));
}

function quarterHolding(day: Day): Omit<Quarter, 'index'> {
  const key = quarterOfDay(day);
  const period = parsePeriod(key);
  if (!period) throw new RangeError(`no quarter: ${key}`);
  return { key, start: period.start, end: period.end, year: Number(key.slice(0, 4)), number: Number(key.slice(5)) };
}

function areasOf({
  deployment: { city },
  regions,
  seed,
  until,
  first,
}: Pick<CityOptions, 'deployment' | 'seed' | 'until'> & { regions: RegionTable; first: Day }): Area[] {
  const units = regions.unitsOf(city, until);
  if (units.length === 0) throw new RangeError(`${city} has no units on ${until}`);
  const ending = regions
    .all()
    .filter(({ parent, validTo }) => parent === city && validTo !== null && validTo > first && validTo <= until);
  const counties = [...units, ...ending].map((region, index) => countyOf(region, index, randomOf(seed, region.code)));
  const population = counties.reduce((sum, area) => sum + (area.until === null ? area.population : 0), 0);
  return [...counties, cityOf(city, counties.length, population)];
}

function countyOf({ code, level, validTo }: Region, index: number, random: Random): Area {
  const scale = validTo === null ? 1 : 0.35;
  const size = (level === 'zone' ? random.between(0.3, 0.5) : random.between(0.55, 1.7)) * scale;
  return {
    code,
    level: 'county',
    index,
    until: validTo,
    population: Math.round(size * 620_000),
    size,
    care: random.between(0.965, 0.999),
    caseRate: random.between(7, 11),
    trend: random.between(0.88, 1.06),
    itShare: random.between(0.22, 0.45),
    solvedShare: random.between(0.8, 0.95),
  };
}

/** The city's own brigade takes a few cases; its duties are those of the city's own level. */
function cityOf(code: string, index: number, population: number): Area {
  const own = { size: 0.3, care: 0.97, caseRate: 8, trend: 0.97, itShare: 0.6, solvedShare: 0.95 };
  return { code, level: 'city', index, until: null, population, ...own };
}

/** Whether an area's code is in use for the whole of a quarter. */
export function isActive({ until }: Area, { end }: Quarter): boolean {
  return until === null || end <= until;
}
