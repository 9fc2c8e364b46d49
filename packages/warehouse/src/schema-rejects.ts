/** One token; the newest revocation ends it. Only a hash of the secret part is kept. */
export interface TokenRow {
  token_id: string;
  /** whose it is: a post, never a person */
  post: string;
  role: string;
  /** area code that it holds for, with all below */
  area: string;
  /** CloudEvents source that it may send as; '' = any within its area (and where it may not send at all) */
  source: string;
  /** SHA-256 hex of the secret */
  token_hash: string;
  issued_at: number;
  issued_by: string;
  /** exclusive */
  expires_at: number;
  /** 0 = never */
  revoked_at: number;
}

export interface AuditRow {
  audit_id: string;
  at: number;
  post: string;
  role: string;
  token_id: string;
  action: string;
  /** on what: coordinates of a reject, a cell's key, a token's id */
  object: string;
  area: string;
  outcome: string;
  detail: string;
}

export type RejectStep = 'proposed' | 'approved' | 'done';
export type RejectEnd = 'replay' | 'discard';

/** One step of a proposal about a reject, keyed by coordinates, proposal and step. */
export interface RejectStepRow {
  topic: string;
  partition: number;
  offset: string;
  proposal_id: string;
  step: RejectStep;
  kind: RejectEnd;
  at: number;
  post: string;
  token_id: string;
  /** code of a discard; '' for a replay */
  reason: string;
  /** the mended event as text in step proposed of a replay, else '' */
  payload: string;
}

/** Offsets, both inclusive, that the broker passed over between two messages that it handed out. */
export interface OffsetGapRow {
  topic: string;
  partition: number;
  first_offset: string;
  last_offset: string;
}
