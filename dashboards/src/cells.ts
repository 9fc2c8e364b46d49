import { evidenceWord, flagWord, reasonWord, REASONS, stageWord, type CellFlag, type Lang } from '@duqing/catalogue';
import { column, literal, worded, type Column } from './sql.ts';
import { WORDS } from './words.ts';

/** Cells as known at the board's as-of. */
export const CELLS = 'published_cells_as_of(as_of = ${asof})';

/** The native periods that the board's quarter names or lies in. */
export const IN_PERIOD =
  "period IN (${period:singlequote}, concat(left(${period:singlequote}, 4), if(right(${period:singlequote}, 1) IN ('1', '2'), 'H1', 'H2')), left(${period:singlequote}, 4))";

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
} satisfies Record<CellFlag, 0>;

function flagWords(lang: Lang): string {
  const flags = Object.keys(FLAGS) as CellFlag[];
  const codes = flags.map(literal).join(', ');
  const words = flags.map((flag) => literal(flagWord(flag, lang))).join(', ');
  return `arrayStringConcat(arrayMap(f -> transform(f, [${codes}], [${words}], f), flags), '、')`;
}

function part(word: string, got: string, of: string): string {
  return `if(${of} = 0, '', concat(${literal(word)}, toString(${got}), '/', toString(${of})))`;
}

/** "returns 9/10 · feeds 10/10": what came of what the cell reads; a count of nothing expected is left out. */
function completeness(lang: Lang): string {
  const [returns, feeds] = lang === 'zh' ? ['报表 ', '数据源 '] : ['returns ', 'feeds '];
  const parts = [
    part(returns, 'returns_received', 'returns_expected'),
    part(feeds, 'feeds_attested', 'feeds_expected'),
  ];
  return `arrayStringConcat(arrayFilter(p -> p != '', [${parts.join(', ')}]), ' · ')`;
}

const CHANGED = "formatDateTime(changed_at, '%Y-%m-%d %H:%i', 'Asia/Shanghai')";

/** The figure of a cell with all that belongs to it, by the names that panels show. */
export function cellColumns(lang: Lang): Record<
  'area' | 'indicator' | 'period' | 'value' | 'target' | 'verdict',
  Column
> & {
  around: Column[];
} {
  const named = (expression: string, key: keyof typeof WORDS): Column => column(expression, WORDS[key][lang]);
  const reasons = REASONS.map((reason) => [reason, reasonWord(reason, lang)] as const);
  const stages = (['running', 'provisional', 'final', 'sealed'] as const).map(
    (stage) => [stage, stageWord(stage, lang)] as const,
  );
  const evidence = (['strong', 'weak'] as const).map((word) => [word, evidenceWord(word, lang)] as const);
  return {
    area: named(`region_${lang}`, 'area'),
    indicator: named(`indicator_${lang}`, 'indicator'),
    period: named('period', 'period'),
    value: named(`value_${lang}`, 'value'),
    target: named(`target_${lang}`, 'target'),
    verdict: named('verdict', 'verdict'),
    around: [
      named('ratio', 'ratio'),
      named(`distance_${lang}`, 'distance'),
      named(worded('reason', reasons), 'reason'),
      named(worded('evidence', evidence), 'evidence'),
      named(worded('stage', stages), 'stage'),
      named(completeness(lang), 'completeness'),
      named(flagWords(lang), 'marks'),
      named(`note_${lang}`, 'note'),
      named(CHANGED, 'changed'),
    ],
  };
}

/** A quarter with what must stand beside every figure: stage, completeness and the mark of simulated data. */
export function periodLabel(lang: Lang): string {
  return `concat(period, if(simulated, ${literal(` ${WORDS.simulated[lang]}`)}, ''), ' ', ${completeness(lang)})`;
}
