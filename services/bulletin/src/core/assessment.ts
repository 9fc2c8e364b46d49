import { isCounted, type Cell, type Indicator, type Verdict } from '@duqing/catalogue';
import type { Area, BulletinInput } from './types.ts';

/** Steps within which a target that is met counts as close. */
const CLOSE = 2;

/** One item of the city in the quarter, beside itself in the quarter before. */
export interface Standing {
  item: Indicator;
  cell: Cell;
  /** absent where there was no other cell the quarter before */
  before: Cell | undefined;
  /** the same item one year before; absent for areas other than the city */
  yearBefore: Cell | undefined;
}

export interface Assessment {
  counted: Standing[];
  /** of those counted, whose figure and verdict are not told in this edition */
  withheld: Standing[];
  by: Record<Verdict, Standing[]>;
  /** missed now and met the quarter before */
  newlyMissed: Standing[];
  /** missed in both quarters; of items with a half-year or a year nothing is said in quarters */
  stillMissed: Standing[];
  /** met now and missed the quarter before */
  turnedMet: Standing[];
  vetoMissed: Standing[];
  /** vetoes of which nothing can be said yet */
  vetoOpen: Standing[];
  /** met, but few steps from being missed, nearest first */
  close: Standing[];
  /** the own count (内部测算) */
  composite: Cell | undefined;
}

/** How the city, or the area whose edition it is, stands in the items with a target: the quarter's cells and those of the half-year that holds it. */
export function assess(
  input: Pick<
    BulletinInput,
    'cells' | 'previousCells' | 'yearBeforeCells' | 'catalogue' | 'quarter' | 'city' | 'focus'
  >,
): Assessment {
  const area = focusOf(input).code;
  const counted = standingsOf(input, area).filter(({ item }) => isCounted(item));
  const of = (verdict: Verdict): Standing[] => counted.filter(({ cell }) => cell.verdict === verdict && !cell.withheld);
  const missed = of('missed');
  const met = of('met');
  const vetoes = counted.filter(({ item }) => item.veto);
  return {
    counted,
    withheld: counted.filter(({ cell }) => cell.withheld),
    by: {
      met,
      missed,
      'not-due': of('not-due'),
      'not-assessable': of('not-assessable'),
      'not-applicable': of('not-applicable'),
      information: of('information'),
    },
    newlyMissed: missed.filter(({ before }) => before?.verdict === 'met'),
    stillMissed: missed.filter(({ cell, before }) => before?.verdict === 'missed' && cell.period === input.quarter),
    turnedMet: met.filter(({ before }) => before?.verdict === 'missed'),
    vetoMissed: vetoes.filter(({ cell }) => cell.verdict === 'missed'),
    vetoOpen: vetoes.filter(({ cell }) => cell.verdict === 'not-assessable' || cell.verdict === 'not-due'),
    close: closeOf(met),
    composite: input.cells.find((cell) => cell.composite !== undefined && cell.region === area),
  };
}

/** Every item of one area in the quarter or the half-year holding it, in the catalogue's order; the creation period's are left out. */
export function standingsOf(
  {
    cells,
    previousCells,
    yearBeforeCells,
    catalogue,
    quarter,
  }: Pick<BulletinInput, 'cells' | 'previousCells' | 'yearBeforeCells' | 'catalogue' | 'quarter'>,
  region: string,
): Standing[] {
  const now = cellsOfArea(cells, { region, quarter });
  const then = new Map(cellsOfArea(previousCells, { region, quarter: null }).map((cell) => [cell.indicator, cell]));
  const ago = new Map(cellsOfArea(yearBeforeCells, { region, quarter: null }).map((cell) => [cell.indicator, cell]));
  const byItem = new Map(now.map((cell) => [cell.indicator, cell]));
  return catalogue.flatMap((item) => {
    const cell = byItem.get(item.id);
    if (!cell) return [];
    const before = then.get(item.id);
    const yearBefore = ago.get(item.id);
    return [{ item, cell, before: before?.period === cell.period ? undefined : before, yearBefore }];
  });
}

/** Whose bulletin it is: the city's, or of a county edition that area's. */
export function focusOf({ city, focus }: Pick<BulletinInput, 'city' | 'focus'>): Area {
  return focus ?? city;
}

const BY_AREA = new WeakMap<readonly Cell[], Map<string, Cell[]>>();

/** The cells of one area; sorted out once, for a city may have thousands. */
export function cellsIn(cells: readonly Cell[], region: string): readonly Cell[] {
  const held = BY_AREA.get(cells) ?? Map.groupBy(cells, (cell) => cell.region);
  BY_AREA.set(cells, held);
  return held.get(region) ?? [];
}

function cellsOfArea(cells: readonly Cell[], { region, quarter }: { region: string; quarter: string | null }): Cell[] {
  const own = cellsIn(cells, region).filter(({ period }) => period !== 'creation');
  // an item with several native periods shows its quarter
  return own.sort((a, b) => Number(a.period === quarter) - Number(b.period === quarter));
}

function closeOf(met: readonly Standing[]): Standing[] {
  const steps = ({ cell }: Standing): number => cell.distance?.toBreak ?? Infinity;
  return met.filter((standing) => steps(standing) <= CLOSE && canBeClose(standing)).sort((a, b) => steps(a) - steps(b));
}

/** A count of what was done cannot be lost again, and all or nothing (zero, 100 %) is always one step away. */
function canBeClose({ cell: { target, unit } }: Standing): boolean {
  const isAll = unit === '%' && target?.limit === 100;
  const isDone = unit !== '%' && unit !== 'per 10 000' && target?.comparator.startsWith('>') === true;
  return target?.comparator !== '=' && !isAll && !isDone;
}
