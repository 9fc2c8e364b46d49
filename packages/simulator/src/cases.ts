import { addDays, dayOf, startOfDay, type Day } from '@duqing/calendar';
import type { CaseData, Category } from '@duqing/events';
import { lastOf, troubled } from './corrections.ts';
import type { History, Step } from './history.ts';
import type { Random } from './random.ts';
import { DAY, dayWithin, momentOn, momentText } from './time.ts';
import type { Area, Quarter, World } from './world.ts';

/** A case without its revision. */
export type Case = Omit<CaseData, 'revision'>;

/** Spring: the campaign against cultivation; winter: the festival. */
const SEASON: Record<number, number> = { 1: 0.82, 2: 1.18, 3: 1.08, 4: 0.92 };

const MIX: Partial<Record<Category, number>> = {
  trafficking: 42,
  possession: 9,
  harbouring: 11,
  'inducing-use': 2,
  smuggling: 1,
  'drug-use': 23,
  'drug-driving': 4,
};
const IT_METHODS = [
  'analysis-platform',
  'network-sweep',
  'logistics-data',
  'communications-data',
  'video',
  'device-forensics',
] as const;
const OTHER_METHODS = ['informant', 'tip', 'patrol', 'checkpoint', 'confession', 'undercover', 'other'] as const;

/** Cases of an area that were filed in a quarter, each with its revisions. */
export function casesOf(
  world: World,
  area: Area,
  { quarter, random }: { quarter: Quarter; random: Random },
): History[] {
  const years = quarter.index / 4;
  const mean = area.caseRate * area.size * (SEASON[quarter.number] ?? 1) * area.trend ** years;
  const days = Array.from({ length: random.poisson(mean) }, () => dayWithin(quarter.start, quarter.end, random)).sort();
  return days.map((day, index) => {
    const category = categoryOf(quarter, random);
    const subject = caseId(area, quarter, index + 1);
    return caseHistory({ world, area, random, subject, filed: drawnCase(area, { category, day, years, random }) });
  });
}

/** Numbered within the quarter, so that quarters can be drawn one by one: 990102-2026-3007. */
export function caseId({ code }: Area, { year, number }: Quarter, count: number): string {
  return `${code}-${year}-${number}${String(count).padStart(3, '0')}`;
}

/** Poppies are found in spring; what users cause grows rarer with the years. */
function categoryOf({ number, index }: Quarter, random: Random): Category {
  const byUsers = 0.7 ** (index / 4);
  return random.weighted<Category>({
    ...MIX,
    cultivation: number === 2 ? 12 : 1,
    'user-incident': 4 * byUsers,
    other: 6 * byUsers,
  });
}

interface Drawn {
  category: Category;
  day: Day;
  years: number;
  random: Random;
}

function drawnCase({ code }: Area, { category, day, years, random }: Drawn): Case {
  const involved = 1 + random.poisson(category === 'trafficking' ? 1.1 : 0.4);
  const minors = random.chance(0.07 * 0.55 ** years) ? 1 : 0;
  const causedByUser = category === 'user-incident' || (category === 'other' && random.chance(0.6));
  return {
    region: code,
    category,
    filedAt: random.chance(0.7) ? day : momentText(momentOn(day, random)),
    severity: random.weighted({ ordinary: 94, serious: causedByUser ? 0 : 5, major: causedByUser ? 0 : 1 }),
    targetLevel: random.weighted({ none: 93, city: 4, province: 2, ministry: 1 }),
    ...(category === 'cultivation' && { largeScale: false }),
    ...((category === 'user-incident' || category === 'other') && { causedByUser }),
    ...(causedByUser && { outOfSupervision: random.chance(0.1) }),
    persons: { involved, minors, pupils: 0, users: random.whole(0, involved) },
  };
}

interface Told {
  world: World;
  area: Area;
  random: Random;
  subject: string;
  filed: Case;
}

/** Filed, mostly solved, sometimes corrected or withdrawn. */
function caseHistory({ world, area, random, subject, filed }: Told): History {
  const source = `/${area.code}/police`;
  const known = filed.filedAt.length > 10 ? Date.parse(filed.filedAt) : momentOn(filed.filedAt, random);
  const steps: Step[] = [{ time: known + random.whole(1, 60) * 60_000, source, data: filed, role: 'record' }];
  const solved = solution(area, filed, random);
  if (solved) {
    const at = Date.parse(momentText(solved.at)) + random.whole(10, 600) * 60_000;
    steps.push({ time: Math.max(at, lastOf(steps).time + 60_000), source, data: solved.data, role: 'record' });
  }
  const correct = (data: object) => corrected(world, { area, random, data: data as Case });
  return {
    family: 'case',
    subject,
    steps: troubled(steps, { random, correct, correctedShare: 0.06, withdrawnShare: 0.012 }),
  };
}

function solution(area: Area, filed: Case, random: Random): { at: number; data: Case } | null {
  if (!random.chance(area.solvedShare)) return null;
  const day = addDays(dayAsSent(filed.filedAt), Math.ceil(random.wait(22)));
  const at = momentOn(day, random);
  const solvedAt = random.chance(0.5) ? day : momentText(at);
  const first = random.chance(area.itShare) ? random.pick(IT_METHODS) : random.pick(OTHER_METHODS);
  const second = random.pick(OTHER_METHODS);
  const solvedBy = random.chance(0.2) && first !== second ? [first, second] : [first];
  return { at, data: { ...filed, solvedAt, solvedBy } };
}

function dayAsSent(text: string): Day {
  return text.length === 10 ? text : dayOf(Date.parse(text));
}

/** Another day (earlier, also in the quarter before), another area (then the city says so), or other persons. */
function corrected(
  { deployment: { city }, areas }: World,
  { area, random, data }: { area: Area; random: Random; data: Case },
): { data: Case; source: string } {
  const source = `/${area.code}/police`;
  const { filedAt, persons = {} } = data;
  switch (random.weighted({ date: 5, area: 2, persons: 3 })) {
    case 'date': {
      const day = dayOf(startOfDay(dayAsSent(filedAt)) - random.whole(1, 25) * DAY);
      return { data: { ...data, filedAt: day }, source };
    }
    case 'area': {
      const others = areas.filter(
        ({ level, until, code }) => level === 'county' && until === null && code !== area.code,
      );
      const other = others[random.whole(0, others.length - 1)];
      return { data: { ...data, region: other?.code ?? area.code }, source: `/${city}/police` };
    }
    case 'persons':
      return {
        data: { ...data, persons: { ...persons, involved: (persons.involved ?? 0) + random.whole(1, 2) } },
        source,
      };
  }
}
