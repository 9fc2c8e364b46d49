import type { Cell } from '@duqing/catalogue';
import { dayOf, quarterOfDay } from '@duqing/calendar';
import { Setting, type Deployment } from '@duqing/regions';
import {
  factsDifference,
  firstQuarterHeld,
  insertVintages,
  quartersRead,
  vintageMoments,
  vintagesAt,
  withFactsAsOf,
  withRebuilt,
  writesSoFar,
  type FactsDifference,
  type Rebuilt,
  type Store,
} from '@duqing/warehouse';
import {
  allCells,
  batchesOf,
  earlierQuarter,
  entriesRead,
  evaluated,
  quartersBetween,
  type CellKey,
} from '@duqing/outlook';
import { changedCells, coverOf, goneCells } from './core/vintages.ts';

/** What a rebuild found: nothing differing, or what, with at most ten examples. */
export interface RebuildReport {
  facts: FactsDifference[];
  values: { moments: number; cells: number; differing: number; examples: string[] };
  /** something else wrote meanwhile: what was derived is out of date and was not put in place, accepted or not */
  disturbed: boolean;
  /** whether the derived ones are now in place */
  swapped: boolean;
}

export interface RebuildOptions {
  store: Store;
  deployment: Deployment;
  /** puts the derived ones in place though they differ */
  accept: boolean;
  now: number;
  progress?: (text: string) => void;
}

const EXAMPLES = 10;

/**
 * All facts and all vintages again from the ledger: derived beside those held, compared at every moment passed, then put in place;
 * where anything differs only if that is accepted. Nothing else may write to the store meanwhile; where something did, nothing is put
 * in place.
 */
export async function rebuild(options: RebuildOptions): Promise<RebuildReport> {
  const { store, accept, progress = () => undefined } = options;
  const { moments } = await vintageMoments(store);
  progress('facts');
  const before = await writesSoFar(store);
  return withRebuilt(store, async (rebuilt) => {
    const facts = await factsDifference(store, rebuilt);
    const values: RebuildReport['values'] = { moments: moments.length, cells: 0, differing: 0, examples: [] };
    for (const [index, asOf] of moments.entries()) {
      progress(`values ${index + 1}/${moments.length}`);
      await rebuildMoment(options, { rebuilt, asOf, values });
    }
    const isSame = values.differing === 0 && facts.every(({ onlyHeld, onlyDerived }) => onlyHeld + onlyDerived === 0);
    const disturbed = (await writesSoFar(store)) !== before;
    const swapped = (isSame || accept) && !disturbed;
    if (swapped) await rebuilt.swap();
    return { facts, values, disturbed, swapped };
  });
}

interface Moment {
  rebuilt: Rebuilt;
  asOf: number;
  /** counted up */
  values: RebuildReport['values'];
}

/** Every cell as of a moment from the derived facts, appended where it says something new, compared with what is held. */
async function rebuildMoment(
  { store, deployment, now }: RebuildOptions,
  { rebuilt, asOf, values }: Moment,
): Promise<void> {
  const setting = new Setting(deployment, asOf);
  const today = dayOf(asOf);
  const quarters = quartersBetween(earlierQuarter(await firstQuarterHeld(store), today), quarterOfDay(today));
  for (const keys of batchesOf(allCells(setting, quarters))) {
    const within = coverOf(keys);
    const table = rebuilt.values;
    const made = await evaluate(store, { setting, keys, rebuilt });
    const said = await vintagesAt(store, { asOf, within, table });
    const cells = [...made, ...goneCells(keys, { cells: made, held: said, asOf })];
    const fresh = changedCells(cells, said);
    await insertVintages(store, { cells: fresh, asOf, computedAt: now, table });
    const differing = changedCells(cells, await vintagesAt(store, { asOf, within }));
    values.cells += cells.length;
    values.differing += differing.length;
    const room = EXAMPLES - values.examples.length;
    values.examples.push(
      ...differing.slice(0, room).map(({ indicator, region, period }) => `${indicator}/${region}/${period}`),
    );
  }
}

async function evaluate(
  store: Store,
  { setting, keys, rebuilt }: { setting: Setting; keys: readonly CellKey[]; rebuilt: Rebuilt },
): Promise<Cell[]> {
  const { asOf } = setting;
  const periods = [...new Set(keys.map(({ period }) => period))];
  const quarters = quartersRead(entriesRead(keys), { periods, setting });
  return withFactsAsOf(store, {
    asOf,
    quarters,
    base: rebuilt.table,
    use: async (table) => (await evaluated(store, { setting, table, keys }))(keys),
  });
}
