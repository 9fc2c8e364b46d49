import type { IntelligenceData } from '@duqing/events';
import { troubled } from './corrections.ts';
import type { History, Step } from './history.ts';
import type { Random } from './random.ts';
import { DAY, dayWithin, momentOn } from './time.ts';
import type { Area, Quarter } from './world.ts';

type Report = Omit<IntelligenceData, 'revision'>;

/** Reports a quarter at size 1. */
const RATE = 7;

export interface Heard {
  area: Area;
  quarter: Quarter;
  random: Random;
  /** ids of the cases of the quarter, one of which a report may have led to */
  cases: readonly string[];
}

/** Reports of an area obtained in a quarter: open at first, then a case or nothing. */
export function intelligenceOf({ area, quarter, random, cases }: Heard): History[] {
  return Array.from({ length: random.poisson(RATE * area.size) }, (_, index) => {
    const subject = `i-${area.code}-${quarter.year}-${quarter.number}${String(index + 1).padStart(3, '0')}`;
    return reportHistory({ area, quarter, random, cases }, subject);
  });
}

function reportHistory({ area, quarter, random, cases }: Heard, subject: string): History {
  const obtainedOn = dayWithin(quarter.start, quarter.end, random);
  const time = momentOn(obtainedOn, random);
  const kind = random.weighted({ tip: 55, lead: 22, 'analysis-product': 12, 'early-warning': 8, wastewater: 3 });
  const source = `/${area.code}/${kind === 'tip' ? 'hotline' : 'police'}`;
  const open: Report = {
    region: area.code,
    obtainedOn,
    kind,
    grade: random.weighted({ A: 8, B: 30, C: 42, D: 20 }),
    ...(random.chance(0.6) && { substances: [random.pick(['methamphetamine', 'ketamine', 'heroin', 'etomidate'])] }),
    disposition: 'open',
  };
  const steps: Step[] = [{ time, source, data: open, role: 'record' }];
  if (random.chance(0.8))
    steps.push({ time: time + random.whole(3, 40) * DAY, source, data: settled(open, cases, random), role: 'record' });
  const correct = (data: object) => ({ data: { ...data, grade: random.pick(['A', 'B', 'C', 'D']) }, source });
  return {
    family: 'intelligence',
    subject,
    steps: troubled(steps, { random, correct, correctedShare: 0.03, withdrawnShare: 0.008 }),
  };
}

function settled(open: Report, cases: readonly string[], random: Random): Report {
  const found = cases[random.whole(0, Math.max(0, cases.length - 1))];
  if (found === undefined || !random.chance(0.35)) return { ...open, disposition: 'dismissed' };
  return { ...open, disposition: 'case-opened', case: found };
}
