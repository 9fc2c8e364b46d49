import { createHash } from 'node:crypto';
import type { AlertActRow, AlertOutcome, AlertView } from '@duqing/warehouse';

/** Names an alert in an address: its key may hold anything that a sender named. */
export function alertId(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

/** How an alert is being dealt with, folded from its acts. */
export interface AlertCase {
  /** of the newest notice; 0 = none was sent */
  notice: number;
  /** the newest notice was taken back: there is nothing to act on */
  isRecalled: boolean;
  acknowledged: { by: string; at: number } | null;
  assignee: string | null;
  /** ms, exclusive end of the day; null = none */
  due: number | null;
  closed: { outcome: AlertOutcome; by: string; at: number } | null;
  isOverdue: boolean;
  /** oldest first, of earlier episodes too */
  acts: readonly AlertActRow[];
}

/**
 * The case of one alert as known at a moment (ms, inclusive). Acknowledging and closing hold for the notice that was seen: a later one
 * (graver, or of a new episode) is open again. An assignment holds for its episode. Acts in any order and twice give the same.
 */
export function caseOf(alert: AlertView, { acts, at }: { acts: readonly AlertActRow[]; at: number }): AlertCase {
  const own = ordered(acts.filter((one) => one.key === alert.key && one.at <= at));
  const notice = alert.notices.findLast(({ kind }) => kind === 'notice')?.number ?? 0;
  const isRecalled = alert.notices.at(-1)?.kind === 'recall';
  const current = own.filter((one) => one.notice === notice);
  const taking = current.find(({ act }) => act !== 'comment');
  const closing = current.findLast(({ act }) => act === 'close');
  const assigned = own.findLast(({ act, at: then }) => act === 'assign' && then >= Date.parse(alert.since));
  const due = assigned === undefined || assigned.due === 0 ? null : assigned.due;
  const isOpen = closing === undefined && !isRecalled;
  return {
    notice,
    isRecalled,
    acknowledged: taking ? { by: taking.post, at: taking.at } : null,
    assignee: assigned?.assignee ?? null,
    due,
    closed: closing ? { outcome: closing.outcome as AlertOutcome, by: closing.post, at: closing.at } : null,
    isOverdue: isOpen && due !== null && at >= due,
    acts: own,
  };
}

/** Each act once, in the order in which they were done. */
export function ordered(acts: readonly AlertActRow[]): AlertActRow[] {
  const once = new Map<string, AlertActRow>();
  for (const act of acts) {
    const held = once.get(act.act_id);
    if (held === undefined || act.at < held.at) once.set(act.act_id, act);
  }
  return [...once.values()].sort((a, b) => a.at - b.at || (a.act_id < b.act_id ? -1 : 1));
}
