import { compare, decimal } from '@duqing/substances';
import { REASONS, type Cell, type CompositeDetail, type Distance, type Reason, type Verdict } from '../cell.ts';
import { distanceText } from '../text/distance-text.ts';
import type { Indicator } from '../types.ts';
import type { Period } from '@duqing/calendar';
import { unitsConcerned } from './areas.ts';
import { emptyCompleteness, headerOf, targetOf } from './cell-of.ts';
import type { Place } from './judge.ts';
import type { Yardstick } from './matter.ts';
import { lastDay, nativePeriod } from './periods.ts';
import { isKept } from './rule.ts';
import type { Scene } from './scene.ts';
import { yardstickOf } from './yardstick.ts';

type CellAt = (entry: Indicator, region: string, period: Period) => Cell | undefined;

/** One thing that counts: an item of an area, or a pair of which one item implies the other. */
interface Item {
  /** region/indicator */
  id: string;
  verdict: Verdict;
  reason: Reason | null;
  toMeet: number | null;
  vetoMissed: string[];
  simulated: boolean;
}

/** Our own count of failing items, with the range that what is not assessable leaves open. */
export function compositeCell(scene: Scene, { place, cellAt }: { place: Place; cellAt: CellAt }): Cell {
  const { setting } = scene;
  const { entry, region, period } = place;
  const items = itemsOf(scene, place, cellAt);
  const { yardstick } = yardstickOf(scene, { place, bases: [] });
  const detail = detailOf(items, yardstick);
  const isConcerned = setting.notConcerned({ indicator: entry.id, region, day: lastDay(period) }) === undefined;
  const verdict = isConcerned ? verdictOf(detail, yardstick) : 'not-applicable';
  const failing = detail.failing.length;
  return {
    ...headerOf(scene, place),
    numerator: failing,
    denominator: null,
    value: failing,
    unit: entry.columns.unit,
    target: targetOf(yardstick, 1),
    verdict,
    reason: verdict === 'not-assessable' ? firstReason(items) : null,
    evidence: 'strong',
    distance: isConcerned ? distanceOf({ entry, yardstick, failing }) : null,
    completeness: emptyCompleteness(),
    flags: setting.simulated || items.some(({ simulated }) => simulated) ? ['simulated'] : [],
    breakdown: null,
    note: noteOf(detail),
    composite: detail,
  };
}

/** Whether an item counts: basis in the text, a verdict of its own, neither situation nor composite. */
function counts({ columns, target }: Indicator): boolean {
  return columns.basis === 'text' && target !== null && columns.group !== 'situation' && columns.group !== 'composite';
}

/** The city counts its units' items, and its own that are its own duty. */
function itemsOf(scene: Scene, { entry, region, level, period }: Place, cellAt: CellAt): Item[] {
  const all = [...scene.entries.values()].filter(counts);
  if (level === 'county') return itemsAt(scene, { entries: all, region, period, cellAt });
  const own = all.filter(({ columns, levels }) => columns.roll_up === 'own' || !levels.includes('county'));
  const units = unitsConcerned(scene, entry, period);
  return [
    ...itemsAt(scene, { entries: own, region, period, cellAt }),
    ...units.flatMap((unit) => itemsAt(scene, { entries: all, region: unit, period, cellAt })),
  ];
}

interface ItemsQuery {
  entries: readonly Indicator[];
  region: string;
  period: Period;
  cellAt: CellAt;
}

function itemsAt(scene: Scene, { entries, region, period, cellAt }: ItemsQuery): Item[] {
  const cells = entries.flatMap((entry) => {
    const native = nativePeriod(entry, period.key, scene.setting.calendar);
    return (native && cellAt(entry, region, native)) ?? [];
  });
  const pairs = Map.groupBy(cells, ({ indicator }) => scene.entries.get(indicator)?.impliedBy ?? indicator);
  return [...pairs.values()].map((group) => itemOf(region, { group, entries: scene.entries }));
}

