/**
 * What boards show of a cell, in the row of its vintage, so that reading a figure takes nothing apart. Texts are those of the
 * catalogue when the vintage was written; absent texts are '', counts of a detail that the cell has not are 0.
 */
export interface ShownColumns {
  unit: string;
  comparator: string;
  /** 1 or 0 where the target is yes or no */
  target_limit: number | null;
  base_value: number | null;
  base_period: string;
  to_meet: number | null;
  to_break: number | null;
  distance_zh: string;
  distance_en: string;
  note_zh: string;
  note_en: string;
  returns_expected: number;
  returns_received: number;
  returns_on_time: number;
  feeds_expected: number;
  feeds_attested: number;
  through: string;
  units_missing: string[];
  flags: string[];
  failing_low: number;
  failing_high: number;
  failing: string[];
  mend_order: string[];
  veto_missed: string[];
  to_mend: number;
  /** "26/100" */
  ratio: string;
  value_zh: string;
  value_en: string;
  target_zh: string;
  target_en: string;
  /** "returns 9/10 · feeds 10/10" */
  completeness_zh: string;
  completeness_en: string;
  /** its flags in words */
  marks_zh: string;
  marks_en: string;
  /** the reason of no verdict, weak evidence, the cell's note */
  remarks_zh: string;
  remarks_en: string;
  /** what must be read beside its bar: that data are simulated, what is wanting; begins with a separator where there is any */
  label_zh: string;
  label_en: string;
}

/** The names of today of an area, by its code; the newest row of a code counts, and an empty name says that it has none. */
export interface RegionNameRow {
  id: string;
  name_zh: string;
  name_en: string;
  parent: string;
  level: string;
  position: number;
}

/** The same of an item of the catalogue: its group is the parent, its kind the level. */
export interface ItemNameRow extends RegionNameRow {
  judged: boolean;
}
