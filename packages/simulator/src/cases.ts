import { addDays, type Day } from '@duqing/calendar';
import type { Area, Quarter } from './area.ts';
import { dayBetween, workingHour, type Draft } from './draft.ts';
import type { Random } from './random.ts';

const CATEGORIES = {
  trafficking: 46,
  smuggling: 2,
  possession: 14,
  harbouring: 12,
  'inducing-use': 2,
  cultivation: 3,
  'precursor-trafficking': 1,
  'drug-use': 55,
  'drug-driving': 6,
  'user-incident': 2,
  other: 4,
};
/** Cases by quarter of the year: the spring campaign and the summer. */
const SEASON = [0.92, 1.12, 1.05, 0.91];
const PLAIN = { informant: 4, tip: 6, patrol: 3, checkpoint: 2, confession: 2, undercover: 1 };
const SUPPORTED = {
  'analysis-platform': 4,
  'network-sweep': 2,
  'logistics-data': 2,
  'communications-data': 3,
  video: 3,
  'device-forensics': 2,
};

export interface CaseDraft extends Draft {
  filedOn: Day;
  solvedOn: Day | undefined;
}

/** The cases that an area files in a quarter, as their first report tells them. */
export function casesOf(
  area: Area,
  { quarter, until, random }: { quarter: Quarter; until: Day; random: Random },
): CaseDraft[] {
  const season = SEASON[Number(quarter.key.slice(5)) - 1] ?? 1;
  const count = random.count(area.cases * 2.2 * season * 0.985 ** quarter.index);
  return Array.from({ length: count }, (_, number) => caseOf(area, { quarter, until, random, number }));
}

function caseOf(
  area: Area,
  { quarter, until, random, number }: { quarter: Quarter; until: Day; random: Random; number: number },
): CaseDraft {
  const category = random.weighted(CATEGORIES);
  const filedOn = dayBetween(quarter.start, { end: quarter.end, random });
  const solved = addDays(filedOn, 1 + Math.floor(-Math.log(1 - random.next()) * 24));
  const isSolved = random.chance(0.86) && solved < until;
  const reportedOn = addDays(filedOn, random.whole(4));
  const subject = `${area.code}-${quarter.key}-${String(number + 1).padStart(4, '0')}`;
  return {
    topic: 'duqing.cases',
    type: 'duqing.case.recorded.v1',
    source: `/${area.code}/police`,
    subject,
    at: workingHour(reportedOn < until ? reportedOn : filedOn, random),
    filedOn,
    solvedOn: isSolved ? solved : undefined,
    data: { revision: 1, region: area.code, category, filedAt: filedOn, ...attributesOf(category, random) },
  };
}

/** What the category needs; now and then something is left out, as people do. */
function attributesOf(category: string, random: Random): Record<string, unknown> {
  const byUser = category === 'user-incident' || (category === 'other' && random.chance(0.3));
  const severity = random.weighted({ ordinary: 90, serious: byUser ? 2 : 8, major: byUser ? 0 : 2 });
  return {
    severity,
    targetLevel: random.weighted({ none: 93, city: 4, province: 2, ministry: 1 }),
    ...(category === 'cultivation' && { largeScale: false }),
    ...(['user-incident', 'other'].includes(category) && { causedByUser: byUser }),
    ...(byUser && { outOfSupervision: random.chance(0.1) }),
    ...(random.chance(0.995) && { persons: personsOf(category, random) }),
  };
}

function personsOf(category: string, random: Random): Record<string, number> {
  const involved = 1 + random.count(category === 'trafficking' ? 0.8 : 0.3);
  return {
    involved,
    minors: random.successes(involved, 0.012),
    pupils: 0,
    users: random.successes(involved, category === 'drug-use' ? 1 : 0.4),
  };
}

/** The second report of a case that was solved. */
export function solvedReport(
  draft: CaseDraft,
  { area, quarter, random }: { area: Area; quarter: Quarter; random: Random },
): Draft | undefined {
  if (draft.solvedOn === undefined) return undefined;
  const supported = random.chance(area.itShare + quarter.index * 0.006);
  const solvedBy = [random.weighted(PLAIN), ...(supported ? [random.weighted(SUPPORTED)] : [])];
  const data = { ...draft.data, revision: 2, solvedAt: draft.solvedOn, solvedBy };
  return { ...draft, at: Math.max(draft.at + 3_600_000, workingHour(draft.solvedOn, random)), data };
}
