/** How many there usually are of what an item's denominator counts. */
export interface Crowd {
  /** at size 1 */
  mean: number;
  /** more in a larger area */
  scales: boolean;
  /** share by which it moves from return to return; 0 = the same all through */
  varies: number;
}

const fixed = (mean: number): Crowd => ({ mean, scales: false, varies: 0 });
const places = (mean: number): Crowd => ({ mean, scales: true, varies: 0 });
const moving = (mean: number, varies = 0.08): Crowd => ({ mean, scales: true, varies });
const asked = (mean: number): Crowd => ({ mean, scales: false, varies: 0.1 });

/** By item; one that is not listed has a crowd that is plausible for most. */
const CROWDS: Record<string, Crowd> = {
  'awareness-rate': asked(600),
  'satisfaction-rate': asked(600),
  'education-satisfaction-rate': asked(600),
  'youth-awareness-rate': asked(500),
  'execution-rate': moving(160),
  'lost-contact-rate': moving(160),
  'assessment-in-appraisals': fixed(5),
  'township-assessments': places(14),
  'township-inspections': places(14),
  'class-hours': places(42_000),
  'demonstration-schools': places(52),
  'drug-free-schools': places(52),
  'five-ones-coverage': places(52),
  'school-stage-visits': fixed(3),
  'department-events': fixed(12),
  'member-unit-plans': fixed(24),
  'culture-venue-coverage': places(130),
  'incident-lookback': moving(1.2, 1),
  'social-worker-ratio': moving(260),
  'social-workers-in-post': places(14),
  'hair-testing-coverage': moving(180),
  'task-completion': fixed(8),
  'real-name-logistics': moving(45),
  'inspection-class-a': places(4),
  'inspection-class-b': places(10),
  'inspection-class-c': places(22),
  'inspection-entry': moving(24, 0.3),
  'consignment-management': places(6),
  'permit-verification': moving(60, 0.3),
  'import-export-verification': moving(9, 0.5),
  'warehouse-writeoff': moving(240, 0.2),
  'key-area-control': places(18),
  'village-stations': places(190),
};
const USUAL = moving(40);

export function crowdOf(id: string): Crowd {
  return CROWDS[id] ?? USUAL;
}
