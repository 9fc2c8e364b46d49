import { dayOf } from '@duqing/calendar';
import type { Deployment, Setting } from '@duqing/regions';
import {
  areasOf,
  cellsOf,
  periodsWithCells,
  touchedCells,
  uniqueKeys,
  type CellKey,
  type Change,
} from '@duqing/outlook';
import { isReconfigured, tickedCells } from './tick.ts';

export interface Selection {
  setting: Setting;
  deployment: Deployment;
  /** ms */
  asOf: number;
  /** ms: the moment passed before; undefined where days are not looked at */
  after: number | undefined;
  changes: readonly Change[];
  /** a version of the configuration is known since then that the vintages do not say yet */
  isReconfigured: boolean;
  /** every quarter from the first in which anything is held to the present one */
  quarters: readonly string[];
  /** periods that have vintages already */
  held: ReadonlySet<string>;
}

/**
 * The cells whose vintage at a moment may differ from the one held, a period at a time: touched, turned by the days, or of a period
 * without any yet.
 */
export function* selectKeys(selection: Selection): Generator<CellKey[]> {
  const { setting, deployment, asOf, after, held } = selection;
  const areas = areasOf(setting);
  const isChanged = after !== undefined && isReconfigured(deployment, { after, until: asOf });
  const isAll = selection.isReconfigured || isChanged;
  const named = isAll ? new Map<string, CellKey[]>() : namedCells(selection);
  for (const [period, entries] of periodsWithCells(setting, selection.quarters)) {
    const cells = isAll || !held.has(period) ? cellsOf(entries, { areas, period }) : (named.get(period) ?? []);
    if (cells.length > 0) yield cells;
  }
}

/** By period: what the changes touch and what the days turn, each once. */
function namedCells({ setting, asOf, after, changes }: Selection): Map<string, CellKey[]> {
  const today = dayOf(asOf);
  const ticked = after === undefined ? [] : tickedCells({ setting, after: dayOf(after), until: today });
  return Map.groupBy(uniqueKeys([...touchedCells(changes, { setting, today }), ...ticked]), ({ period }) => period);
}
