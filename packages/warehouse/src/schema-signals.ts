export const SIGNAL_ACTS = ['confirm', 'dismiss', 'pass-on'] as const;
export type SignalAct = (typeof SIGNAL_ACTS)[number];

/** What a post said of a signal. */
export interface SignalActRow {
  /** of what is said, by whom, in which form: sent twice it is one */
  act_id: string;
  key: string;
  act: SignalAct;
  /** newest signalling week (2026-W21) that the post had seen */
  week: string;
  /** records of that week then */
  observed: number;
  at: number;
  post: string;
  role: string;
  token_id: string;
  text: string;
}
