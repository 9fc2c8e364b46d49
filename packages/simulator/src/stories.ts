import type { SeizureData } from '@duqing/events';
import { addDays } from '@duqing/calendar';
import { caseId, type Case } from './cases.ts';
import type { History, Step } from './history.ts';
import { outbreak } from './outbreak.ts';
import { DAY, momentOn } from './time.ts';
import type { Random } from './random.ts';
import type { Area, Quarter, World } from './world.ts';

/**
 * What happens once in every run, so that each rule has something to show: each story tells of one area (by place among the
 * units) and one quarter (by how many lie after it, complete ones).
 */
export function storiesOf(world: World, random: Random): History[] {
  return STORIES.flatMap(({ area, back, tell }, index) => {
    const units = world.areas.filter(({ level, until }) => level === 'county' && until === null);
    const unit = units[area % units.length];
    const quarter = world.quarters.at(-1 - back);
    if (!unit || !quarter) return [];
    return tell({ world, area: unit, quarter, random, id: caseId(unit, quarter, 900 + index) });
  });
}

interface Told {
  world: World;
  area: Area;
  quarter: Quarter;
  random: Random;
  id: string;
}

interface Story {
  area: number;
  back: number;
  tell: (told: Told) => History[];
}

const STORIES: readonly Story[] = [
  { area: 4, back: 0, tell: manufacturing },
  { area: 6, back: 1, tell: pupil },
  { area: 10, back: 0, tell: seriousThenOrdinary },
  { area: 7, back: 5, tell: diversion },
  { area: 9, back: 0, tell: unclassified },
  { area: 2, back: 6, tell: uncontrolled },
  { area: 0, back: 0, tell: newSubstance },
  { area: 8, back: 1, tell: aggregate },
  { area: 5, back: 2, tell: unweighed },
  { area: 0, back: 0, tell: oldCodes },
  { area: 3, back: 2, tell: oldCodes },
  { area: 5, back: 0, tell: outbreak },
  { area: 2, back: 0, tell: creditedLate },
];

function base({ area, quarter }: Told, days: number): Case {
  return {
    region: area.code,
    category: 'trafficking',
    filedAt: addDays(quarter.start, days),
    severity: 'ordinary',
    targetLevel: 'none',
    persons: { involved: 1, minors: 0, pupils: 0, users: 0 },
  };
}

function history(told: Told, revisions: Case[]): History {
  const { area, random, id } = told;
  const steps = revisions.map((data, index): Step => {
    const time = momentOn(addDays(data.filedAt, index * 12), random);
    return { time, source: `/${area.code}/police`, data, role: index === 0 ? 'record' : 'correction' };
  });
  return { family: 'case', subject: id, steps };
}

function seizure(told: Told, day: string, data: Pick<SeizureData, 'items' | 'events' | 'case'>): History {
  const { area, random, id } = told;
  const whole = { region: area.code, seizedAt: day, channel: 'premises', ...data };
  const time = momentOn(addDays(day, 1), random);
  return {
    family: 'seizure',
    subject: `${id}-S`,
    steps: [{ time, source: `/${area.code}/police`, data: whole, role: 'record' }],
  };
}

/** A laboratory nobody had known of: one case breaks two zero rules. */
function manufacturing(told: Told): History[] {
  const filed: Case = {
    ...base(told, 47),
    category: 'manufacturing',
    severity: 'major',
    preControlled: false,
    persons: { involved: 4, minors: 0, pupils: 0, users: 1 },
  };
  const solved: Case = {
    ...filed,
    solvedAt: addDays(filed.filedAt, 9),
    solvedBy: ['analysis-platform', 'logistics-data'],
  };
  const items: SeizureData['items'] = [
    { substance: 'methamphetamine', quantity: { value: 1.24, unit: 'kg' }, purity: 0.83 },
    { substance: 'other', name: '未知白色粉末', quantity: { value: 310.5, unit: 'g' } },
  ];
  return [history(told, [filed, solved]), seizure(told, filed.filedAt, { case: told.id, items })];
}

