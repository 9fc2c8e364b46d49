import { addDays, type Day } from '@duqing/calendar';
import type { CaseDraft } from './cases.ts';
import { dayBetween, momentText, workingHour, type Draft } from './draft.ts';
import type { Area, Quarter } from './area.ts';
import type { Random } from './random.ts';

const SUBSTANCES = {
  methamphetamine: 46,
  heroin: 16,
  ketamine: 12,
  mdma: 6,
  'cannabis-herb': 7,
  cocaine: 2,
  methcathinone: 1,
  tramadol: 3,
  ghb: 3,
};
const UNITS: Record<string, string> = { mdma: 'tablet', tramadol: 'tablet', ghb: 'ml' };
const CHANNELS = { person: 34, premises: 26, parcel: 18, vehicle: 12, checkpoint: 6, online: 4 } as const;
const SEIZES = new Set(['trafficking', 'possession', 'smuggling', 'harbouring', 'drug-use', 'cultivation']);

/** The seizure that belongs to a case, where there is one. */
export function seizureOf(filed: CaseDraft, { area, random }: { area: Area; random: Random }): Draft | undefined {
  const category = String(filed.data['category']);
  if (!SEIZES.has(category) || !random.chance(category === 'drug-use' ? 0.2 : 0.75)) return undefined;
  const items = category === 'cultivation' ? [plantsOf(random)] : itemsOf(random);
  const seizedAt = momentText(workingHour(filed.filedOn, random));
  return {
    topic: 'duqing.seizures',
    type: 'duqing.seizure.recorded.v1',
    source: `/${area.code}/police`,
    subject: `${filed.subject}-S`,
    at: filed.at + 7_200_000,
    data: { revision: 1, region: area.code, seizedAt, case: filed.subject, channel: random.weighted(CHANNELS), items },
  };
}

function itemsOf(random: Random): object[] {
  const first = random.weighted(SUBSTANCES);
  const second = random.weighted(SUBSTANCES);
  return [itemOf(first, random), ...(second !== first && random.chance(0.15) ? [itemOf(second, random)] : [])];
}

function itemOf(substance: string, random: Random): object {
  const unit = UNITS[substance] ?? 'g';
  const size = Math.exp(random.next() * 5.2 - 1.4);
  const value = unit === 'tablet' ? 1 + Math.floor(size) : Math.round(size * 100) / 100;
  const known = unit === 'g' && random.chance(0.4);
  return {
    substance,
    quantity: { value, unit },
    ...(known && { purity: Math.round((0.3 + random.next() * 0.6) * 100) / 100 }),
  };
}

function plantsOf(random: Random): object {
  return { substance: 'opium-poppy', quantity: { value: 5 + random.whole(180), unit: 'plant' } };
}

/** The reports that an area obtains in a quarter. */
export function intelligenceOf(
  area: Area,
  { quarter, until, random }: { quarter: Quarter; until: Day; random: Random },
): Draft[] {
  return Array.from({ length: random.count(area.cases * 0.9) }, (_, number) => {
    const obtainedOn = dayBetween(quarter.start, { end: quarter.end, random });
    const at = workingHour(addDays(obtainedOn, 1) < until ? addDays(obtainedOn, 1) : obtainedOn, random);
    return {
      topic: 'duqing.intelligence',
      type: 'duqing.intelligence.recorded.v1',
      source: `/${area.code}/hotline`,
      subject: `i-${area.code}-${quarter.key}-${String(number + 1).padStart(3, '0')}`,
      at,
      data: {
        revision: 1,
        region: area.code,
        obtainedOn,
        kind: random.weighted({ tip: 60, lead: 22, 'analysis-product': 12, 'early-warning': 4, wastewater: 2 }),
        grade: random.weighted({ A: 8, B: 30, C: 44, D: 18 }),
        substances: [random.weighted(SUBSTANCES)],
        disposition: random.weighted({ open: 30, 'case-opened': 28, dismissed: 42 }),
      },
    };
  });
}
