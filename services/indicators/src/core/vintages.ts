import { shanghai } from '@duqing/calendar';
import { emptyCompleteness, type Cell } from '@duqing/catalogue';
import type { VintagesQuery } from '@duqing/warehouse';
import { keyText, type CellKey } from '@duqing/outlook';

/** What a vintage says, without the moment at which it was looked at. */
function vintageText(cell: Cell): string {
  const { asOf: _, published: __, revisedSince: ___, ...said } = cell;
  return JSON.stringify(said);
}

/** The cells that say something else than the vintage held (keyed indicator/region/period). */
export function changedCells(cells: readonly Cell[], held: ReadonlyMap<string, string>): Cell[] {
  return cells.filter((cell) => {
    const vintage = held.get(keyText(cell));
    return vintage === undefined || vintageText(JSON.parse(vintage) as Cell) !== vintageText(cell);
  });
}

const NOTHING: Omit<Cell, 'indicator' | 'region' | 'period' | 'unit' | 'stage' | 'flags' | 'asOf'> = {
  numerator: null,
  denominator: null,
  value: null,
  target: null,
  verdict: 'not-applicable',
  reason: null,
  evidence: null,
  distance: null,
  breakdown: null,
  published: null,
  revisedSince: null,
  note: { zh: '按现行区划，该地区在此时期不单列', en: 'by the areas as configured now there is no such area then' },
  completeness: emptyCompleteness(),
};

/** Of cells with a vintage that the configuration no longer has (a county ended in hindsight), what says so instead of a ghost. */
export function goneCells(
  keys: readonly CellKey[],
  { cells, held, asOf }: { cells: readonly Cell[]; held: ReadonlyMap<string, string>; asOf: number },
): Cell[] {
  const there = new Set(cells.map(keyText));
  return keys.flatMap((key) => {
    const vintage = there.has(keyText(key)) ? undefined : held.get(keyText(key));
    return vintage === undefined ? [] : [gone(JSON.parse(vintage) as Cell, asOf)];
  });
}

function gone({ indicator, region, period, unit, stage, flags }: Cell, asOf: number): Cell {
  const own = flags.filter((flag) => flag === 'simulated');
  return { ...NOTHING, indicator, region, period, unit, stage, flags: own, asOf: shanghai(asOf) };
}

/** Items, areas and periods that the keys name. */
export function coverOf(keys: readonly CellKey[]): NonNullable<VintagesQuery['within']> {
  const each = (part: keyof CellKey): string[] => [...new Set(keys.map((key) => key[part]))];
  return { indicators: each('indicator'), regions: each('region'), periods: each('period') };
}
