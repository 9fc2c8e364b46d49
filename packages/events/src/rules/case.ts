import type { Fault } from '../fault.ts';
import { compareOccurred } from '../moment.ts';
import type { CaseData, Flag } from '../types.ts';

export function caseFault(data: CaseData): Fault | null {
  const { category, filedAt, solvedAt, solvedBy, causedByUser, persons = {} } = data;
  if (category === 'user-incident' && causedByUser !== true)
    return { code: 'not-caused-by-user', field: 'data.causedByUser' };
  if (solvedAt !== undefined && compareOccurred(solvedAt, filedAt) < 0) {
    const right = { zh: `不早于立案时间 ${filedAt}`, en: `not before filedAt, ${filedAt}` };
    return { code: 'order-of-dates', field: 'data.solvedAt', right };
  }
  if (solvedAt !== undefined && solvedBy === undefined) {
    const right = {
      zh: '已破案件要写破案手段，例如 ["patrol"]',
      en: 'a solved case names its methods, such as ["patrol"]',
    };
    return { code: 'missing', field: 'data.solvedBy', right };
  }
  if ((persons.minors ?? 0) > (persons.involved ?? Infinity)) {
    const right = { zh: `不大于涉案人数 ${persons.involved}`, en: `at most persons.involved, ${persons.involved}` };
    return { code: 'numerator-over-denominator', field: 'data.persons.minors', right };
  }
  return null;
}

/** One flag for each attribute that the category needs and the record lacks: SEMANTICS "Which cases count". */
export function caseFlags(data: CaseData): Flag[] {
  return needed(data).map((field): Flag => ({ code: 'attribute-missing', field: `data.${field}` }));
}

const COUNTS = ['involved', 'minors', 'pupils'] as const;

function needed(data: CaseData): string[] {
  const missing: string[] = attributesOf(data).filter((name) => data[name] === undefined);
  const { persons } = data;
  if (!persons) return [...missing, 'persons'];
  for (const name of COUNTS) if (persons[name] === undefined) missing.push(`persons.${name}`);
  return missing;
}

type Attribute = 'largeScale' | 'preControlled' | 'causedByUser' | 'severity' | 'outOfSupervision';

function attributesOf({ category, causedByUser }: CaseData): Attribute[] {
  const ofUser: Attribute[] = causedByUser ? ['severity', 'outOfSupervision'] : [];
  switch (category) {
    case 'cultivation':
      return ['largeScale', ...ofUser];
    case 'manufacturing':
    case 'precursor-manufacturing':
      return ['preControlled', ...ofUser];
    case 'other':
      return ['causedByUser', ...ofUser];
    case 'trafficking':
    case 'smuggling':
    case 'precursor-trafficking':
    case 'precursor-diversion':
    case 'medicine-diversion':
    case 'possession':
    case 'harbouring':
    case 'inducing-use':
    case 'drug-use':
    case 'drug-driving':
    case 'user-incident':
      return ofUser;
  }
}
