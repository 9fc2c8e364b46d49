import { dayOf } from '@duqing/calendar';
import type { Deployment, Setting } from '@duqing/regions';
import { allCells, uniqueKeys, type CellKey } from '@duqing/outlook';
import { isReconfigured, tickedCells } from './tick.ts';
import { touchedCells, type Change } from './touched.ts';

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

/** The cells whose vintage at a moment may differ from the one held: touched, turned by the days, or of a period without any yet. */
export function selectKeys(selection: Selection): CellKey[] {
  const { setting, deployment, asOf, after, changes, quarters, held } = selection;
  const all = allCells(setting, quarters);
  const isChanged = after !== undefined && isReconfigured(deployment, { after, until: asOf });
  if (selection.isReconfigured || isChanged) return all;
  const today = dayOf(asOf);
  const ticked = after === undefined ? [] : tickedCells({ setting, after: dayOf(after), until: today });
  const periods = new Set(all.map(({ period }) => period));
  const named = [...touchedCells(changes, { setting, today }), ...ticked].filter(({ period }) => periods.has(period));
  return uniqueKeys([...all.filter(({ period }) => !held.has(period)), ...named]);
}
