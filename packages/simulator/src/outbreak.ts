import { addDays } from '@duqing/calendar';
import type { SeizureData } from '@duqing/events';
import type { Case } from './cases.ts';
import type { History, Step } from './history.ts';
import { randomOf } from './random.ts';
import { DAY, momentOn } from './time.ts';
import type { Area, Quarter, World } from './world.ts';

/** Finds of each week, the first beginning this many days before the quarter's end, the last in the quarter that runs. */
const FIRST_DAY = -17;
const WEEKLY = [1, 3, 5, 7, 9, 11];

/**
 * Electronic cigarettes with a substance that the city has not seen: in one area a few finds at the quarter's end, more each week
 * since, each with the user it was found with. Counts of weeks rise over their limits while the quarter's own figures still look calm.
 */
export function outbreak({ world, area, quarter, id }: Place): History[] {
  const random = randomOf(world.seed, 'outbreak');
  return WEEKLY.flatMap((count, week) =>
    Array.from({ length: count }, (_, at) => {
      const day = addDays(quarter.end, FIRST_DAY + week * 7 + random.whole(0, 6));
      const subject = `${id}-${week + 1}${String(at + 1).padStart(2, '0')}`;
      const time = momentOn(day, random) + 60_000;
      const step = (data: object, after: number): Step[] => [
        { time: time + after, source: `/${area.code}/police`, data, role: 'record' },
      ];
      const items: SeizureData['items'] = [
        { substance: 'synthetic-cannabinoids', quantity: { value: random.whole(2, 30) / 2, unit: 'ml' } },
      ];
      const seizure = { region: area.code, seizedAt: day, case: subject, channel: 'parcel', items };
      return [
        { family: 'case', subject, steps: step(useCase(area, day), 0) },
        { family: 'seizure', subject: `${subject}-S`, steps: step(seizure, DAY / 2) },
      ] satisfies History[];
    }).flat(),
  );
}

interface Place {
  world: World;
  area: Area;
  quarter: Quarter;
  id: string;
}

function useCase({ code }: Area, day: string): Case {
  return {
    region: code,
    category: 'drug-use',
    filedAt: day,
    solvedAt: day,
    solvedBy: ['patrol'],
    severity: 'ordinary',
    targetLevel: 'none',
    persons: { involved: 1, minors: 0, pupils: 0, users: 1 },
  };
}
