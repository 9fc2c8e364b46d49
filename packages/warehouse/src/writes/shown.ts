import {
  evidenceWord,
  flagWord,
  formatRatio,
  formatTarget,
  formatValue,
  reasonWord,
  type Cell,
  type Lang,
} from '@duqing/catalogue';
import type { ShownColumns } from '../schema-cells.ts';

/** What boards show of a cell, as the pages would say it. */
export function shownOf(cell: Cell): ShownColumns {
  const { unit, target, base, distance, note } = cell;
  return {
    unit,
    comparator: target?.comparator ?? '',
    target_limit: target === null || target.limit === null ? null : Number(target.limit),
    base_value: base?.value ?? null,
    base_period: base?.period ?? '',
    to_meet: distance?.toMeet ?? null,
    to_break: distance?.toBreak ?? null,
    distance_zh: distance?.text.zh ?? '',
    distance_en: distance?.text.en ?? '',
    note_zh: note?.zh ?? '',
    note_en: note?.en ?? '',
    ...completenessOf(cell),
    ...compositeOf(cell),
    flags: cell.flags,
    ratio: formatRatio(cell),
    ...textsOf(cell),
  };
}

type Completeness =
  | 'returns_expected'
  | 'returns_received'
  | 'returns_on_time'
  | 'feeds_expected'
  | 'feeds_attested'
  | 'through'
  | 'units_missing';

function completenessOf({ completeness }: Cell): Pick<ShownColumns, Completeness> {
  return {
    returns_expected: completeness.returnsExpected,
    returns_received: completeness.returnsReceived,
    returns_on_time: completeness.returnsOnTime,
    feeds_expected: completeness.feedsExpected,
    feeds_attested: completeness.feedsAttested,
    through: completeness.through ?? '',
    units_missing: completeness.unitsMissing,
  };
}

type Composite = 'failing_low' | 'failing_high' | 'failing' | 'mend_order' | 'veto_missed' | 'to_mend';

function compositeOf({ composite }: Cell): Pick<ShownColumns, Composite> {
  const [low, high] = composite?.range ?? [0, 0];
  return {
    failing_low: low,
    failing_high: high,
    failing: composite?.failing ?? [],
    mend_order: composite?.mendOrder ?? [],
    veto_missed: composite?.vetoMissed ?? [],
    to_mend: composite?.toMend ?? 0,
  };
}

type Text = 'value' | 'target' | 'completeness' | 'marks' | 'remarks' | 'label';
type Texts<L extends Lang> = Pick<ShownColumns, `${Text}_${L}`>;

function textsOf(cell: Cell): Texts<'zh'> & Texts<'en'> {
  const [zh, en] = [completenessText(cell, 'zh'), completenessText(cell, 'en')];
  return {
    value_zh: formatValue(cell, 'zh'),
    value_en: formatValue(cell, 'en'),
    target_zh: formatTarget(cell, 'zh'),
    target_en: formatTarget(cell, 'en'),
    completeness_zh: zh,
    completeness_en: en,
    marks_zh: cell.flags.map((flag) => flagWord(flag, 'zh')).join(' · '),
    marks_en: cell.flags.map((flag) => flagWord(flag, 'en')).join(' · '),
    remarks_zh: remarksOf(cell, 'zh'),
    remarks_en: remarksOf(cell, 'en'),
    label_zh: labelOf(cell, 'zh', zh),
    label_en: labelOf(cell, 'en', en),
  };
}

/** What came of what the cell reads; a count of nothing expected is left out. */
function completenessText({ completeness }: Cell, lang: Lang): string {
  const { returnsExpected, returnsReceived, feedsExpected, feedsAttested } = completeness;
  const [returns, feeds] = lang === 'zh' ? ['报表', '数据源'] : ['returns', 'feeds'];
  return joined([
    returnsExpected === 0 ? '' : `${returns} ${returnsReceived}/${returnsExpected}`,
    feedsExpected === 0 ? '' : `${feeds} ${feedsAttested}/${feedsExpected}`,
  ]);
}

function remarksOf({ reason, evidence, note }: Cell, lang: Lang): string {
  return joined([
    reason === null ? '' : reasonWord(reason, lang),
    evidence === 'weak' ? evidenceWord('weak', lang) : '',
    note?.[lang] ?? '',
  ]);
}

function labelOf({ flags, completeness }: Cell, lang: Lang, whole: string): string {
  const { returnsExpected, returnsReceived, feedsExpected, feedsAttested } = completeness;
  const isWanting = returnsReceived < returnsExpected || feedsAttested < feedsExpected;
  const parts = [flags.includes('simulated') ? flagWord('simulated', lang) : '', isWanting ? whole : ''];
  return parts.map((part) => (part === '' ? '' : ` · ${part}`)).join('');
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
