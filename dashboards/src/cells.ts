import { evidenceWord, flagWord, reasonWord, REASONS, stageWord, type CellFlag, type Lang } from '@duqing/catalogue';
import { column, literal, worded, type Column } from './sql.ts';
import { WORDS } from './words.ts';

/** Cells as known at the board's as-of. */
export const CELLS = 'published_cells_as_of(as_of = ${asof})';

/** The native periods that the board's quarter names or lies in. */
export const IN_PERIOD =
  "period IN (${period:singlequote}, concat(left(${period:singlequote}, 4), if(right(${period:singlequote}, 1) IN ('1', '2'), 'H1', 'H2')), left(${period:singlequote}, 4))";
/** The same, and the plan's whole creation period, which every quarter of it shares. */
export const IN_PERIOD_OR_CREATION = `(${IN_PERIOD} OR period = 'creation')`;
/** Within a table: the period itself before the creation period. */
export const CREATION_LAST = "period = 'creation'";

/** The board's area and those below it. */
export const AT_OR_BELOW = '(region = ${region:singlequote} OR region_parent = ${region:singlequote})';
export const AT_REGION = 'region = ${region:singlequote}';

const FLAGS = {
  simulated: 0,
  backfilled: 0,
  carried: 0,
  unclassified: 0,
  unattested: 0,
  'count-differs': 0,
  'other-source': 0,
  unplaced: 0,
  'successor-used': 0,
  aggregate: 0,
  'reported-total-differs': 0,
  'coverage-partial': 0,
  doubtful: 0,
  'return-differs': 0,
} satisfies Record<CellFlag, 0>;

function flagWords(lang: Lang): string {
  const flags = Object.keys(FLAGS) as CellFlag[];
  const codes = flags.map(literal).join(', ');
  const words = flags.map((flag) => literal(flagWord(flag, lang))).join(', ');
  return joined([`arrayStringConcat(arrayMap(f -> transform(f, [${codes}], [${words}], f), flags), ' · ')`]);
}

/** The parts that say something, side by side. */
function joined(parts: readonly string[]): string {
  return `arrayStringConcat(arrayFilter(p -> p != '', [${parts.join(', ')}]), ' · ')`;
}

function part(word: string, got: string, of: string): string {
  return `if(${of} = 0, '', concat(${literal(word)}, toString(${got}), '/', toString(${of})))`;
}

/** "returns 9/10 · feeds 10/10": what came of what the cell reads; a count of nothing expected is left out. */
function completeness(lang: Lang): string {
  const [returns, feeds] = lang === 'zh' ? ['报表 ', '数据源 '] : ['returns ', 'feeds '];
  return joined([
    part(returns, 'returns_received', 'returns_expected'),
    part(feeds, 'feeds_attested', 'feeds_expected'),
  ]);
}

const CHANGED = "formatDateTime(changed_at, '%Y-%m-%d %H:%i', 'Asia/Shanghai')";

/** What analysts said of the cell until the board's as-of, with their posts. */
const PLACE = "concat(indicator, '/', region, '/', period)";
const SAID = `SELECT ${PLACE} AS place, arrayStringConcat(groupArray(concat(text, ' (', author, ')')), ' · ') AS said FROM published_notes WHERE at_ms <= \${asof} AND (ended_ms = 0 OR ended_ms > \${asof}) GROUP BY place`;
const NOTES = `CAST((SELECT groupArray((place, said)) FROM (${SAID})), 'Map(String, String)')[${PLACE}]`;

/** Why the verdict is as it is: the reason for none, weak evidence, what the figure says of itself, what analysts say of it. */
function remarks(lang: Lang): string {
  const reasons = REASONS.map((reason) => [reason, reasonWord(reason, lang)] as const);
  return joined([
    worded('reason', reasons),
    `if(evidence = 'weak', ${literal(evidenceWord('weak', lang))}, '')`,
    `note_${lang}`,
    NOTES,
  ]);
}

const CREATION = { zh: '创建期', en: 'creation period' };

/** The figure of a cell with all that belongs to it, by the names that panels show. */
export function cellColumns(lang: Lang): Record<
  'area' | 'code' | 'indicator' | 'item' | 'period' | 'key' | 'value' | 'target' | 'verdict',
  Column
> & {
  /** what stands beside the figure, then where the data stand */
  around: Column[];
  standing: Column[];
} {
  const named = (expression: string, key: keyof typeof WORDS): Column => column(expression, WORDS[key][lang]);
  const stages = (['running', 'provisional', 'final', 'sealed'] as const).map(
    (stage) => [stage, stageWord(stage, lang)] as const,
  );
  const standing = [
    named(worded('stage', stages), 'stage'),
    named(completeness(lang), 'completeness'),
    named(flagWords(lang), 'marks'),
    named(CHANGED, 'changed'),
  ];
  return {
    area: named(`region_${lang}`, 'area'),
    code: named('region', 'code'),
    indicator: named(`indicator_${lang}`, 'indicator'),
    item: named('indicator', 'item'),
    key: named('period', 'key'),
    period: named(`if(period = 'creation', ${literal(CREATION[lang])}, period)`, 'period'),
    value: named(`value_${lang}`, 'value'),
    target: named(`target_${lang}`, 'target'),
    verdict: named('verdict', 'verdict'),
    around: [
      named('ratio', 'ratio'),
      named(`distance_${lang}`, 'distance'),
      named(remarks(lang), 'remarks'),
      ...standing,
    ],
    standing,
  };
}

/** A period with what must be known of its bar: the mark of simulated data, that it runs, what is wanting. */
export function periodLabel(lang: Lang): string {
  return joined([
    'period',
    `if(simulated, ${literal(WORDS.simulated[lang])}, '')`,
    `if(stage = 'running', ${literal(stageWord('running', lang))}, '')`,
    wanting(lang),
  ]);
}

/** An area with what must be known of its bar. */
export function areaLabel(lang: Lang): string {
  return joined([`region_${lang}`, `if(simulated, ${literal(WORDS.simulated[lang])}, '')`, wanting(lang)]);
}

/** The completeness where anything is wanting. */
function wanting(lang: Lang): string {
  return `if(returns_received < returns_expected OR feeds_attested < feeds_expected, ${completeness(lang)}, '')`;
}
