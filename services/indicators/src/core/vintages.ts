import type { Cell } from '@duqing/catalogue';
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

/** Items, areas and periods that the keys name. */
export function coverOf(keys: readonly CellKey[]): NonNullable<VintagesQuery['within']> {
  const each = (part: keyof CellKey): string[] => [...new Set(keys.map((key) => key[part]))];
  return { indicators: each('indicator'), regions: each('region'), periods: each('period') };
}
