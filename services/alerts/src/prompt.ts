import { INDICATORS, type Cell } from '@duqing/catalogue';
import { dayOf } from '@duqing/calendar';
import { entriesRead, evaluated, keyText, uniqueKeys, type CellKey, type Change } from '@duqing/outlook';
import { Setting, type Deployment } from '@duqing/regions';
import { currentTable, readHoldings, type Store } from '@duqing/warehouse';
import { evaluateAlerts } from './core/evaluate.ts';
import { foldStanding } from './core/fold.ts';
import { needsCauses } from './core/kinds/occurrences.ts';
import { besideBroken, PROMPT_KINDS, promptKeys, promptScope } from './core/prompt.ts';
import type { AlertInput, Transition } from './core/types.ts';
import { watchedCells } from './core/watched.ts';
import { causesBehind, isOpen, surroundings } from './gather.ts';

const ENTRIES = new Map(INDICATORS.map((entry) => [entry.id, entry]));
const COUNT = 'self-assessed-failing-items';

interface PromptLook {
  store: Store;
  deployment: Deployment;
  changes: readonly Change[];
  /** ms */
  now: number;
}

interface Looking extends PromptLook {
  setting: Setting;
}

/** What a prompt look decided, and the transitions of those kinds that it decided by. */
export interface Prompted {
  made: Transition[];
  previous: Transition[];
}

/**
 * The transitions of prompt kinds that some changed places alone give: the same as an evaluation of everything at this moment would
 * give for them. Reads only what the changes name.
 */
export async function promptLook(look: PromptLook): Promise<Prompted> {
  const { store, deployment, changes, now } = look;
  await deployment.refresh?.();
  const setting = new Setting(deployment, now);
  const keys = promptKeys(changes, { setting, today: dayOf(now) });
  if (keys.length === 0) return { made: [], previous: [] };
  // the alerts before what they are about: an alert of a record that came in between must not look as if its record were gone
  const previous = await promptTransitions(store);
  const known = previous.filter(({ at }) => at <= now);
  const standing = [...foldStanding(known).values()].filter(isOpen);
  const scope = promptScope(keys);
  const judged = standing.filter((one) => scope.judges(one));
  if (judged.length === 0 && (await countsNothing({ ...look, setting }, keys))) return { made: [], previous };
  const cells = await cellsBeside({ ...look, setting }, keys);
  if (judged.length === 0 && !cells.some(isBroken)) return { made: [], previous };
  const [input, counts] = await Promise.all([
    inputOf({ ...look, setting }, { cells, previous: known }),
    countsBeside({ ...look, setting }, touchedOf(cells, keys).filter(isBroken)),
  ]);
  const keep = watchedCells({ calendar: setting.calendar, standing });
  const made = evaluateAlerts({ ...input, cells: [...cells, ...counts.filter(keep)] }, scope);
  // of areas beside it nothing is told: that would be without the count of their own
  const places = new Set(keys.map(placeOf));
  const near = made.filter((row) => places.has(placeOf(row)));
  const isElsewhere = await elsewhere(look, near.filter(hasEnded));
  return { made: near.filter((row) => !hasEnded(row) || !row.causes.some(isElsewhere)), previous };
}

function hasEnded({ to_state }: Transition): boolean {
  return to_state !== 'firing';
}

/**
 * Which records of alerts that seem to have ended are held in a place that the changes do not name: they moved there, and whether the
 * alert stands is said by the changes of that place. Asked after the facts were read.
 */
async function elsewhere(
  { store, changes }: PromptLook,
  ended: readonly Transition[],
): Promise<(subject: string) => boolean> {
  const subjects = [...new Set(ended.flatMap(({ causes }) => causes))];
  if (subjects.length === 0) return () => false;
  const held = await store.query<Change & { subject: string }>(
    `SELECT subject, 'facts_case_filed' AS table, region, quarter, '' AS measure FROM facts_case_filed FINAL
WHERE subject IN {subjects:Array(String)}
UNION ALL
SELECT subject, 'facts_return' AS table, region, quarter, measure FROM facts_return FINAL WHERE subject IN {subjects:Array(String)}`,
    { subjects },
  );
  const named = new Set(changes.map(changeText));
  const found = new Set(held.flatMap((one) => (named.has(changeText(one)) ? [] : [one.subject])));
  return (subject) => found.has(subject);
}

function changeText({ table, region, quarter, measure }: Change): string {
  return [table, region, quarter, measure].join('/');
}

/** Whether no record at all counts for an item of the periods, which most changes are: one statement says so. */
async function countsNothing({ store, setting, now, changes }: Looking, keys: readonly CellKey[]): Promise<boolean> {
  if (changes.some(({ table }) => table === 'facts_return')) return false;
  const periods = [...new Set(keys.map(({ period }) => period))];
  const indicators = entriesRead(keys);
  const asked = { setting, indicators, table: currentTable, asOf: now, periods, eventsOnly: true };
  const { aggregates } = await readHoldings(store, asked);
  return aggregates.every(({ sum, unknown }) => Number(sum) === 0 && unknown === 0);
}

function placeOf({ region, period }: { region: string; period: string }): string {
  return `${region}/${period}`;
}

function touchedOf(cells: readonly Cell[], keys: readonly CellKey[]): Cell[] {
  const touched = new Set(keys.map(keyText));
  return cells.filter((cell) => touched.has(keyText(cell)));
}

function isBroken(cell: Cell): boolean {
  return needsCauses(cell, ENTRIES.get(cell.indicator));
}

async function promptTransitions(store: Store): Promise<Transition[]> {
  return store.query<Transition>(
    'SELECT * FROM alert_transitions FINAL WHERE kind IN {kinds:Array(String)} ORDER BY alert_transitions.at, transition_id',
    { kinds: [...PROMPT_KINDS] },
  );
}

/** The cells of the keys, and where one of them is broken its like in every area. */
async function cellsBeside(looking: Looking, keys: readonly CellKey[]): Promise<Cell[]> {
  const cellsAt = await evaluated(looking.store, { setting: looking.setting, table: currentTable, keys });
  const near = cellsAt(keys);
  const broken = near.filter(isBroken);
  return broken.length === 0 ? near : cellsAt(besideBroken(keys, { broken, setting: looking.setting }));
}

/** Each area's own count of failing items, which a notice tells beside its event. */
async function countsBeside(looking: Looking, broken: readonly Cell[]): Promise<Cell[]> {
  const keys = uniqueKeys(broken.map(({ region, period }) => ({ indicator: COUNT, region, period })));
  if (keys.length === 0) return [];
  return (await evaluated(looking.store, { setting: looking.setting, table: currentTable, keys }))(keys);
}

/** Nothing but what prompt kinds are decided from is filled in. */
async function inputOf(
  { store, setting }: Looking,
  { cells, previous }: { cells: readonly Cell[]; previous: readonly Transition[] },
): Promise<AlertInput> {
  return {
    ...surroundings(setting),
    cells,
    causes: await causesBehind(cells, { store, setting }),
    previous,
    returnsHeld: new Set(),
    sources: [],
    balance: [],
    holes: [],
    seizures: [],
    signals: [],
    toldWeeks: new Map(),
    corrected: new Set(),
    lost: [],
  };
}
