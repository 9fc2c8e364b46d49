import type { ShownColumns } from './schema-cells.ts';

/**
 * Row shapes of the tables, as the engine returns them (64-bit counts as numbers, UInt256 ranks and Decimals as text).
 * Days are YYYY-MM-DD in Asia/Shanghai; moments are ms since the epoch.
 */

/** Every valid message. Identity: (topic, partition, offset); append-only. */
export interface LedgerRow {
  topic: string;
  partition: number;
  offset: string;
  received_at: number;
  processed_at: number;
  source: string;
  id: string;
  type: string;
  family: string;
  subject: string;
  revision: number;
  withdrawn: boolean;
  /** the event's `time`, ms */
  time: number;
  /** order among an entity's records, see `rankOf`: decimal text of a UInt256 */
  rank: string;
  data_hash: string;
  /** SHA-256 hex of the message's value */
  bytes_hash: string;
  /** the message's value as received, base64 only where it is not UTF-8 */
  bytes: string;
  /** canonical JSON of `data` */
  data: string;
  region: string;
  flags: string[];
  simulated: boolean;
  backfilled: boolean;
}

interface FactCommon {
  /** area code as sent */
  region: string;
  /** 2026Q2, the partition */
  quarter: string;
  /** day of the milestone */
  day: string;
  subject: string;
  /** rank of the winner that wrote it: ReplacingMergeTree version */
  rank: string;
  /** deletion marker: the entity no longer counts in this cell */
  deleted: boolean;
  source: string;
  id: string;
  revision: number;
  received_at: number;
  simulated: boolean;
  backfilled: boolean;
  flags: string[];
}

/** facts_case_filed and facts_case_solved share this shape. */
export interface CaseFact extends FactCommon {
  category: string;
  severity: string | null;
  target_level: string | null;
  solved_by: string[];
  pre_controlled: boolean | null;
  large_scale: boolean | null;
  caused_by_user: boolean | null;
  out_of_supervision: boolean | null;
  involved: number | null;
  minors: number | null;
  pupils: number | null;
}

/** One row a seizure; items as parallel arrays. Grams are Decimal text, null where the unit is no mass. */
export interface SeizureFact extends FactCommon {
  case_id: string;
  channel: string | null;
  events: number;
  item_substance: string[];
  item_name: string[];
  item_quantity: string[];
  item_unit: string[];
  item_grams: (string | null)[];
  item_pure_grams: (string | null)[];
}

export interface IntelligenceFact extends FactCommon {
  kind: string;
  grade: string | null;
  substances: string[];
  disposition: string | null;
  case_id: string;
}

/** Key: (region, period, measure). `quarter` is the quarter in which the period ends. */
export interface ReturnFact extends FactCommon {
  measure: string;
  period: string;
  department: string | null;
  numerator: number | null;
  denominator: number | null;
  value: number | null;
  flag: boolean | null;
  nil: boolean;
}

export interface AttestationFact extends FactCommon {
  feed: string;
  period: string;
  through: string;
  count: number | null;
}

/** Vintage of a cell, append-only: the newest `as_of` ≤ T is the value as known at T. `cell` is the Cell as JSON. */
export interface IndicatorValueRow extends ShownColumns {
  indicator: string;
  region: string;
  period: string;
  as_of: number;
  computed_at: number;
  numerator: number | null;
  denominator: number | null;
  value: number | null;
  verdict: string;
  reason: string | null;
  evidence: string | null;
  stage: string;
  simulated: boolean;
  cell: string;
}

/** A moment (ms) at which the vintages held equal a recompute from the ledger; `computed_at` grows with every pass. */
export interface VintageMomentRow {
  as_of: number;
  computed_at: number;
}

/** What an analyst says of a cell; append-only. */
export interface CellNoteRow {
  note_id: string;
  indicator: string;
  region: string;
  period: string;
  at: number;
  /** a post, not a person */
  author: string;
  text: string;
}

export interface RejectRow {
  topic: string;
  partition: number;
  offset: string;
  received_at: number;
  source: string;
  id: string;
  type: string;
  subject: string;
  code: string;
  field: string;
  reason_zh: string;
  reason_en: string;
  /** at most 64 KiB of the (masked) value, base64 */
  payload: string;
  payload_size: number;
  payload_hash: string;
  masked: boolean;
  /** JSON of the message's own headers, `{}` where masked */
  headers: string;
}

export interface AlertTransitionRow {
  /** deterministic: SHA-256 of kind, key, episode and state */
  transition_id: string;
  kind: string;
  key: string;
  episode: number;
  severity: string;
  indicator: string;
  region: string;
  period: string;
  from_state: string;
  to_state: string;
  at: number;
  text_zh: string;
  text_en: string;
  value: number | null;
  /** ids of the events that caused it, where there are any */
  causes: string[];
  simulated: boolean;
}

/** One round of tries to get a letter through. */
export interface AlertDeliveryRow {
  /** `ref` of the letter; of an alert of others its own id */
  transition_id: string;
  /** `channel:recipient`; `bus` for the topic; `alertmanager:recipient` = released by it */
  channel: string;
  at: number;
  ok: boolean;
  error: string;
  tries: number;
}

/** Names for boards: of an area, an item or a unit of measure. The newest `written_at` of a (kind, id) is valid. */
export interface DimensionRow {
  kind: 'region' | 'indicator' | 'unit';
  id: string;
  name_zh: string;
  name_en: string;
  /** an area's parent, an item's group */
  parent: string;
  /** an area's level (`historical` for a code that is no longer a unit), an item's kind */
  level: string;
  /** levels that have cells of an item */
  levels: string[];
  /** the item has a target */
  judged: boolean;
  /** order in lists */
  position: number;
  /** an item's definition in Chinese */
  detail_zh: string;
  /** an item's definition in English; a unit's English word for exactly one */
  detail_en: string;
  gone: boolean;
  written_at: number;
}
