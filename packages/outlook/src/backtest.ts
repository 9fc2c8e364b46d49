import type { Cell, CompositeDetail, Verdict } from '@duqing/catalogue';

/** A cell whose verdict another target would have turned. */
interface Flip {
  indicator: string;
  region: string;
  period: string;
  value: Cell['value'];
  numerator: number | null;
  denominator: number | null;
  stage: Cell['stage'];
  before: Verdict;
  after: Verdict;
}

/** Our own count of an area and quarter, before and after. */
interface CompositeShift {
  region: string;
  period: string;
  before: { range: CompositeDetail['range']; verdict: Verdict };
  after: { range: CompositeDetail['range']; verdict: Verdict };
}

interface AlertShift {
  kind: string;
  more: number;
  fewer: number;
}

/** A figure that would be another one, whether or not it has a verdict. */
interface Moved {
  indicator: string;
  region: string;
  period: string;
  before: Cell['value'];
  after: Cell['value'];
}

export interface Backtest {
  changes: string[];
  /** cells with a verdict of the changed items, before and after */
  judged: { before: Record<Verdict, number>; after: Record<Verdict, number> };
  flips: Flip[];
  /** absent in back-tests that were kept before they had it */
  figures?: Moved[];
  composites: CompositeShift[];
  /** by kind, of what would be found now; kinds without a difference are left out; null = not looked at */
  alerts: AlertShift[] | null;
}

/** What differs between the cells as they are and as they would be; both of the same keys in the same order or not. */
export function backtestOf(given: {
  /** an absent indicator = any item may change by it */
  changes: readonly { text: string; indicator?: string }[];
  before: readonly Cell[];
  after: readonly Cell[];
  alerts: { before: readonly FoundAlert[]; after: readonly FoundAlert[] } | null;
}): Backtest {
  const { changes, before, after, alerts } = given;
  const old = new Map(before.map((cell) => [keyOf(cell), cell]));
  const pairs = after.flatMap((cell) => {
    const was = old.get(keyOf(cell));
    return was ? [{ was, is: cell }] : [];
  });
  const changed = new Set(changes.map(({ indicator }) => indicator));
  const own = pairs.filter(({ is }) => (changed.has(undefined) && !is.composite) || changed.has(is.indicator));
  return {
    changes: changes.map(({ text }) => text),
    judged: { before: tally(own.map(({ was }) => was)), after: tally(own.map(({ is }) => is)) },
    flips: own.filter(({ was, is }) => was.verdict !== is.verdict).map(flipOf),
    figures: own.flatMap(movedOf),
    composites: pairs.flatMap(({ was, is }) => shiftOf(was, is) ?? []),
    alerts: alerts && alertShifts(alerts),
  };
}

/** An alert that would stand, by its identity. */
export interface FoundAlert {
  kind: string;
  key: string;
}

function keyOf({ indicator, region, period }: Cell): string {
  return `${indicator}/${region}/${period}`;
}

const NONE: Record<Verdict, number> = {
  met: 0,
  missed: 0,
  'not-due': 0,
  'not-applicable': 0,
  'not-assessable': 0,
  information: 0,
};

function tally(cells: readonly Cell[]): Record<Verdict, number> {
  const found = { ...NONE };
  for (const { verdict } of cells) found[verdict] += 1;
  return found;
}

function flipOf({ was, is }: { was: Cell; is: Cell }): Flip {
  const { indicator, region, period, value, numerator, denominator, stage } = is;
  return { indicator, region, period, value, numerator, denominator, stage, before: was.verdict, after: is.verdict };
}

function movedOf({ was, is }: { was: Cell; is: Cell }): Moved[] {
  const { indicator, region, period } = is;
  return was.value === is.value ? [] : [{ indicator, region, period, before: was.value, after: is.value }];
}

/** A composite whose range or verdict differs. */
function shiftOf(was: Cell, is: Cell): CompositeShift | undefined {
  if (!was.composite || !is.composite) return undefined;
  const [before, after] = [was, is].map(({ composite, verdict }) => ({
    range: composite?.range ?? ([0, 0] as [number, number]),
    verdict,
  }));
  if (!before || !after || JSON.stringify(before) === JSON.stringify(after)) return undefined;
  return { region: is.region, period: is.period, before, after };
}

function alertShifts({ before, after }: { before: readonly FoundAlert[]; after: readonly FoundAlert[] }): AlertShift[] {
  const keys = (alerts: readonly FoundAlert[]): Set<string> => new Set(alerts.map(({ key }) => key));
  const [old, now] = [keys(before), keys(after)];
  const kinds = [...new Set([...before, ...after].map(({ kind }) => kind))].sort();
  return kinds
    .map((kind) => ({
      kind,
      more: after.filter((alert) => alert.kind === kind && !old.has(alert.key)).length,
      fewer: before.filter((alert) => alert.kind === kind && !now.has(alert.key)).length,
    }))
    .filter(({ more, fewer }) => more + fewer > 0);
}
