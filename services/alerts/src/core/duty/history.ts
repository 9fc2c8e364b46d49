import { createHash } from 'node:crypto';
import { ordered } from '@duqing/duty';
import type { Roster } from '@duqing/regions';
import type { AlertActRow, AlertLetterRow, LetterSort } from '@duqing/warehouse';
import type { Sent } from './sent.ts';

/** A transition, letter or act older than this (ms) is history: nobody is told of it any more. */
export const FRESH_MS = 3 * 86_400_000;

/** Everything that is decided from about who is told. */
export interface DutyInput {
  /** what was told of every alert that matters, by key, oldest first */
  sent: ReadonlyMap<string, readonly Sent[]>;
  acts: readonly AlertActRow[];
  /** decided before; the week's at least */
  letters: readonly AlertLetterRow[];
  /** when Alertmanager released a letter, by `letterId`; null = there is none, everything is released when it is decided */
  released: ReadonlyMap<string, number> | null;
  roster: Roster | null;
  /** ms */
  now: number;
}

export function letterId({ ref, recipient }: Pick<AlertLetterRow, 'ref' | 'recipient'>): string {
  return `${ref}/${recipient}`;
}

/** Of what causes a letter that no transition causes: the same wherever and whenever it is decided. */
export function refOf(sort: LetterSort, cause: string): string {
  return createHash('sha256')
    .update(JSON.stringify([sort, cause]))
    .digest('hex');
}

/** One alert's past. All questions are about what was known at a moment (ms, inclusive). */
export interface History {
  sent: readonly Sent[];
  acts: readonly AlertActRow[];
}

export function historiesOf({ sent, acts }: Pick<DutyInput, 'sent' | 'acts'>): Map<string, History> {
  const byKey = Map.groupBy(acts, ({ key }) => key);
  return new Map([...sent].map(([key, told]) => [key, { sent: told, acts: ordered(byKey.get(key) ?? []) }]));
}

/** Whether a notice still waits for somebody: nobody took it up, and nothing newer was told of the alert. */
export function isUnanswered({ sent, acts }: History, { number, at }: { number: number; at: number }): boolean {
  const isTaken = acts.some((one) => one.notice === number && one.act !== 'comment' && one.at <= at);
  return !isTaken && !sent.some((one) => one.number > number && one.at <= at);
}

/** Whether what was assigned is still to be done: not assigned anew, not closed, not recalled, and of the same episode. */
export function isToDo({ sent, acts }: History, { act, at }: { act: AlertActRow; at: number }): boolean {
  const told = sent.filter((one) => one.at <= at);
  const newest = told.findLast(({ sort }) => sort === 'notice');
  if (newest === undefined || newest.began > act.at || told.at(-1)?.sort === 'recall') return false;
  const done = acts.filter((one) => one.at <= at);
  const last = done.findLast((one) => one.act === 'assign');
  return last?.act_id === act.act_id && !done.some((one) => one.act === 'close' && one.notice === newest.number);
}

/** The notices that an end is about: those since the end before it. */
export function noticesBefore({ sent }: History, number: number): Sent[] {
  const before = sent.filter((one) => one.number < number);
  const lastEnd = before.findLastIndex(({ sort }) => sort !== 'notice');
  return before.slice(lastEnd + 1);
}
