import type { Cell } from '@duqing/catalogue';

/** What a vintage says, without the moment at which it was looked at. */
export function vintageText(cell: Cell): string {
  const { asOf: _, published: __, revisedSince: ___, ...said } = cell;
  return JSON.stringify(said);
}

/** The cells that say something else than their latest stored vintage (keyed indicator/region/period). */
export function changedCells(cells: readonly Cell[], latest: ReadonlyMap<string, string>): Cell[] {
  return cells.filter((cell) => {
    const held = latest.get(`${cell.indicator}/${cell.region}/${cell.period}`);
    return held === undefined || vintageText(JSON.parse(held) as Cell) !== vintageText(cell);
  });
}
