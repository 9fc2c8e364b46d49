import type { PeriodKind } from '@duqing/calendar';

export type Department =
  | 'police'
  | 'drug-control-office'
  | 'justice'
  | 'party-office'
  | 'government-office'
  | 'education'
  | 'publicity'
  | 'health'
  | 'postal'
  | 'transport'
  | 'commerce'
  | 'forestry';

export type Group =
  | 'seven-zeros'
  | 'four-up'
  | 'four-down'
  | 'governance'
  | 'composite'
  | 'prevention'
  | 'treatment'
  | 'enforcement'
  | 'precursors'
  | 'monitoring'
  | 'situation';

export type Accumulation = 'flow' | 'cumulative' | 'stock' | 'latest survey';
export type RollUp = 'sum' | 'own' | 'any' | 'none';
export type Level = 'county' | 'city';

/** When an item is due: `+N d` a return N days after the period's end; `MM-DD` the day by which the thing must be done. */
export type Due =
  | { kind: 'period-end' }
  | { kind: 'days-after'; days: number }
  | { kind: 'day-of-year'; month: number; day: number }
  | { kind: 'province-date' }
  | { kind: 'release-day' };

/** Three-valued predicate over a case, seizure or intelligence report: an absent attribute makes it unknown, not false. */
export type Predicate =
  | { op: 'and'; of: Predicate[] }
  | { op: 'any'; of: Predicate[] }
  | { op: 'class'; is: 'drugCrime' | 'administrative' | 'userCaused' }
  | { op: 'category'; in: string[] }
  | { op: 'is'; attribute: 'largeScale' | 'causedByUser' | 'outOfSupervision' | 'preControlled'; value: boolean }
  | { op: 'severity'; in: string[] }
  | { op: 'target-level-above-none' }
  | { op: 'it-supported' }
  | { op: 'persons-above-zero'; part: 'minors' | 'pupils' }
  | { op: 'disposition'; is: string }
  | { op: 'intelligence-kind'; is: string }
  | { op: 'channel'; is: string };

export type Milestone = 'case-filed' | 'case-solved' | 'seizure' | 'intelligence';

/** What each selected record adds. `events` = the seizures an aggregate stands for. */
export type Weight =
  'one' | 'events' | 'minors' | 'involved' | 'grams' | 'pure-grams' | 'heroin-equivalent-grams' | 'plants';

export interface EventPart {
  milestone: Milestone;
  /** empty `and` selects every record */
  where: Predicate;
  weight: Weight;
}

export type Helper = 'population' | 'precursor-enterprises' | 'new-users-found';

/** How an indicator is measured: a closed union, so that nonsense cannot be written. */
export type Measure =
  | { kind: 'event-count'; part: EventPart; plusIncidents: boolean }
  | { kind: 'event-sum'; part: EventPart }
  | { kind: 'event-ratio'; numerator: EventPart; denominator: EventPart }
  | { kind: 'new-substances' }
  | { kind: 'return-count' }
  | {
      kind: 'return-ratio';
      /** the item whose returns are read (a `-rising` item reads its base item's) */
      reads: string;
      numeratorHelper: Helper | null;
      denominatorHelper: Helper | null;
      /** numerator may exceed denominator */
      overOne: boolean;
      /** limit is the same ratio of the reference region */
      againstReference: boolean;
    }
  | { kind: 'return-change'; levelHelper: Helper | null }
  | { kind: 'return-flag'; notApplicableUnder: { helper: Helper; minimum: number } | null }
  | { kind: 'composite' }
  | { kind: 'bulletins-sealed' };

/** The plan's table, column for column, as text (see indicators.csv). */
export interface Columns {
  id: string;
  clause: string;
  group: Group;
  basis: 'text' | 'default';
  name_zh: string;
  name_en: string;
  kind: 'count' | 'sum' | 'ratio' | 'change' | 'flag' | 'composite';
  source: 'case' | 'case+return' | 'seizure' | 'intelligence' | 'return' | 'derived';
  numerator: string;
  denominator: string;
  unit: string;
  comparator: string;
  limit: string;
  cells: string;
  accumulation: Accumulation;
  due: string;
  levels: string;
  roll_up: RollUp;
  if_empty: string;
  veto: string;
  implied_by: string;
  department: Department;
}

/** What a verdict is measured against; `by-level` where the city and a county have limits of their own. */
export type TargetRule =
  | { kind: 'limit'; comparator: LimitComparator; limit: number }
  | { kind: 'yes-no'; due: boolean }
  /** `orEqual`: standing still meets it too; absent = it does not, save at the bound */
  | { kind: 'direction'; direction: 'rising' | 'falling'; orEqual?: true }
  | { kind: 'reference'; comparator: LimitComparator }
  | { kind: 'by-level'; county: Limit; city: Limit };
export type LimitComparator = '=' | '<' | '<=' | '>' | '>=';
export type DirectionComparator = 'rising' | 'not-falling' | 'falling' | 'not-rising';
export type Comparator = LimitComparator | DirectionComparator;
export interface Limit {
  comparator: LimitComparator;
  limit: number;
}

/** Which exact interval or test says whether a verdict could be chance; null = a full count, which it cannot be. */
export type IntervalKind = 'clopper-pearson' | 'poisson' | 'conditional';

export interface Act {
  zh: string;
  en: [one: string, many: string];
}

/** What an entry says beside the table's columns: Chinese definitions, the unit people act on, its evidence. */
export interface Wording {
  numerator_zh: string;
  /** '' where the item has no denominator */
  denominator_zh: string;
  /** one more or fewer of what the numerator counts: Chinese with its measure word, English singular and plural */
  act: Act | null;
  interval: IntervalKind | null;
}

/** One indicator: the table's columns as text plus their typed meaning, read from them by `indicator()`. */
export interface Indicator extends Wording {
  columns: Columns;
  id: string;
  name: { zh: string; en: string };
  measure: Measure;
  /** null = no limit and no direction: its verdict is `information` */
  target: TargetRule | null;
  /** multiplier from numerator/denominator to value: 100 for %, 10 000 for per 10 000, else 1 */
  scale: number;
  cells: PeriodKind[];
  due: Due;
  levels: Level[];
  veto: boolean;
  impliedBy: string | null;
}
