import type { SignalActRow } from '../schema-signals.ts';
import type { Store } from '../store/store.ts';

/** Appends an act; the same one again changes nothing. */
export async function insertSignalAct(store: Store, row: SignalActRow): Promise<void> {
  await store.insert('signal_acts', [row], { token: row.act_id });
}

/** What was said of signals until a moment (ms, inclusive), oldest first. */
export async function signalActs(store: Store, { at, key }: { at: number; key?: string }): Promise<SignalActRow[]> {
  const own = key === undefined ? '' : ' AND key = {key:String}';
  return store.query(`SELECT * FROM signal_acts FINAL WHERE at <= {at:Int64}${own} ORDER BY at, act_id`, {
    at,
    ...(key !== undefined && { key }),
  });
}

/** How much more a later week must hold than the dismissed one to speak again. */
const LOUDER = 2;

/** The newest act on a run of weeks (both named 2026-W21, inclusive). */
export function actOn(
  acts: readonly SignalActRow[],
  { since, week }: { since: string; week: string },
): SignalActRow | null {
  return acts.findLast((act) => act.week >= since && act.week <= week) ?? null;
}

/** Whether a dismissal still holds for a week of its run that holds so many. */
export function isDismissed(act: SignalActRow | null, observed: number): act is SignalActRow {
  return act?.act === 'dismiss' && observed < act.observed * LOUDER;
}
