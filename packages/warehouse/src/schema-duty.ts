export const ALERT_ACTS = ['acknowledge', 'assign', 'comment', 'close'] as const;
export type AlertAct = (typeof ALERT_ACTS)[number];
/** What an alert turned out to be: `known` is true and was known before. */
export const OUTCOMES = ['true', 'false', 'known'] as const;
export type AlertOutcome = (typeof OUTCOMES)[number];

/** One act of a post on an alert. */
export interface AlertActRow {
  /** of what is done, by whom, in which form: sent twice it is one */
  act_id: string;
  key: string;
  /** number of the newest notice that the post had seen */
  notice: number;
  act: AlertAct;
  at: number;
  post: string;
  role: string;
  token_id: string;
  /** post, in `assign`; else '' */
  assignee: string;
  /** ms, exclusive end of the day by which it is due; 0 = none */
  due: number;
  /** in `close`, else '' */
  outcome: AlertOutcome | '';
  text: string;
}

/**
 * Why somebody is told: what the alert itself does, or what is done or left undone about it. `stand-in` and `escalated`: nobody
 * acknowledged; `reminder` and `overdue`: of a due day.
 */
export const LETTER_SORTS = [
  'notice',
  'recall',
  'resolved',
  'assigned',
  'stand-in',
  'escalated',
  'reminder',
  'overdue',
] as const;
export type LetterSort = (typeof LETTER_SORTS)[number];

/** Something that one recipient is to be told, once. */
export interface AlertLetterRow {
  /** id of the transition; of other sorts SHA-256 of what caused it */
  ref: string;
  /** a role for what the alert itself does, a post for everything else */
  recipient: string;
  /** the post on duty for it when it fell due; '' where no roster names one */
  post: string;
  sort: LetterSort;
  key: string;
  /** of the notice that it is about */
  number: number;
  kind: string;
  severity: string;
  indicator: string;
  region: string;
  simulated: boolean;
  /** ms: when it fell due */
  at: number;
  held: '' | 'quiet' | 'budget';
  /** ms: `at`, or the end of what holds it */
  release_at: number;
  /** ms: the due moment that a reminder is about; 0 = none */
  due: number;
}
