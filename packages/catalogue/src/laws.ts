import { isKnownUnit } from './text/units.ts';
import type { Indicator, IntervalKind, Measure } from './types.ts';

interface Law {
  name: string;
  /** whether the entry breaks the law */
  broken: (entry: Indicator, all: ReadonlyMap<string, Indicator>) => boolean;
}

const HAN = /\p{Script=Han}/u;

/** The exact interval or test that fits a kind and its target (SEMANTICS "Evidence"); null where none does. */
function intervalFor(kind: Indicator['columns']['kind'], target: Indicator['target']): IntervalKind | null {
  switch (target?.kind) {
    case 'direction':
      return 'conditional';
    case 'limit':
      if (kind === 'count') return target.limit > 0 ? 'poisson' : null;
      return kind === 'ratio' ? 'clopper-pearson' : null;
    case 'reference':
      return 'clopper-pearson';
    case 'by-level':
    case 'yes-no':
    case undefined:
      return null;
  }
}

/** The measures that a kind of the table may have. */
const MEASURES: Record<Indicator['columns']['kind'], Measure['kind'][]> = {
  count: ['event-count', 'new-substances', 'return-count', 'bulletins-sealed'],
  sum: ['event-sum'],
  ratio: ['event-ratio', 'return-ratio'],
  change: ['return-change'],
  flag: ['return-flag'],
  composite: ['composite'],
};

const LAWS: Law[] = [
  {
    name: 'the measure is of the kind',
    broken: ({ columns, measure }) => !MEASURES[columns.kind].includes(measure.kind),
  },
  {
    name: 'a return item reads returns, an event item events',
    broken: ({ columns, measure }) => (columns.source === 'return') !== measure.kind.startsWith('return-'),
  },
  {
    name: 'incidents without a case are added where the source says so',
    broken: ({ columns, measure }) =>
      (columns.source === 'case+return') !== (measure.kind === 'event-count' && measure.plusIncidents),
  },
  { name: 'a flag is never summed', broken: ({ columns }) => columns.kind === 'flag' && columns.roll_up === 'sum' },
  {
    name: 'a ratio has a denominator',
    broken: ({ columns }) => columns.kind === 'ratio' && columns.denominator === '',
  },
  {
    name: 'a return item has a due day',
    broken: ({ columns, due }) => columns.source === 'return' && due.kind === 'period-end',
  },
  {
    name: 'a flag has a yes or no due',
    broken: ({ columns, target }) => (columns.kind === 'flag') !== (target?.kind === 'yes-no'),
  },
  {
    name: 'a veto has a target that does not depend on evidence',
    broken: ({ veto, target }) =>
      veto &&
      target?.kind !== 'yes-no' &&
      !(target?.kind === 'limit' && target.comparator === '=' && target.limit === 0),
  },
  { name: 'implied by an item that exists', broken: ({ impliedBy }, all) => impliedBy !== null && !all.has(impliedBy) },
  {
    name: 'reads the returns of an item that exists',
    broken: ({ measure }, all) => measure.kind === 'return-ratio' && !all.has(measure.reads),
  },
  {
    name: 'has the interval that its target asks for, or none',
    broken: ({ interval, columns, target }) => interval !== null && interval !== intervalFor(columns.kind, target),
  },
  {
    name: 'a rising or falling item has its test',
    broken: ({ interval, target }) => target?.kind === 'direction' && interval === null,
  },
  { name: 'a veto asks for no evidence', broken: ({ veto, interval }) => veto && interval !== null },
  {
    name: 'an item with a number as its target says what people act on',
    broken: ({ target, act }) => target !== null && target.kind !== 'yes-no' && act === null,
  },
  {
    name: 'has its definition in Chinese',
    broken: ({ numerator_zh, denominator_zh, columns }) =>
      !HAN.test(numerator_zh) || (columns.denominator !== '') !== HAN.test(denominator_zh),
  },
  { name: 'has a unit with words in both languages', broken: ({ columns }) => !isKnownUnit(columns.unit) },
  { name: 'has a name in Chinese', broken: ({ name }) => !HAN.test(name.zh) },
  { name: 'has a name in English', broken: ({ name }) => name.en.trim() === '' || HAN.test(name.en) },
];

/** Every fault of the entries at once, as "id: law"; empty where all laws hold. */
export function faultsOf(entries: readonly Indicator[]): string[] {
  const all = new Map(entries.map((entry) => [entry.id, entry]));
  const repeated = entries.filter((entry) => all.get(entry.id) !== entry).map(({ id }) => `${id}: the id is used once`);
  const broken = entries.flatMap((entry) =>
    LAWS.filter((law) => law.broken(entry, all)).map(({ name }) => `${entry.id}: ${name}`),
  );
  return [...repeated, ...broken];
}