function pupil(told: Told): History[] {
  const persons = { involved: 3, minors: 1, pupils: 1, users: 3 };
  return [history(told, [{ ...base(told, 30), category: 'drug-use', persons }])];
}

/** First reported as serious, twelve days later found to be ordinary: a verdict already told turns back. */
function seriousThenOrdinary(told: Told): History[] {
  const first: Case = {
    ...base(told, 55),
    category: 'user-incident',
    severity: 'serious',
    causedByUser: true,
    outOfSupervision: false,
    persons: { involved: 1, minors: 0, pupils: 0, users: 1 },
  };
  return [history(told, [first, { ...first, severity: 'ordinary' }])];
}

function diversion(told: Told): History[] {
  return [history(told, [{ ...base(told, 20), category: 'medicine-diversion' }])];
}

/** Nobody said whether the plot was large: the zero rule cannot be judged. */
function unclassified(told: Told): History[] {
  return [history(told, [{ ...base(told, 12), category: 'cultivation' }])];
}

function uncontrolled(told: Told): History[] {
  const filed: Case = {
    ...base(told, 40),
    category: 'other',
    severity: 'major',
    causedByUser: true,
    outOfSupervision: true,
  };
  return [history(told, [filed])];
}

/** Days after the quarter's end on which a look through the files finds that a platform had helped to solve one more case. */
const CREDITED = [7, 13, 21];

/** Solved in the quarter, by whom is corrected after it: the figure of the quarter grows week by week. */
function creditedLate(told: Told): History[] {
  const { area, quarter, random } = told;
  const source = `/${area.code}/police`;
  return CREDITED.map((days, index): History => {
    const filed = base(told, 40 + index * 9);
    const solved: Case = { ...filed, solvedAt: addDays(filed.filedAt, 6), solvedBy: ['informant'] };
    const credited: Case = { ...solved, solvedBy: ['informant', 'analysis-platform'] };
    return {
      family: 'case',
      subject: `${told.id}-${index + 1}`,
      steps: [
        { time: momentOn(addDays(filed.filedAt, 7), random), source, data: solved, role: 'record' },
        { time: momentOn(addDays(quarter.end, days), random), source, data: credited, role: 'correction' },
      ],
    };
  });
}

function newSubstance(told: Told): History[] {
  const items: SeizureData['items'] = [{ substance: 'nitazenes', quantity: { value: 12, unit: 'tablet' } }];
  return [seizure(told, addDays(told.quarter.start, 60), { items })];
}

/** One record that stands for a week's finds in parcels. */
function aggregate(told: Told): History[] {
  const items: SeizureData['items'] = [{ substance: 'cannabis-herb', quantity: { value: 410, unit: 'g' } }];
  return [seizure(told, addDays(told.quarter.start, 33), { items, events: 6 })];
}

/** A quantity of 0 is kept, with doubt. */
function unweighed(told: Told): History[] {
  const items: SeizureData['items'] = [{ substance: 'ketamine', quantity: { value: 0, unit: 'g' } }];
  return [seizure(told, addDays(told.quarter.start, 15), { items })];
}

/** A desk that still writes codes which ended years ago: one has a successor, one was split. */
function oldCodes(told: Told): History[] {
  const { world, quarter, random } = told;
  const { city } = world.deployment;
  const one = world.ended.find(({ successors }) => successors.length === 1);
  const split = world.ended.find(({ successors }) => successors.length > 1);
  return [one, split].flatMap((region, index) => {
    if (!region || (region.validTo ?? '') > quarter.start) return [];
    const data: Case = { ...base(told, 25 + index), region: region.code };
    const time = momentOn(data.filedAt, random) + DAY;
    const subject = `${region.code}-${quarter.year}-${quarter.number}900`;
    return [{ family: 'case', subject, steps: [{ time, source: `/${city}/police`, data, role: 'record' }] }];
  });
}
