import { parsePeriod } from '@duqing/calendar';
import type { Fault } from '../fault.ts';
import type { Right } from '../schema/fields.ts';
import type { MeasureContract, ReturnData } from '../types.ts';

interface Whole {
  data: ReturnData;
  subject: string;
  measures: ReadonlyMap<string, MeasureContract>;
}

export function returnFault({ data, subject, measures }: Whole): Fault | null {
  const contract = measures.get(data.measure);
  if (!contract) return { code: 'unknown-measure', field: 'data.measure' };
  if (contract.refused !== null) return refusedFault(contract.refused);
  return (
    periodFault(data.period, contract) ??
    subjectFault(subject, [data.region, data.measure, data.period]) ??
    shapeFault(data, contract)
  );
}

function refusedFault(refused: string): Fault {
  const right = {
    zh: `该项不直接填报，由其他填报计算（${refused}）`,
    en: `it takes no returns of its own: ${refused}`,
  };
  return { code: 'unknown-measure', field: 'data.measure', right };
}

const KINDS: Record<MeasureContract['periods'][number], Right> = {
  quarter: { zh: '季度（2026Q2）', en: 'a quarter (2026Q2)' },
  half: { zh: '半年（2026H1）', en: 'a half-year (2026H1)' },
  year: { zh: '全年（2026）', en: 'a year (2026)' },
};

function periodFault(period: string, { periods }: MeasureContract): Fault | null {
  const kind = parsePeriod(period)?.kind;
  const kinds = periods.map((native) => KINDS[native]);
  if (periods.some((native) => native === kind)) return null;
  const right = { zh: kinds.map(({ zh }) => zh).join('或'), en: kinds.map(({ en }) => en).join(' or ') };
  return { code: 'period-not-native', field: 'data.period', right };
}

/** A return's and an attestation's subject is made of its parts. */
export function subjectFault(subject: string, parts: string[]): Fault | null {
  const due = parts.join('/');
  if (subject === due) return null;
  return { code: 'subject-mismatch', field: 'subject', right: { zh: due, en: due } };
}

type Shape = MeasureContract['takes'];

const SHAPES: Record<Shape, Right> = {
  ratio: {
    zh: '比率类：填 numerator 和 denominator；分母为零的零报告填 "nil": true',
    en: 'a ratio: numerator and denominator, or "nil": true where there is nothing in the denominator',
  },
  numerator: {
    zh: '只填 numerator，分母另行填报；零报告填 "nil": true',
    en: 'numerator alone, its denominator is returned elsewhere, or "nil": true',
  },
  value: {
    zh: '计数类：填 value（整数），零报告可填 "nil": true',
    en: 'a count: value, a whole number, or "nil": true for zero',
  },
  flag: { zh: '是否类：填 value（true 或 false），不能零报告', en: 'a yes/no item: value true or false, never nil' },
};

const FIGURES: Record<Shape, readonly Figure[]> = {
  ratio: ['numerator', 'denominator'],
  numerator: ['numerator'],
  value: ['value'],
  flag: ['value'],
};
type Figure = 'value' | 'numerator' | 'denominator';
const ALL: readonly Figure[] = ['value', 'numerator', 'denominator'];

function shapeFault(data: ReturnData, { takes, overOne }: MeasureContract): Fault | null {
  const wrong = wrongFigure(data, takes);
  if (wrong !== null) return { code: 'return-shape', field: `data.${wrong}`, right: SHAPES[takes] };
  const { numerator = 0, denominator } = data;
  if (overOne || denominator === undefined || numerator <= denominator) return null;
  const right = { zh: `分子不大于分母 ${denominator}`, en: `at most the denominator, ${denominator}` };
  return { code: 'numerator-over-denominator', field: 'data.numerator', right };
}

/** The field that a return of this shape must not have, or lacks, or has of another type; null where all is well. */
function wrongFigure(data: ReturnData, takes: Shape): string | null {
  const due = data.nil ? [] : FIGURES[takes];
  if (data.nil && takes === 'flag') return 'nil';
  const odd = ALL.find((figure) => due.includes(figure) !== (data[figure] !== undefined));
  if (odd !== undefined) return odd;
  const isFlag = typeof data.value === 'boolean';
  return data.value !== undefined && isFlag !== (takes === 'flag') ? 'value' : null;
}
