import type { Indicator } from '@duqing/catalogue';

/** Why an item is in no public edition at all. */
export type LeftOut = 'intelligence' | 'minors' | 'origin' | 'internal-count';

const MINORS = ['minors-share', 'zero-student-drug-cases', 'minors-survey-report'];
const ORIGIN = ['locals-caught-elsewhere', 'key-area-control'];

/** Why an item is in no public edition; undefined where it is in it. */
export function leftOut({ id, columns }: Pick<Indicator, 'id' | 'columns'>): LeftOut | undefined {
  if (columns.source === 'intelligence') return 'intelligence';
  if (columns.group === 'composite') return 'internal-count';
  if (MINORS.includes(id)) return 'minors';
  return ORIGIN.includes(id) ? 'origin' : undefined;
}

/**
 * Items that count what public bodies are or do (meetings, rules, venues, their own staff) or the answers of a sample: one of them is
 * nobody's secret. All others count persons, cases or enterprises and are guarded, new ones too.
 */
const OPEN = new Set(
  `awareness-rate awareness-rate-rising education-satisfaction-rate satisfaction-rate youth-awareness-rate class-hours
  demonstration-schools drug-free-schools education-bases school-stage-visits exam-includes-drug-knowledge joint-meetings
  department-events culture-venue-coverage five-ones-coverage social-workers-in-post township-inspections
  voluntary-institutions treatment-capacity task-completion transit-hub transport-inspections inspection-entry
  industry-association analysis-system-adoption bulletin-issued analyst-training`.split(/\s+/),
);

/** Whether an item's small counts could point at a person or an enterprise. */
export function isGuarded({ id, columns }: Pick<Indicator, 'id' | 'columns'>): boolean {
  return columns.group !== 'governance' && !OPEN.has(id);
}

/** Grams and plants: not counts of what could be somebody. */
export function isMeasured({ measure }: Pick<Indicator, 'measure'>): boolean {
  return measure.kind === 'event-sum';
}
