import type { z } from 'zod';
import type { attestationData } from './schema/attestation.ts';
import type { caseData } from './schema/case.ts';
import type { intelligenceData } from './schema/intelligence.ts';
import type { returnData } from './schema/return.ts';
import type { seizureData } from './schema/seizure.ts';
import type { withdrawalData } from './schema/withdrawal.ts';

export type Family = 'case' | 'seizure' | 'intelligence' | 'return' | 'attestation';
export type Feed = 'cases' | 'seizures' | 'intelligence';

/** Codes of doubt: the event is stored, counted and shown (the other severity is reject). */
export type FlagCode =
  | 'attribute-missing'
  | 'quantity-zero'
  /** hardly ever seized in one piece: the unit or the point may have slipped */
  | 'quantity-implausible'
  | 'aggregate'
  | 'substance-unknown'
  | 'other-source'
  | 'region-ended'
  | 'region-unplaced'
  | 'occurred-in-future'
  | 'occurred-long-ago'
  | 'count-differs';

export interface Flag {
  code: FlagCode;
  /** JSON path, such as data.largeScale */
  field: string;
}

export type CaseData = z.infer<typeof caseData>;
export type Category = CaseData['category'];
export type SeizureData = z.infer<typeof seizureData>;
export type SeizureItem = SeizureData['items'][number];
export type IntelligenceData = z.infer<typeof intelligenceData>;
export type ReturnData = z.infer<typeof returnData>;
export type AttestationData = z.infer<typeof attestationData>;
export type WithdrawalData = z.infer<typeof withdrawalData>;

interface Common {
  type: string;
  id: string;
  source: string;
  subject: string;
  /** ms since the epoch */
  time: number;
  simulated: boolean;
  /** ms since the epoch; the extension attribute where the caller allows it, else the append time */
  receivedAt: number;
  /** canonical JSON of `data` */
  dataText: string;
  /** SHA-256 hex of it */
  dataHash: string;
}
export type Recorded =
  | (Common & { family: 'case'; withdrawn: false; data: CaseData })
  | (Common & { family: 'seizure'; withdrawn: false; data: SeizureData })
  | (Common & { family: 'intelligence'; withdrawn: false; data: IntelligenceData })
  | (Common & { family: 'return'; withdrawn: false; data: ReturnData })
  | (Common & { family: 'attestation'; withdrawn: false; data: AttestationData });
export type Withdrawn = Common & {
  family: 'case' | 'seizure' | 'intelligence' | 'return';
  withdrawn: true;
  data: WithdrawalData;
};
/** A valid event, normalised. Identity of the entity is (family, subject). */
export type DuqingEvent = Recorded | Withdrawn;

export interface Reject {
  /** closed list of codes, for people and machines */
  code: RejectCode;
  /** JSON path of the field at fault, or '' for the message as a whole */
  field: string;
  reason: { zh: string; en: string };
  /** as far as it could be read */
  source: string | null;
  id: string | null;
  type: string | null;
  subject: string | null;
  /** set where the message holds personal data: what may be kept of it, the finds masked */
  masked: Uint8Array | null;
}

export type RejectCode =
  | 'null-value'
  | 'not-utf8'
  | 'not-json'
  | 'not-an-object'
  | 'too-large'
  | 'too-deep'
  | 'unknown-type'
  | 'unknown-version'
  | 'wrong-topic'
  | 'unknown-key'
  | 'missing'
  | 'wrong-type'
  | 'out-of-range'
  | 'unknown-code'
  | 'impossible-date'
  | 'no-offset'
  | 'order-of-dates'
  | 'unknown-region'
  | 'source-outside-area'
  | 'subject-mismatch'
  | 'key-mismatch'
  | 'unknown-measure'
  | 'period-not-native'
  | 'return-shape'
  | 'numerator-over-denominator'
  | 'personal-data'
  | 'received-in-future'
  | 'received-before-sealed'
  | 'attested-after-time'
  | 'not-caused-by-user'
  /** valid, but the store does not take it: ours to mend */
  | 'store-refused';

/** What the validator must know of the catalogue about one measure a return may name. */
export interface MeasureContract {
  id: string;
  takes: 'ratio' | 'numerator' | 'value' | 'flag';
  /** native kinds; a `ytd` item's period is written as a quarter */
  periods: ('quarter' | 'half' | 'year')[];
  overOne: boolean;
  /** set where returns under this id are refused because it reads another's */
  refused: string | null;
  /** never owed: it is held beside a figure that others give, and compared */
  compared: boolean;
}
