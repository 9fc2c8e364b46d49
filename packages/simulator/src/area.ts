import { parsePeriod, quarterOfDay, type Day } from '@duqing/calendar';
import type { Deployment, Region } from '@duqing/regions';
import type { Random } from './random.ts';

/** A unit of the made-up city and what makes it differ from the others. */
export interface Area {
  code: string;
  isCity: boolean;
  /** residents at the start */
  population: number;
  /** drug crimes a quarter */
  cases: number;
  /** share of cases solved with IT support at the start; grows a little each quarter */
  itShare: number;
  /** 0 = diligent, 1 = careless: misses and delays returns */
  carelessness: number;
}

export interface Quarter {
  key: string;
  /** from 0 */
  index: number;
  start: Day;
  /** exclusive */
  end: Day;
}

/** The monitored units in force on the last day, then the city itself. */
export function areasOf(deployment: Deployment, { until, random }: { until: Day; random: Random }): Area[] {
  const regions = deployment.regions.at(-1)?.value ?? [];
  const units = regions.filter((region) => isUnit(region, { city: deployment.city, until }));
  return [...units.map((region) => unitArea(region, random)), cityArea(deployment.city)];
}

function isUnit({ parent, role, validFrom, validTo }: Region, { city, until }: { city: string; until: Day }): boolean {
  return parent === city && role === 'monitored' && validFrom <= until && (validTo === null || until < validTo);
}

function unitArea({ code, level }: Region, random: Random): Area {
  const population = level === 'zone' ? 60_000 + random.whole(90_000) : 180_000 + random.whole(900_000);
  return {
    code,
    isCity: false,
    population,
    cases: Math.max(3, population / 26_000),
    itShare: 0.16 + random.next() * 0.16,
    carelessness: random.next() ** 2,
  };
}

function cityArea(code: string): Area {
  return { code, isCity: true, population: 0, cases: 0, itShare: 0, carelessness: 0.05 };
}

/** The last `count` quarters that are over by `until`, oldest first. */
export function quartersBefore(until: Day, count: number): Quarter[] {
  const keys: string[] = [];
  for (let key = before(quarterOfDay(until)); keys.length < count; key = before(key)) keys.unshift(key);
  return keys.map((key, index) => {
    const period = parsePeriod(key);
    if (!period) throw new RangeError(`no period: ${key}`);
    return { key, index, start: period.start, end: period.end };
  });
}

/** The quarter before: 2026Q1 → 2025Q4. */
export function before(key: string): string {
  const [year, quarter] = [Number(key.slice(0, 4)), Number(key.slice(5))];
  return quarter === 1 ? `${year - 1}Q4` : `${year}Q${quarter - 1}`;
}
