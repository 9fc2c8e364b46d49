import type { Lang } from './lang.ts';

/** The table's units in Chinese; a count of 1 has its own English word. */
const UNITS: Record<string, { zh: string; one: string }> = {
  '%': { zh: '%', one: '%' },
  'per 10 000': { zh: '/万人', one: 'per 10 000' },
  'yes/no': { zh: '是/否', one: 'yes/no' },
  activities: { zh: '次活动', one: 'activity' },
  bases: { zh: '个基地', one: 'base' },
  bulletins: { zh: '期通报', one: 'bulletin' },
  cases: { zh: '起', one: 'case' },
  'cases and incidents': { zh: '起', one: 'case or incident' },
  faults: { zh: '起过错', one: 'fault' },
  g: { zh: '克', one: 'g' },
  inspections: { zh: '次检查', one: 'inspection' },
  institutions: { zh: '家', one: 'institution' },
  items: { zh: '条', one: 'item' },
  meetings: { zh: '次会议', one: 'meeting' },
  persons: { zh: '人', one: 'person' },
  plants: { zh: '株', one: 'plant' },
  plots: { zh: '处', one: 'plot' },
  reports: { zh: '条', one: 'report' },
  seizures: { zh: '起', one: 'seizure' },
  substances: { zh: '种', one: 'substance' },
};

/** Units of the table that can be worded in both languages. */
export function isKnownUnit(unit: string): boolean {
  return unit in UNITS;
}

/** A unit's word; English has the singular for exactly one. */
export function unitWord(unit: string, lang: Lang, count?: number): string {
  const found = UNITS[unit];
  if (lang === 'zh') return found?.zh ?? unit;
  return count === 1 ? (found?.one ?? unit) : unit;
}
