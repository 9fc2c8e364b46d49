import { dayOf } from '@duqing/calendar';
import type { SeizureData, SeizureItem } from '@duqing/events';
import type { Case } from './cases.ts';
import { troubled } from './corrections.ts';
import type { History, Step } from './history.ts';
import type { Random } from './random.ts';
import { momentOn, momentText } from './time.ts';
import type { Area, Quarter } from './world.ts';

type Seizure = Omit<SeizureData, 'revision'>;
type Unit = SeizureItem['quantity']['unit'];

interface Kind {
  unit: Unit;
  /** usual amount */
  middle: number;
  /** known purity, where it is ever measured */
  purity?: number;
}

const KINDS = {
  methamphetamine: { unit: 'g', middle: 18, purity: 0.78 },
  heroin: { unit: 'g', middle: 9, purity: 0.42 },
  ketamine: { unit: 'g', middle: 14, purity: 0.81 },
  mdma: { unit: 'tablet', middle: 22 },
  'cannabis-herb': { unit: 'g', middle: 35 },
  cocaine: { unit: 'g', middle: 6, purity: 0.7 },
  tramadol: { unit: 'tablet', middle: 40 },
  etomidate: { unit: 'ml', middle: 30 },
} as const satisfies Record<string, Kind>;
type Common = keyof typeof KINDS;

const WITH_SEIZURE: Partial<Record<Case['category'], number>> = {
  trafficking: 0.6,
  possession: 0.95,
  smuggling: 0.9,
  cultivation: 1,
  'drug-use': 0.12,
  manufacturing: 1,
};

export interface Found {
  area: Area;
  quarter: Quarter;
  random: Random;
  subject: string;
  /** the case it was found in */
  caseId: string;
  filed: Case;
}

/** What was seized in a case; undefined where nothing was. */
export function seizureOf(found: Found): History | undefined {
  const { area, random, subject, filed } = found;
  if (!random.chance(WITH_SEIZURE[filed.category] ?? 0)) return undefined;
  const day = filed.filedAt.length === 10 ? filed.filedAt : dayOf(Date.parse(filed.filedAt));
  const at = momentOn(day, random);
  const data: Seizure = {
    region: area.code,
    seizedAt: random.chance(0.3) ? day : momentText(at),
    case: found.caseId,
    channel: random.weighted({ person: 40, premises: 22, parcel: 18, vehicle: 9, checkpoint: 6, online: 3, other: 2 }),
    items: itemsOf(found),
  };
  const source = `/${area.code}/police`;
  const steps: Step[] = [{ time: at + random.whole(2, 72) * 3_600_000, source, data, role: 'record' }];
  const correct = (last: object) => ({ data: weighedAgain(last as Seizure, random), source });
  return {
    family: 'seizure',
    subject,
    steps: troubled(steps, { random, correct, correctedShare: 0.05, withdrawnShare: 0.01 }),
  };
}

function itemsOf({ random, filed, quarter }: Found): SeizureItem[] {
  if (filed.category === 'cultivation') {
    const plants = Math.max(3, Math.round(random.wait(60)));
    return [{ substance: 'opium-poppy', quantity: { value: plants, unit: 'plant' } }];
  }
  const count = random.weighted({ '1': 80, '2': 15, '3': 5 });
  const chosen = new Set(Array.from({ length: Number(count) }, () => random.weighted(weightsIn(quarter))));
  return [...chosen].map((substance) => itemOf(substance, random));
}

/** Etomidate comes up over the years; heroin goes down. */
function weightsIn({ index }: Quarter): Record<Common, number> {
  const heroin = Math.max(4, 16 - index);
  return {
    methamphetamine: 46,
    heroin,
    ketamine: 12,
    mdma: 7,
    'cannabis-herb': 7,
    cocaine: 3,
    tramadol: 4,
    etomidate: Math.max(0, index - 4) * 2,
  };
}

function itemOf(substance: Common, random: Random): SeizureItem {
  const { unit, middle, purity }: Kind = KINDS[substance];
  const amount = Math.max(unit === 'tablet' ? 1 : 0.1, random.wait(middle));
  const value = unit === 'tablet' ? Math.round(amount) : Math.round(amount * 100) / 100;
  const measured = purity !== undefined && random.chance(0.4);
  return {
    substance,
    quantity: { value, unit },
    ...(measured && { purity: Math.round(Math.min(0.99, random.around(purity, 0.25)) * 100) / 100 }),
  };
}

/** The laboratory's scales: without the packaging. */
function weighedAgain(data: Seizure, random: Random): Seizure {
  const less = random.between(0.75, 0.98);
  const items = data.items.map((item) => {
    const { value, unit } = item.quantity;
    const isCounted = unit === 'tablet' || unit === 'plant';
    return isCounted
      ? item
      : { ...item, quantity: { unit, value: Math.max(0.01, Math.round(value * less * 100) / 100) } };
  });
  return { ...data, items };
}
