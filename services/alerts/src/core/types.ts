import type { Cell, Department, Indicator } from '@duqing/catalogue';
import type { DeploymentCalendar } from '@duqing/regions';
import type { Substances } from '@duqing/substances';
import type {
  AlertStanding,
  AlertTransitionRow,
  AlertView,
  Balance,
  ExplainedEvent,
  Hole,
  SignalView,
  ToldWeek,
} from '@duqing/warehouse';

export interface Text {
  zh: string;
  en: string;
}

export const ALERT_KINDS = [
  'zero-occurrence',
  'veto',
  'target-missed',
  'trend',
  'close-to-target',
  'composite',
  'return-overdue',
  'feed-not-attested',
  'source-silent',
  'reject-share',
  'imbalance',
  'large-seizure',
  'first-seen',
  'early-warning',
  'undelivered',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export type Severity = AlertView['severity'];
export type State = AlertView['state'];
/** Posts that are told: never people. A department's is `department:<id>`. */
export type Role = 'commander' | 'analysts' | 'engineers' | `department:${Department}`;

/** A record behind a cell, with what decides whether it is a violation and whether it is news. */
export interface Cause extends ExplainedEvent {
  /** what a return said (0 for nil, 1 for yes, 0 for no); null for a case, which is always one */
  amount: number | null;
  backfilled: boolean;
  simulated: boolean;
}

/** One substance of one seizure. */
export interface SeizedItem {
  subject: string;
  region: string;
  day: string;
  substance: string;
  /** decimal text */
  grams: string;
  backfilled: boolean;
  simulated: boolean;
}

/** What did not get through on a channel within a day, in several rounds of tries. */
export interface Lost {
  channel: string;
  letters: number;
  /** of them critical */
  critical: number;
  /** the last one, without any secret */
  error: string;
}

/** Everything that alerts are decided from. `cells` holds every cell of the periods of interest and of all standing alerts. */
export interface AlertInput {
  /** ms */
  now: number;
  city: string;
  /** everything of this deployment is made up */
  simulated: boolean;
  /** areas that only lend their figures */
  references: readonly string[];
  calendar: DeploymentCalendar;
  /** names by area code; a code without one is shown as it is */
  areas: ReadonlyMap<string, Text>;
  cells: readonly Cell[];
  /** records behind a cell, by `cellKey`; asked of cells that `needsCauses` selects */
  causes: ReadonlyMap<string, readonly Cause[]>;
  previous: readonly AlertTransitionRow[];
  /** subjects (region/measure/period) of all returns held */
  returnsHeld: ReadonlySet<string>;
  sources: readonly { source: string; receivedAt: number }[];
  balance: readonly Balance[];
  /** offsets of messages that nothing accounts for */
  holes: readonly Hole[];
  seizures: readonly SeizedItem[];
  /** as known now; absent = as shipped */
  substances?: Substances;
  /** weekly counts above their limits */
  signals: readonly SignalView[];
  /** by key, of each standing early warning: what the week that was told of is by now */
  toldWeeks: ReadonlyMap<string, ToldWeek>;
  /** keys of cells of which a record was corrected or withdrawn while their alert stood */
  corrected: ReadonlySet<string>;
  lost: readonly Lost[];
}

/** One append to the ledger of alerts. */
export type Transition = AlertTransitionRow;

/** Something that is so at this evaluation and should stand as an alert. */
export interface Finding {
  kind: AlertKind;
  key: string;
  severity: Severity;
  indicator: string | null;
  region: string;
  period: string | null;
  /** hysteresis applies: it must hold for a while before it fires */
  held: boolean;
  /** another alert says it already, or it is history: it opens nothing, and closes nothing that stands */
  silenced: boolean;
  value: number | null;
  causes: string[];
  simulated: boolean;
  /** what happened, with value, target, distance and evidence where there are any; no closing stop */
  said: Text;
  consequences: Text[];
}

/**
 * What it means that a standing alert is no longer found. `back`: to normal. `no-data`: nothing is known any more. `closed`: its
 * time is over. `revoked`: what was sent does not hold, the same people get a recall.
 */
export interface Ending {
  outcome: 'back' | 'no-data' | 'closed' | 'revoked';
  held: boolean;
  said: Text;
}

/** What an alert is now, folded from its transitions. */
export type Standing = AlertStanding & { kind: AlertKind };

/** The input with its indexes: what every kind reads. */
export interface Scene extends AlertInput {
  cellByKey: ReadonlyMap<string, Cell>;
  entries: ReadonlyMap<string, Indicator>;
  standing: ReadonlyMap<string, Standing>;
  /** today in Asia/Shanghai */
  today: string;
}

/** One kind of alert: all that is said of it in one place. */
export interface KindEntry {
  kind: AlertKind;
  name: Text;
  /** what to do, in one sentence without its stop */
  action: Text;
  recipients(of: { severity: Severity; department: Department | null }): Role[];
  find(scene: Scene): Finding[];
  ending(alert: Standing, scene: Scene): Ending;
}
