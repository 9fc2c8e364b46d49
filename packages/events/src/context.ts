import type { RegionTable } from '@duqing/regions';
import type { DuqingEvent, Flag, MeasureContract, Reject } from './types.ts';

/** What the validator must know beside the message. */
export interface ValidationContext {
  regions: RegionTable;
  /** what a code of this deployment looks like */
  codePattern: RegExp;
  /** the table of substances as it is known when the message is judged */
  substances: { isKnown: (code: string) => boolean };
  measures: ReadonlyMap<string, MeasureContract>;
  /** ms since the epoch */
  now: number;
  /** whether the extension attribute `receivedtime` is honoured */
  replay: boolean;
  /** cut-off of the latest sealed edition, ms, inclusive; null where none is sealed */
  sealedUntil: number | null;
}

export type Validated = { ok: true; event: DuqingEvent; flags: Flag[] } | { ok: false; reject: Reject };
