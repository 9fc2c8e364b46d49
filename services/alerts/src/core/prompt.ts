import { INDICATORS, type Cell } from '@duqing/catalogue';
import { areasOf, cellsOf, keyText, touchedCells, uniqueKeys, type CellKey, type Change } from '@duqing/outlook';
import type { Setting } from '@duqing/regions';
import type { Scope } from './evaluate.ts';
import { causalKind } from './kinds/occurrences.ts';
import type { AlertKind, Standing } from './types.ts';

/** Kinds that one record alone makes or ends, without a time to hold: told as soon as it is known. */
export const PROMPT_KINDS = ['zero-occurrence', 'veto'] as const satisfies AlertKind[];

const CAUSAL = INDICATORS.filter((entry) => causalKind(entry) !== undefined);
const ORDER = new Map(CAUSAL.map(({ id }, index) => [id, index]));

/** Of the cells that changes may alter those that such a kind is decided from, as the catalogue orders them. */
export function promptKeys(changes: readonly Change[], given: { setting: Setting; today: string }): CellKey[] {
  return inOrder(
    touchedCells(changes, given).filter(({ indicator, period }) => ORDER.has(indicator) && period !== 'creation'),
  );
}

/**
 * The same cells of every area, in the periods in which any is broken: whose event it is that a city's sum holds is known only with
 * the areas' own cells beside it.
 */
export function besideBroken(
  keys: readonly CellKey[],
  { broken, setting }: { broken: readonly Cell[]; setting: Setting },
): CellKey[] {
  const periods = new Set(broken.map(({ period }) => period));
  const wide = [...periods].flatMap((period) => {
    const named = new Set(keys.flatMap((key) => (key.period === period ? key.indicator : [])));
    return cellsOf(
      CAUSAL.filter(({ id }) => named.has(id)),
      { areas: areasOf(setting), period },
    );
  });
  return inOrder(uniqueKeys([...keys, ...wide]));
}

function inOrder(keys: readonly CellKey[]): CellKey[] {
  return keys.toSorted((a, b) => (ORDER.get(a.indicator) ?? 0) - (ORDER.get(b.indicator) ?? 0));
}

/** What an evaluation over these cells alone may judge: prompt kinds, of alerts that stand those about one of the cells. */
export function promptScope(cells: readonly CellKey[]): Scope {
  const read = new Set(cells.map(keyText));
  return { kinds: PROMPT_KINDS, judges: (standing) => isPrompt(standing) && isAbout(standing, read) };
}

function isPrompt({ kind }: Standing): boolean {
  return PROMPT_KINDS.some((one) => one === kind);
}

function isAbout({ indicator, region, period }: Standing, read: ReadonlySet<string>): boolean {
  return indicator !== null && period !== null && read.has(keyText({ indicator, region, period }));
}
