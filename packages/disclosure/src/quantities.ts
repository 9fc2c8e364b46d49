import { yearBefore } from '@duqing/calendar';
import { INDICATORS, type Cell, type EventPart, type Indicator } from '@duqing/catalogue';

/** What a published figure says in numbers. */
export type Said = Pick<Cell, 'indicator' | 'region' | 'period' | 'numerator' | 'denominator' | 'base'>;

/** n, d: of the figure itself; bn, bd: of the period that it is compared with. */
export type Role = 'n' | 'd' | 'bn' | 'bd';

/** One number that is counted, whichever figures show it. */
export interface Quantity {
  role: Role;
  /** what is counted */
  key: string;
  region: string;
  period: string;
  value: number;
  /** key, area and period */
  place: string;
  /** the place with the value: what was corrected is another number */
  id: string;
}

/** What an item's numbers count; null where it has no such number. Items that read the same thing have the same key. */
export function keysOf({ id, measure }: Indicator): { n: string | null; d: string | null } {
  switch (measure.kind) {
    case 'event-count':
      return { n: partKey(measure.part) + (measure.plusIncidents ? `+${id}` : ''), d: null };
    case 'event-sum':
      return { n: partKey(measure.part), d: null };
    case 'event-ratio':
      return { n: partKey(measure.numerator), d: partKey(measure.denominator) };
    case 'return-ratio':
      return {
        n: measure.numeratorHelper ?? `${measure.reads}:n`,
        d: measure.denominatorHelper ?? `${measure.reads}:d`,
      };
    case 'return-change':
      return { n: measure.levelHelper ?? id, d: measure.levelHelper ?? id };
    case 'new-substances':
    case 'return-count':
      return { n: id, d: null };
    case 'return-flag':
    case 'composite':
    case 'bulletins-sealed':
      return { n: null, d: null };
  }
}

function partKey(part: EventPart): string {
  return JSON.stringify([part.milestone, part.where, part.weight]);
}

/** The numbers that a figure shows, its base's too. */
export function quantitiesOf(item: Indicator, said: Said): Quantity[] {
  const { n, d } = keysOf(item);
  const { region, period, numerator, denominator, base } = said;
  const isChange = item.measure.kind === 'return-change';
  const before = base?.period ?? (isChange ? yearBefore(period) : period);
  const found = [
    quantity({ role: 'n', key: n, region, period, value: numerator }),
    quantity({ role: 'd', key: d, region, period: isChange ? before : period, value: denominator }),
    base && quantity({ role: 'bn', key: n, region, period: before, value: base.numerator }),
    base &&
      quantity({ role: 'bd', key: d, region, period: isChange ? yearBefore(before) : before, value: base.denominator }),
  ];
  return found.filter((one) => one !== null && one !== undefined);
}

function quantity(given: {
  role: Role;
  key: string | null;
  region: string;
  period: string;
  value: number | null;
}): Quantity | null {
  const { role, key, region, period, value } = given;
  if (key === null || value === null) return null;
  const place = `${key}|${region}|${period}`;
  return { role, key, region, period, value, place, id: `${place}|${value}` };
}

/** People at large: a number that everybody may know. */
export const OPEN_KEYS: readonly string[] = ['population'];

const DRUG_CRIME = JSON.stringify({ op: 'class', is: 'drugCrime' });

/** Keys whose number is part of another's: a numerator of its denominator, a kind of cases of all cases. */
export const PART_OF: ReadonlyMap<string, readonly string[]> = partsOf(INDICATORS);
/** The same the other way round. */
export const HOLDS: ReadonlyMap<string, readonly string[]> = turned(PART_OF);

function partsOf(items: readonly Indicator[]): Map<string, string[]> {
  const pairs = [...sharePairs(items), ...kindPairs(items)];
  const found = new Map<string, string[]>();
  for (const [part, whole] of pairs) found.set(part, [...new Set([...(found.get(part) ?? []), whole])]);
  return found;
}

function turned(pairs: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [part, wholes] of pairs) for (const whole of wholes) found.set(whole, [...(found.get(whole) ?? []), part]);
  return found;
}

function sharePairs(items: readonly Indicator[]): [string, string][] {
  return items.flatMap((item) => {
    const { n, d } = keysOf(item);
    const { measure } = item;
    const isShare =
      (measure.kind === 'return-ratio' && !measure.overOne) ||
      (measure.kind === 'event-ratio' && isPart(measure.numerator, measure.denominator));
    return isShare && n !== null && d !== null ? [[n, d] as [string, string]] : [];
  });
}

function kindPairs(items: readonly Indicator[]): [string, string][] {
  const parts = items.flatMap(({ measure }) =>
    measure.kind === 'event-count' && !measure.plusIncidents ? [measure.part] : [],
  );
  return parts.flatMap((part) =>
    parts.flatMap((whole) =>
      partKey(part) !== partKey(whole) && isPart(part, whole)
        ? [[partKey(part), partKey(whole)] as [string, string]]
        : [],
    ),
  );
}

/**
 * Whether all that a part selects another selects too, judged by its conditions alone. A category counts as one of its class: where a
 * deployment classes it otherwise this only withholds more.
 */
function isPart(part: EventPart, whole: EventPart): boolean {
  if (part.milestone !== whole.milestone || part.weight !== whole.weight) return false;
  const own = conditionsOf(part);
  return conditionsOf(whole).every((needed) => own.some((one) => one === needed || isDrugCrime(one, needed)));
}

function conditionsOf({ where }: EventPart): string[] {
  return (where.op === 'and' ? where.of : [where]).map((one) => JSON.stringify(one));
}

function isDrugCrime(condition: string, needed: string): boolean {
  return (
    needed === DRUG_CRIME &&
    /"op":"category"/.test(condition) &&
    !/"(?:drug-use|drug-driving|user-incident|other)"/.test(condition)
  );
}
