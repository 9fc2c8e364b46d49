import type { CaseData, IntelligenceData, SeizureData } from '@duqing/events';
import fc from 'fast-check';
import { dayAsSent } from '../model/world.ts';
import { arbitraryDateOrMoment, arbitraryDay } from './days.ts';

/** Codes that events may name: units, the city, one that ended into one, one that became several. */
const CODES = ['980101', '980101', '980102', '980102', '9801A1', '980100', '980103', '980104'];
const CATEGORIES: CaseData['category'][] = [
  'trafficking',
  'manufacturing',
  'precursor-diversion',
  'cultivation',
  'possession',
  'drug-use',
  'user-incident',
  'other',
];
const METHODS = ['video', 'analysis-platform', 'informant', 'patrol'];

type Unrevised<T> = Omit<T, 'revision'>;

/** Absent now and then: what is unknown must never count. */
function mostly<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 8 });
}

function present<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined)) as T;
}

/** No part is larger than the whole. */
function arbitraryPersons(): fc.Arbitrary<NonNullable<CaseData['persons']>> {
  return fc.tuple(fc.nat(3), fc.nat(3), fc.nat(1), fc.nat(3)).map(([involved, ...parts]) => {
    const [minors = 0, pupils = 0, users = 0] = parts.map((part) => Math.min(part, involved));
    return { involved, minors, pupils, users };
  });
}

/** The state of a case; solved on its day of filing or later. */
export function arbitraryCase(): fc.Arbitrary<Unrevised<CaseData>> {
  const yes = (): fc.Arbitrary<boolean | undefined> => mostly(fc.boolean());
  return fc
    .record({
      region: fc.constantFrom(...CODES),
      category: fc.constantFrom(...CATEGORIES),
      days: fc.tuple(arbitraryDateOrMoment(), fc.option(arbitraryDay(), { nil: undefined })),
      solvedBy: fc.uniqueArray(fc.constantFrom(...METHODS), { minLength: 1, maxLength: 2 }),
      targetLevel: mostly(fc.constantFrom('none' as const, 'city' as const, 'ministry' as const)),
      severity: mostly(fc.constantFrom('ordinary' as const, 'serious' as const, 'major' as const)),
      preControlled: yes(),
      largeScale: yes(),
      causedByUser: yes(),
      outOfSupervision: yes(),
      persons: mostly(arbitraryPersons()),
    })
    .map(({ days: [filedAt, solved], solvedBy, ...rest }) => {
      const solvedAt = solved !== undefined && solved >= dayAsSent(filedAt) ? solved : undefined;
      const causedByUser = rest.category === 'user-incident' ? true : rest.causedByUser;
      return present({
        ...rest,
        causedByUser,
        filedAt,
        solvedAt,
        solvedBy: solvedAt && solvedBy,
      }) as Unrevised<CaseData>;
    });
}

/** Masses with decimals that binary numbers cannot hold, tablets, plants, and substances that are new. */
export function arbitrarySeizure(): fc.Arbitrary<Unrevised<SeizureData>> {
  const item = fc
    .record({
      substance: fc.constantFrom('heroin', 'methamphetamine', 'ketamine', 'bromazolam', 'opium-poppy', 'other'),
      value: fc.constantFrom(0, 0.1, 0.2, 1, 2.5, 120.5, 1000),
      unit: fc.constantFrom('g' as const, 'kg' as const, 'mg' as const, 'tablet' as const, 'plant' as const),
      purity: fc.option(fc.constantFrom(0.1, 0.78, 1), { nil: undefined }),
    })
    .map(({ substance, value, unit, purity }) =>
      present({
        substance,
        name: substance === 'other' ? 'unnamed powder' : undefined,
        quantity: { value, unit },
        purity,
      }),
    );
  return fc
    .record({
      region: fc.constantFrom(...CODES),
      seizedAt: arbitraryDateOrMoment(),
      channel: mostly(fc.constantFrom('parcel' as const, 'person' as const)),
      events: fc.option(fc.integer({ min: 2, max: 9 }), { nil: undefined, freq: 2 }),
      items: fc.array(item, { minLength: 1, maxLength: 3 }),
    })
    .map((data) => present(data) as Unrevised<SeizureData>);
}

export function arbitraryIntelligence(): fc.Arbitrary<Unrevised<IntelligenceData>> {
  return fc
    .record({
      region: fc.constantFrom(...CODES),
      obtainedOn: arbitraryDay(),
      kind: fc.constantFrom('tip' as const, 'lead' as const),
      disposition: mostly(fc.constantFrom('open' as const, 'case-opened' as const)),
    })
    .map((data) => present(data) as Unrevised<IntelligenceData>);
}
