/** The parts of a deployment that have versions. */
export const CONFIGURATION_PARTS = [
  'targets',
  'methods',
  'categories',
  'substances',
  'regions',
  'calendar',
  'roster',
] as const;
export type ConfigurationPart = (typeof CONFIGURATION_PARTS)[number];
export type ConfigurationStep = 'proposed' | 'approved' | 'rejected';

/** One step of a proposal for a version of the configuration. */
export interface ConfigurationStepRow {
  proposal_id: string;
  step: ConfigurationStep;
  /** ms; of the step that approved it: from when the version is known */
  at: number;
  post: string;
  token_id: string;
  part: ConfigurationPart;
  valid_from: string;
  source: string;
  /** why it is proposed; in an end why it ended so, '' where nothing was said */
  reason: string;
  /** the proposal recorded last for the part when this one was made; '' = the installed version */
  base: string;
  /** JSON of the whole value; '' in ends */
  value: string;
}

/** What a proposal would change, as JSON. */
export interface ConfigurationBacktestRow {
  proposal_id: string;
  at: number;
  result: string;
}

/** A recorded version whose vintages are written. */
export interface ConfigurationAppliedRow {
  proposal_id: string;
  applied_at: number;
}

/** A note taken back by a post. */
export interface CellNoteEndRow {
  note_id: string;
  at: number;
  author: string;
}
