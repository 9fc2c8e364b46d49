import { addDays } from '@duqing/calendar';
import type { Area, Quarter } from './area.ts';
import { workingHour, type Draft } from './draft.ts';
import type { Random } from './random.ts';

/** How many quarters before the last, in which unit (by position), and what. */
const EVENTS = [
  { back: 0, unit: 5, data: { category: 'manufacturing', preControlled: false, severity: 'major' } },
  { back: 2, unit: 2, data: { category: 'drug-use', severity: 'ordinary', pupils: 1 } },
  { back: 5, unit: 7, data: { category: 'cultivation', largeScale: true, severity: 'serious' } },
  {
    back: 1,
    unit: 8,
    data: { category: 'user-incident', severity: 'serious', causedByUser: true, outOfSupervision: true },
  },
  { back: 0, unit: 3, data: { category: 'precursor-manufacturing', severity: 'serious' } },
];

/** What must not happen happens now and then: a city in which all is well would show nothing. */
export function specials({
  areas,
  spans,
  random,
}: {
  areas: readonly Area[];
  spans: readonly Quarter[];
  random: Random;
}): Draft[] {
  const units = areas.filter(({ isCity }) => !isCity);
  return EVENTS.flatMap(({ back, unit, data: { pupils = 0, ...data } }, number) => {
    const [quarter, area] = [spans.at(-1 - back), units[unit % units.length]];
    if (!quarter || !area) return [];
    const filedAt = addDays(quarter.start, 20 + number * 9);
    const draft: Draft = {
      topic: 'duqing.cases',
      type: 'duqing.case.recorded.v1',
      source: `/${area.code}/police`,
      subject: `${area.code}-${quarter.key}-9${String(number + 1).padStart(3, '0')}`,
      at: workingHour(addDays(filedAt, 1), random),
      data: {
        revision: 1,
        region: area.code,
        filedAt,
        targetLevel: 'none',
        ...data,
        persons: { involved: 2, minors: pupils, pupils, users: 1 },
      },
    };
    return [draft];
  });
}
