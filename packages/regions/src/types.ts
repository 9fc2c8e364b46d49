import type { Day } from '@duqing/calendar';
import type { Letterhead } from './letterhead.ts';
import type { Substance } from '@duqing/substances';
import type { Roster } from './roster.ts';

export interface Region {
  code: string;
  name: { zh: string; en: string };
  parent: string | null;
  level: 'province' | 'city' | 'county' | 'zone';
  /** monitored units make up the city; a reference region only lends its figures; historical codes are neither */
  role: 'monitored' | 'reference' | 'historical';
  /** inclusive */
  validFrom: Day;
  /** exclusive; null = still in use */
  validTo: Day | null;
  /** codes that take over at validTo; several = held for a decision */
  successors: string[];
  source: string;
}

/** One version of a piece of configuration: in force from `validFrom`, known to us from `recordedAt` (null = installed, known from the beginning). */
export interface Version<T> {
  validFrom: Day;
  recordedAt: string | null;
  source: string;
  value: T;
  /** of a version recorded at run time; absent = one of the deployment's folder */
  id?: string;
}

export interface DeploymentCalendar {
  /** inclusive days */
  creation: { from: Day; to: Day };
  /** days after the period's end */
  returnsDueDays: number;
  /** days after the quarter's end on which the provisional edition is due, at its end the previous quarter is final */
  provisionalDays: number;
  source: string;
}

/** Counts from 1 to one below the threshold are kept back; what is shown may be rounded too. */
export interface PublicRule {
  threshold: number;
  rounding: { base: 3 | 5; method: 'conventional' | 'controlled' } | null;
}

export interface NotConcerned {
  indicator: string;
  region: string;
  reason: { zh: string; en: string };
}

/** A comparator other than the catalogue's; it asks for the same side. */
export interface OwnComparator {
  indicator: string;
  level: 'county' | 'city';
  comparator: '<' | '<=' | '>' | '>=' | 'rising' | 'not-falling' | 'falling' | 'not-rising';
}

export interface ReturnsAuthoritative {
  indicator: string;
  reason: { zh: string; en: string };
}

/** The data that makes a city: read from deployments/<id>/. */
export interface Deployment {
  id: string;
  name: { zh: string; en: string };
  /** the monitored city */
  city: string;
  /** everything of this deployment is made up */
  simulated: boolean;
  codePattern: string;
  regions: Version<Region[]>[];
  calendar: Version<DeploymentCalendar>[];
  /** IT-supported methods */
  methods: Version<{ itSupported: string[] }>[];
  /** class of each category */
  categories: Version<Record<'drugCrime' | 'administrative' | 'userCaused', string[]>>[];
  /** limits that differ from the catalogue's, and items that do not concern a unit */
  targets: Version<{
    limits: { indicator: string; level: 'county' | 'city'; limit: number }[];
    /** comparators that differ from the catalogue's; absent = none */
    comparators?: OwnComparator[];
    notConcerned: NotConcerned[];
    /** items counted from events whose figures are taken from returns instead; of all others events are authoritative */
    returnsAuthoritative?: ReturnsAuthoritative[];
  }>[];
  /** substances that events may name; absent = those that are shipped */
  substances?: Version<Substance[]>[];
  /** who is told, when, and who stands in; absent = everybody at once, no budgets */
  roster?: Version<Roster>[];
  /** of official documents; absent = the narcotics control commission's office of the city */
  letterhead?: Version<Letterhead>[];
  /** what public editions keep back; absent = counts under 3, nothing rounded */
  disclosure?: Version<PublicRule>[];
  /** takes over what was recorded since; absent where the folder alone counts. To be called before a piece of work */
  refresh?: () => Promise<void>;
}