const WEIGHT: Verdict[] = ['missed', 'not-assessable', 'not-due', 'met', 'not-applicable', 'information'];

/** A pair fails if either fails, else is not assessable if either is not; the worse stands for both, alike the implying one. */
function itemOf(region: string, { group, entries }: { group: Cell[]; entries: Scene['entries'] }): Item {
  const [first] = group.toSorted((a, b) => WEIGHT.indexOf(a.verdict) - WEIGHT.indexOf(b.verdict));
  if (!first) throw new Error(`${region}: an item has at least one cell`);
  const vetoes = group.filter(({ indicator, verdict }) => verdict === 'missed' && entries.get(indicator)?.veto);
  return {
    id: `${region}/${first.indicator}`,
    verdict: first.verdict,
    reason: first.reason,
    toMeet: first.distance?.toMeet ?? null,
    vetoMissed: vetoes.map(({ indicator }) => `${region}/${indicator}`),
    simulated: group.some(({ flags }) => flags.includes('simulated')),
  };
}

function detailOf(items: readonly Item[], yardstick: Yardstick | null): CompositeDetail {
  const of = (verdict: Verdict): Item[] => items.filter((item) => item.verdict === verdict);
  const failing = of('missed');
  const notAssessable = of('not-assessable');
  const ids = (found: readonly Item[]): string[] => found.map(({ id }) => id);
  const far = (item: Item): number => item.toMeet ?? Infinity;
  return {
    failing: ids(failing),
    notAssessable: ids(notAssessable),
    notDue: ids(of('not-due')),
    notApplicable: ids(of('not-applicable')),
    vetoMissed: items.flatMap(({ vetoMissed }) => vetoMissed),
    range: [failing.length, failing.length + notAssessable.length],
    toMend: toMendOf(failing.length, yardstick),
    mendOrder: ids(failing.toSorted((a, b) => far(a) - far(b) || 0)),
  };
}

function distanceOf(of: { entry: Indicator; yardstick: Yardstick | null; failing: number }): Distance | null {
  const { entry, yardstick, failing } = of;
  if (entry.act === null || yardstick === null) return null;
  const toMeet = toMendOf(failing, yardstick);
  let toBreak = 0;
  while (keeps(failing + toBreak, yardstick)) toBreak += 1;
  return { toMeet, toBreak, text: distanceText(entry.act, { toMeet, toBreak, upward: false }) };
}

/** Failing items that must turn to met for the limit to be kept. */
function toMendOf(failing: number, yardstick: Yardstick | null): number {
  let mended = 0;
  while (mended < failing && !keeps(failing - mended, yardstick)) mended += 1;
  return mended;
}

function keeps(count: number, yardstick: Yardstick | null): boolean {
  if (yardstick?.kind !== 'limit') throw new Error('the composite has a limit');
  return isKept(yardstick.comparator, compare(decimal(count), yardstick.limit.numerator));
}

/** Three values: broken by the failing alone, kept whatever the rest turns out to be, or open. */
function verdictOf({ range: [least, most] }: CompositeDetail, yardstick: Yardstick | null): Verdict {
  if (!keeps(least, yardstick)) return 'missed';
  return keeps(most, yardstick) ? 'met' : 'not-assessable';
}

function firstReason(items: readonly Item[]): Reason | null {
  return (
    REASONS.find((reason) => items.some((item) => item.verdict === 'not-assessable' && item.reason === reason)) ?? null
  );
}

function noteOf({ range: [least, most], toMend }: CompositeDetail): NonNullable<Cell['note']> {
  const range = least === most ? `${least}` : `${least}–${most}`;
  const mend = toMend > 0 ? { zh: `;须整改 ${toMend} 条`, en: `; ${toMend} to mend` } : { zh: '', en: '' };
  return { zh: `内部测算:不达标 ${range} 条${mend.zh}`, en: `own count, an early sign: ${range} failing${mend.en}` };
}
