import type { Cell, Lang } from '@duqing/catalogue';
import { assess, focusOf } from '../assessment.ts';
import { figureId } from '../rows.ts';
import { composite, overview, turns, vetoes } from '../sentences.ts';
import type { BulletinInput } from '../types.ts';

/** A published figure that says something else now. */
export interface Correction {
  before: Cell;
  after: Cell;
}

interface Sentence {
  /** '' where there was none */
  before: string;
  after: string;
}

/** What a correction notice would say; nothing to correct where `figures` and `sentences` are empty. */
export interface Corrections {
  /** figures that change a published conclusion */
  figures: Correction[];
  /** sentences of the summary that read otherwise with them */
  sentences: Sentence[];
  /** figures that changed and change no conclusion: for the next edition's notes on the data */
  others: number;
}

/**
 * What of a published edition no longer holds. Only what was concluded can be corrected: a period that still ran or an item that was
 * not due goes its way without a notice, and an item that could not be judged and is found met completes the edition. One that is
 * found missed is told.
 */
export function correctionsOf(said: BulletinInput, live: Live): Corrections {
  const now = byId(live.cells);
  const all = said.cells.flatMap((before) => {
    const after = now.get(figureId(before));
    return after && !before.withheld && differs(before, after) ? [{ before, after }] : [];
  });
  const pairs = all.filter(({ after }) => !after.withheld);
  const turned = pairs.filter(isTurned);
  const withdrawn = withdrawnOf(all, { turned, whole: byId(live.whole ?? []) });
  const counts = pairs.filter((pair) => isCountMoved(pair, { turned, said }));
  const vetoed = pairs.filter(({ before, after }) => isStanding(before, after) && isVeto(before, said));
  const figures = [...turned, ...vetoed, ...counts, ...withdrawn];
  const corrected = withCorrected(said, {
    cells: figures.map(({ after }) => after),
    previous: live.previousCells,
  });
  const sentences = sentencesChanged(said, corrected);
  const told = new Set(figures.map(({ before }) => figureId(before)));
  const others = pairs.filter(({ before }) => isClosed(before) && !told.has(figureId(before))).length;
  return { figures, sentences, others };
}

/** What a published edition is held against: as its readers are told it now. */
export interface Live extends Pick<BulletinInput, 'cells' | 'previousCells'> {
  /** every cell as it is, where readers are not told all */
  whole?: readonly Cell[];
}

/**
 * Figures that were published and may be no more. A conclusion that fell must not stand; so that a notice does not tell which of them it
 * is, all of them go together, and none where no conclusion fell.
 */
function withdrawnOf(
  pairs: readonly Correction[],
  { turned, whole }: { turned: readonly Correction[]; whole: ReadonlyMap<string, Cell> },
): Correction[] {
  const gone = pairs.filter(({ after }) => after.withheld);
  const isFallen = ({ before }: Correction): boolean => {
    const after = whole.get(figureId(before));
    return after !== undefined && isTurned({ before, after });
  };
  return turned.length > 0 || gone.some(isFallen) ? gone : [];
}

/** The input with some of its cells as they read now; of the quarter before, what was judged and is judged otherwise. */
export function withCorrected(
  said: BulletinInput,
  { cells, previous }: { cells: readonly Cell[]; previous: readonly Cell[] },
): BulletinInput {
  const changed = byId(cells);
  const before = byId(previous);
  return {
    ...said,
    cells: said.cells.map((cell) => changed.get(figureId(cell)) ?? cell),
    previousCells: said.previousCells.map((cell) => {
      const after = before.get(figureId(cell));
      return after && isTurned({ before: cell, after }) ? after : cell;
    }),
  };
}

function byId(cells: readonly Cell[]): Map<string, Cell> {
  return new Map(cells.map((cell) => [figureId(cell), cell]));
}

function differs(before: Cell, after: Cell): boolean {
  return (
    before.verdict !== after.verdict ||
    before.value !== after.value ||
    before.numerator !== after.numerator ||
    before.denominator !== after.denominator
  );
}

/** Its period was over and its day past when it was published. */
function isClosed({ stage, verdict, period }: Cell): boolean {
  return stage !== 'running' && verdict !== 'not-due' && period !== 'creation';
}

function isTurned({ before, after }: Correction): boolean {
  if (before.withheld || after.withheld) return false;
  if (before.verdict === after.verdict || !isClosed(before) || before.composite !== undefined) return false;
  return before.verdict === 'met' || before.verdict === 'missed' || after.verdict === 'missed';
}

/** Missed before and now, with another figure. */
function isStanding(before: Cell, after: Cell): boolean {
  return isClosed(before) && before.verdict === 'missed' && after.verdict === 'missed';
}

/** The summary tells a veto with its figure. */
function isVeto({ indicator, region }: Cell, input: BulletinInput): boolean {
  const { catalogue } = input;
  return region === focusOf(input).code && catalogue.some(({ id, veto }) => id === indicator && veto);
}

/** The own count of an area follows the items that turned in it; the city's follows every area's. */
function isCountMoved(
  { before, after }: Correction,
  { turned, said }: { turned: readonly Correction[]; said: BulletinInput },
): boolean {
  if (before.composite === undefined || after.composite === undefined) return false;
  const isSame = before.verdict === after.verdict && before.composite.range[0] === after.composite.range[0];
  const isOf = ({ before: cell }: Correction): boolean =>
    before.region === said.city.code || cell.region === before.region;
  return !isSame && turned.some(isOf);
}

function sentencesChanged(said: BulletinInput, corrected: BulletinInput): Sentence[] {
  const [before, after] = [said, corrected].map((input) => summaryOf(input, said.lang));
  return Object.entries(before ?? {}).flatMap(([kind, text]) => {
    const now = after?.[kind as keyof typeof after] ?? '';
    return now === text ? [] : [{ before: text, after: now }];
  });
}

/** The sentences that conclude something, each under its kind; how sure they are is told in the notes. */
function summaryOf(input: BulletinInput, lang: Lang) {
  const found = assess(input);
  const none = { newlyMissed: [], stillMissed: [], turnedMet: [] };
  const turn = (kind: keyof typeof none): string => turns({ ...found, ...none, [kind]: found[kind] }, lang).join('');
  return {
    overview: overview(found, { quarter: input.quarter, lang }),
    newlyMissed: turn('newlyMissed'),
    stillMissed: turn('stillMissed'),
    turnedMet: turn('turnedMet'),
    vetoes: vetoes(found, lang),
    composite: composite(found.composite, lang),
  };
}
