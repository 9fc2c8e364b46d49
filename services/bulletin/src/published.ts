import type { BulletinNoticeRow, BulletinRow } from '@duqing/warehouse';
import type { Cell } from '@duqing/catalogue';
import type { PublishedFigure } from './core/audience.ts';
import { refOf, type DocumentRef } from './core/desk/state.ts';
import { figureId } from './core/rows.ts';
import type { BulletinInput } from './core/types.ts';

type Named = Pick<BulletinRow, 'quarter' | 'edition' | 'as_of'>;

/** What was published so far. */
export interface Published {
  editions: readonly BulletinRow[];
  notices: readonly BulletinNoticeRow[];
}

/** A cell as a notice tells it, in a public one with the numbers that stand behind it. */
export type NoticedCell = Cell & { truth?: Pick<Cell, 'numerator' | 'denominator' | 'value' | 'base'> };

/**
 * What public editions and notices told before this one, oldest first. An edition's other language is itself; made again it sees what
 * was there when it was sealed first, so that it comes out the same.
 */
export function publishedBefore({ editions, notices }: Published, own: Named): PublishedFigure[] {
  const open = editions.filter(isPublic);
  const isOwn = (one: Named): boolean =>
    one.quarter === own.quarter && one.edition === own.edition && one.as_of === own.as_of;
  const sealed = Math.min(Infinity, ...open.filter(isOwn).map((row) => row.sealed_at));
  const told = [
    ...open.map((row) => ({ ...row, figures: () => saidIn(row) })),
    ...noticesOf(notices).map((row) => ({ ...row, figures: () => noticedIn(row) })),
  ];
  return told
    .filter((one) => !isOwn(one) && one.sealed_at < sealed)
    .sort((a, b) => a.sealed_at - b.sealed_at)
    .flatMap(({ figures, edition }) => figures().map((figure) => ({ ...figure, edition })));
}

type Said = Omit<PublishedFigure, 'edition'>;

/** What this program wrote itself. */
function saidIn({ cells }: BulletinRow): Said[] {
  return JSON.parse(cells) as Said[];
}

function noticedIn({ figures }: BulletinNoticeRow): Said[] {
  return (JSON.parse(figures) as NoticedCell[]).map(({ truth, ...cell }) => ({
    ...cell,
    ...truth,
    isWithheld: cell.withheld === true,
  }));
}

function isPublic({ audience }: { audience: string }): boolean {
  return audience === 'public';
}

function noticesOf(notices: readonly BulletinNoticeRow[]): (BulletinNoticeRow & DocumentRef)[] {
  return notices.map((row) => ({ ...row, ...refOf(row.document) })).filter(isPublic);
}

/** After its cut-off, for made once more as of the same moment an edition must not see itself; what is public one after the other. */
export function sealingMoment({ editions, notices }: Published, { now, asOf }: { now: number; asOf: number }): number {
  const open = [...editions.filter(isPublic), ...noticesOf(notices)];
  const last = Math.max(0, ...open.map(({ sealed_at }) => sealed_at));
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
