import { INDICATORS, type Indicator } from '@duqing/catalogue';
import type { Setting } from '@duqing/regions';
import { boundariesOf, contributionOf, currentTable, TABLE_OF } from '../holdings/counts.ts';
import { Params } from '../holdings/params.ts';
import { placeOf } from '../holdings/place.ts';
import type { Store } from '../store/store.ts';

export interface OccurredDay {
  indicator: string;
  /** the area that the code counts for on that day */
  area: string;
  day: string;
}

/** The days on which counted items of events happened, by area; items of other measures have none. */
export async function occurredDays(
  store: Store,
  { setting, indicators }: { setting: Setting; indicators: readonly string[] },
): Promise<OccurredDay[]> {
  const entries = INDICATORS.filter(({ id }) => indicators.includes(id));
  return (await Promise.all(entries.map(async (entry) => daysOf(store, { setting, entry })))).flat();
}

async function daysOf(
  store: Store,
  { setting, entry }: { setting: Setting; entry: Indicator },
): Promise<OccurredDay[]> {
  const { measure } = entry;
  if (measure.kind !== 'event-count') return [];
  const params = new Params();
  const adds = contributionOf(measure.part)({ setting, params });
  const epoch = `arrayCount(b -> day >= b, ${params.bind(boundariesOf(setting), 'Array(String)')})`;
  const rows = await store.query<{ region: string; epoch: number; day: string }>(
    `SELECT DISTINCT region, ${epoch} AS epoch, day FROM ${currentTable(TABLE_OF[measure.part.milestone])} FINAL
WHERE ifNull(${adds}, 0) > 0 ORDER BY region, day`,
    params.values,
  );
  return rows.map((row) => ({ indicator: entry.id, area: placeOf(setting, row).area, day: row.day }));
}
