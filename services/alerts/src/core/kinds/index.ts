import type { AlertKind, KindEntry } from '../types.ts';
import { closeToTarget } from './close-to-target.ts';
import { composite } from './composite.ts';
import { earlyWarning } from './early-warning.ts';
import { feedNotAttested } from './feed-not-attested.ts';
import { firstSeen } from './first-seen.ts';
import { imbalance } from './imbalance.ts';
import { largeSeizure } from './large-seizure.ts';
import { rejectShare } from './reject-share.ts';
import { returnOverdue } from './return-overdue.ts';
import { sourceSilent } from './source-silent.ts';
import { targetMissed } from './target-missed.ts';
import { trend } from './trend.ts';
import { undelivered } from './undelivered.ts';
import { veto } from './veto.ts';
import { zeroOccurrence } from './zero-occurrence.ts';

/** Every kind of alert: a new one is its entry here and its scenario. */
export const KINDS: Readonly<Record<AlertKind, KindEntry>> = {
  'zero-occurrence': zeroOccurrence,
  veto,
  'target-missed': targetMissed,
  trend,
  'close-to-target': closeToTarget,
  composite,
  'return-overdue': returnOverdue,
  'feed-not-attested': feedNotAttested,
  'source-silent': sourceSilent,
  'reject-share': rejectShare,
  imbalance,
  'large-seizure': largeSeizure,
  'first-seen': firstSeen,
  'early-warning': earlyWarning,
  undelivered,
};
