import type { Day } from '@duqing/calendar';
import type { Roster } from '@duqing/regions';
import type { AlertActRow, AlertLetterRow, AlertView } from '@duqing/warehouse';
import { caseOf } from './case.ts';
import { weekOf } from './hours.ts';

/** Notices of one rule that fall due together from which they go out as one message. */
export const GROUP_FROM = 6;

/** Whether a letter counts towards its rule's budget. */
export function isBudgeted({ sort, severity }: Pick<AlertLetterRow, 'sort' | 'severity'>): boolean {
  return sort === 'notice' && severity !== 'critical';
}

/** Messages that notices of one rule to one role make: those of one moment are one where they are many. */
export function messagesOf(letters: readonly Pick<AlertLetterRow, 'at'>[]): number {
  const batches = Map.groupBy(letters, ({ at }) => at);
  return [...batches.values()].reduce((sum, { length }) => sum + (length < GROUP_FROM ? length : 1), 0);
}

/** Notices of one rule to one role in a calendar week. */
export interface WeekCount {
  /** Monday */
  week: Day;
  role: string;
  rule: string;
  notices: number;
  /** of them critical: they count towards no budget */
  critical: number;
  /** that the notices within the budget made: this is what the budget counts */
  messages: number;
  /** put off into a daily digest */
  digested: number;
  budget: number | null;
  isOver: boolean;
}

/** Newest week first, then by role and rule. */
export function weekCounts(letters: readonly AlertLetterRow[], roster: Roster | null): WeekCount[] {
  const notices = letters.filter(({ sort }) => sort === 'notice');
  const groups = Map.groupBy(notices, ({ at, recipient, kind }) => `${weekOf(at)}\n${recipient}\n${kind}`);
  return [...groups]
    .map(([name, own]) => {
      const [week = '', role = '', rule = ''] = name.split('\n');
      const critical = own.filter(({ severity }) => severity === 'critical').length;
      const digested = own.filter(({ held }) => held === 'budget').length;
      const messages = messagesOf(own.filter((one) => isBudgeted(one) && one.held !== 'budget'));
      const budget = roster?.roles.find((one) => one.role === role)?.perWeek ?? null;
      return { week, role, rule, notices: own.length, critical, messages, digested, budget, isOver: digested > 0 };
    })
    .sort((a, b) => b.week.localeCompare(a.week) || a.role.localeCompare(b.role) || a.rule.localeCompare(b.rule));
}

/** What a rule's alerts turned out to be. */
export interface RuleShare {
  rule: string;
  alerts: number;
  true: number;
  false: number;
  known: number;
  /** taken back by us and given no outcome by anyone: counted as false */
  recalled: number;
  /** neither closed nor recalled yet */
  open: number;
  /** true of all that are known, as n of d; null where nothing is known yet */
  proved: { n: number; d: number } | null;
}

/** By rule, from the outcome of the newest notice of each alert. */
export function ruleShares(
  alerts: readonly AlertView[],
  { acts, at }: { acts: readonly AlertActRow[]; at: number },
): RuleShare[] {
  const byKey = Map.groupBy(acts, ({ key }) => key);
  const sent = alerts.filter(({ notices }) => notices.length > 0);
  return [...Map.groupBy(sent, ({ kind }) => kind)]
    .map(([rule, own]) => {
      const ends = own.map((alert) => endOf(alert, { acts: byKey.get(alert.key) ?? [], at }));
      const count = (end: string): number => ends.filter((one) => one === end).length;
      const counts = { true: count('true'), false: count('false'), known: count('known'), recalled: count('recalled') };
      const d = counts.true + counts.false + counts.known + counts.recalled;
      const proved = d === 0 ? null : { n: counts.true, d };
      return { rule, alerts: own.length, ...counts, open: own.length - d, proved };
    })
    .sort((a, b) => a.rule.localeCompare(b.rule));
}

function endOf(alert: AlertView, given: { acts: readonly AlertActRow[]; at: number }): string {
  const { closed, isRecalled } = caseOf(alert, given);
  return closed?.outcome ?? (isRecalled ? 'recalled' : 'open');
}
