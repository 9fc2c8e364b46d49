export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** HH:MM in Asia/Shanghai. */
export type TimeOfDay = string;

/** A post, never a person. */
export interface RosterPost {
  post: string;
  name: { zh: string; en: string };
  /** of the post, for the SMTP channel; null = none */
  mail: string | null;
}

/** Who is on duty for a role, and who stands in where that post does not acknowledge. */
export interface RosterTurn {
  post: string;
  standIn: string | null;
}

export interface RosterShift extends RosterTurn {
  /** on which the shift begins */
  days: Weekday[];
  from: TimeOfDay;
  /** exclusive; not after `from`: of the next day */
  to: TimeOfDay;
}

export interface RosterRole extends RosterTurn {
  /** commander, analysts, engineers, department:… */
  role: string;
  /** outside all of them the role's own turn holds */
  shifts: RosterShift[];
  /** told where the stand-in does not acknowledge either, and of what is overdue; null = nobody */
  escalate: string | null;
  /** notices of one rule in a calendar week, from the next one on into the daily digest; null = no budget. Critical ones never count */
  perWeek: number | null;
}

/** Duty as a deployment's data. */
export interface Roster {
  posts: RosterPost[];
  roles: RosterRole[];
  /** minutes until a stand-in is told, and again until it is escalated; null = needs no acknowledgement */
  acknowledge: { critical: number | null; warning: number | null; info: number | null };
  /** everything but critical waits until `to`; null = no quiet hours */
  quiet: { from: TimeOfDay; to: TimeOfDay } | null;
  digestAt: TimeOfDay;
  /** hours before the end of the due day */
  remindHours: number;
}
