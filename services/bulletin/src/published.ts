import type { BulletinRow } from '@duqing/warehouse';
import type { Cell } from '@duqing/catalogue';
import type { PublishedFigure } from './core/audience.ts';
import { figureId } from './core/rows.ts';
import type { BulletinInput } from './core/types.ts';

type Named = Pick<BulletinRow, 'quarter' | 'edition' | 'as_of'>;

/**
 * What public editions told before this one, oldest first. An edition's other language is itself; made again it sees what was there when
 * it was sealed first, so that it comes out the same.
 */
export function publishedBefore(rows: readonly BulletinRow[], own: Named): PublishedFigure[] {
  const open = rows.filter(({ audience }) => audience === 'public');
  const isOwn = (row: Named): boolean =>
    row.quarter === own.quarter && row.edition === own.edition && row.as_of === own.as_of;
  const sealed = Math.min(Infinity, ...open.filter(isOwn).map((row) => row.sealed_at));
  return open
    .filter((row) => !isOwn(row) && row.sealed_at < sealed)
    .sort((a, b) => a.sealed_at - b.sealed_at)
    .flatMap(({ cells, edition }) =>
      // what this program wrote itself
      (JSON.parse(cells) as Omit<PublishedFigure, 'edition'>[]).map((figure) => ({ ...figure, edition })),
    );
}

/** After its cut-off, for made once more as of the same moment an edition must not see itself; public ones one after the other. */
export function sealingMoment(rows: readonly BulletinRow[], { now, asOf }: { now: number; asOf: number }): number {
  const last = Math.max(0, ...rows.filter(({ audience }) => audience === 'public').map((row) => row.sealed_at));
  return Math.max(now, asOf + 1, last + 1);
}

/**
 * What a sealed row keeps of an edition's figures. Of a public one all that it is made of, kept back or not: later editions must not
 * give away what this one keeps.
 */
export function saidOf(input: BulletinInput, gathered: BulletinInput): object[] {
  if (input.audience !== 'public') return input.cells.map(numbersOf);
  const truth = new Map(figuresOf(gathered).map((cell) => [figureId(cell), cell]));
  const shown = new Map(figuresOf(input).map((cell) => [figureId(cell), cell]));
  return [...shown].map(([id, cell]) => {
    const { base } = truth.get(id) ?? cell;
    return { ...numbersOf(truth.get(id) ?? cell), ...(base && { base }), isWithheld: cell.withheld === true };
  });
}

function figuresOf({ cells, previousCells, yearBeforeCells, history }: BulletinInput): Cell[] {
  return [...cells, ...previousCells, ...yearBeforeCells, ...history];
}

function numbersOf({ indicator, region, period, numerator, denominator, value, verdict }: Cell): object {
  return { indicator, region, period, numerator, denominator, value, verdict };
}
