import { periodOf, type Day, type Period } from '@duqing/calendar';
import type { Setting } from '@duqing/regions';
import type { Cell } from '../cell.ts';
import type { Holdings } from '../holdings.ts';
import { INDICATORS } from '../indicators/index.ts';
import type { Indicator } from '../types.ts';
import { levelOf } from './areas.ts';
import { cellOf } from './cell-of.ts';
import { compositeCell } from './composite.ts';
import { authoritative, returnedOn } from './counterpart.ts';
import { bulletinTrial } from './bulletins.ts';
import { Judge, type Place } from './judge.ts';
import { nativePeriod, nativePeriods, startOf } from './periods.ts';
import { sceneOf, type Scene } from './scene.ts';

export interface Evaluator {
  /** the cell of the native period that `period` names or holds; undefined where the item has no such cell there */
  cell(indicator: string, region: string, period: string): Cell | undefined;
  /**
   * Native cells named by, holding or within the period; an absent part means all of it. With `only` those that it selects, decided
   * period by period, so that the others are never all held at a time.
   */
  cellsOf(query: CellsAsked): Cell[];
  /** The same with `only`, period by period: in between a caller may do other things. */
  cellsBySteps(query: CellsAsked & Required<Pick<CellsAsked, 'only'>>): Generator<void, Cell[]>;
}

interface CellsAsked {
  indicator?: string;
  region?: string;
  period?: string;
  only?: (cell: Cell) => boolean;
}

/** Decides every cell of one moment, each once and only when asked for. */
export function createEvaluator(given: {
  setting: Setting;
  holdings: Holdings;
  indicators?: readonly Indicator[];
}): Evaluator {
  const indicators = given.indicators ?? INDICATORS;
  const scene = sceneOf({ ...given, indicators });
  let cellAt = cellsBy(scene);
  const cell: Evaluator['cell'] = (indicator, region, period) => {
    const entry = scene.entries.get(indicator);
    const native = entry && nativePeriod(entry, period, scene.setting.calendar);
    return native && cellAt(entry, region, native);
  };
  const asked = ({ indicator, region, period }: CellsAsked) => {
    const periods = period === undefined ? periodsHeld(scene) : [period];
    const natives = indicators
      .filter(({ id }) => indicator === undefined || id === indicator)
      .flatMap((entry) => nativesOf(scene, entry, periods).map((native) => ({ entry, native })));
    const cellsAt = ({ entry, native }: (typeof natives)[number]): Cell[] =>
      regionsOf(scene, region, native).flatMap((code) => cellAt(entry, code, native) ?? []);
    return { natives, cellsAt };
  };
  const cellsBySteps: Evaluator['cellsBySteps'] = function* ({ only, ...query }) {
    const { natives, cellsAt } = asked(query);
    const kept = new Map<(typeof natives)[number], Cell[]>();
    for (const part of Map.groupBy(natives, ({ native }) => native.end).values()) {
      cellAt = cellsBy(scene);
      for (const one of part) kept.set(one, cellsAt(one).filter(only));
      yield;
    }
    return natives.flatMap((one) => kept.get(one) ?? []);
  };
  const cellsOf: Evaluator['cellsOf'] = ({ only, ...query }) => {
    if (only) return finished(cellsBySteps({ only, ...query }));
    const { natives, cellsAt } = asked(query);
    return natives.flatMap(cellsAt);
  };
  return { cell, cellsOf, cellsBySteps };
}

function finished<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

type CellAt = (entry: Indicator, region: string, period: Period) => Cell | undefined;

function cellsBy(scene: Scene): CellAt {
  const judge = new Judge(scene);
  const cells = new Map<string, Cell | undefined>();
  const at: CellAt = (entry, region, period) => {
    const key = `${entry.id}\n${region}\n${period.kind}\n${period.key}`;
    if (!cells.has(key)) cells.set(key, made(entry, region, period));
    return cells.get(key);
  };
  const made: CellAt = (entry, region, period) => {
    const level = levelOf(scene, region, period);
    if (level === undefined || !entry.levels.includes(level)) return undefined;
    const place: Place = { entry: authoritative(entry, { setting: scene.setting, period }), region, level, period };
    if (entry.measure.kind === 'composite') return compositeCell(scene, { place, cellAt: at });
    if (entry.measure.kind === 'bulletins-sealed') return cellOf(scene, { place, trial: bulletinTrial(scene, place) });
    const trial = judge.trial(place);
    const other = otherOf({ entry, place });
    return cellOf(scene, { place, trial, ...(other && { other: judge.trial(other) }) });
  };
  /** The same figure as the other side gives it, where a return of it is held or counts. */
  const otherOf = ({ entry, place }: { entry: Indicator; place: Place }): Place | null => {
    if (place.entry !== entry) return { ...place, entry };
    const returned = scene.index.isReturned(entry.id, place.period) ? returnedOn(entry, scene.setting) : null;
    return returned && { ...place, entry: returned };
  };
  return at;
}

/** From the first quarter in which anything is held to the present one, and the creation period. */
function periodsHeld({ index, today }: Scene): string[] {
  const present = periodOf('quarter', today).key;
  const [first = present] = index.quarters;
  const found: string[] = [];
  for (let day: Day = startOf(first < present ? first : present); ;) {
    const quarter = periodOf('quarter', day);
    found.push(quarter.key);
    if (quarter.key >= present) return [...found, 'creation'];
    day = quarter.end;
  }
}

function nativesOf({ setting }: Scene, entry: Indicator, asked: readonly string[]): Period[] {
  const found = asked.flatMap((period) => nativePeriods(entry, period, setting.calendar));
  return [...new Map(found.map((period) => [period.key, period])).values()];
}

function regionsOf(scene: Scene, region: string | undefined, period: Period): string[] {
  return region === undefined ? [scene.setting.city, ...scene.areas.units(period)] : [region];
}
