import type { Day } from '@duqing/calendar';
import type { CaseData, Feed, IntelligenceData, SeizureData } from '@duqing/events';
import { decimal, gramsOf, pureGramsOf, totals, type Decimal, type Quantity } from '@duqing/substances';
import type { Config } from './config.ts';
import { over, rational, sum, times, type Rational } from './rational.ts';

/** What one record adds to a part; `unknown` where an attribute it depends on is absent, null where it is not of the part. */
export type Added = Rational | 'unknown' | null;
/** yes, no, or an absent attribute */
type Answer = boolean | undefined;

interface Context {
  day: Day;
  config: Config;
}

interface CasePart {
  feed: 'cases';
  on: 'filedAt' | 'solvedAt';
  adds: (data: CaseData, context: Context) => Added;
}
interface SeizurePart {
  feed: 'seizures';
  on: 'seizedAt';
  adds: (data: SeizureData, context: Context) => Added;
}
interface IntelligencePart {
  feed: 'intelligence';
  on: 'obtainedOn';
  adds: (data: IntelligenceData, context: Context) => Added;
}
export type Part = CasePart | SeizurePart | IntelligencePart;
export interface EventMeasure {
  feed: Feed;
  numerator: Part;
  denominator: Part | null;
  /** plus incidents without a case, as returned */
  incidents: boolean;
}

const ONE = rational(1);

/** Kleene's and: a no decides, whatever else is unknown. */
function all(...answers: Answer[]): Answer {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function oneIf(answer: Answer): Added {
  if (answer === undefined) return 'unknown';
  return answer ? ONE : null;
}

function number(count: number | undefined): Added {
  return count === undefined ? 'unknown' : rational(count);
}

function isAnyOf(value: string | undefined, values: string[]): Answer {
  return value === undefined ? undefined : values.includes(value);
}

/** Needed on category `other`; reads false elsewhere where absent. */
function causedByUser({ category, causedByUser: said }: CaseData): Answer {
  return said ?? (category === 'other' ? undefined : false);
}

function isDrugCrime({ category }: CaseData, { config, day }: Context): boolean {
  return config.classOf(category, day) === 'drugCrime';
}

function filed(where: (data: CaseData, context: Context) => Answer): CasePart {
  return { feed: 'cases', on: 'filedAt', adds: (data, context) => oneIf(where(data, context)) };
}

function solved(where: (data: CaseData, context: Context) => Answer): CasePart {
  return { feed: 'cases', on: 'solvedAt', adds: (data, context) => oneIf(where(data, context)) };
}

/** Persons of drugCrime and drug-use cases: both figures are needed, or the case is left out of both parts. */
function personsOf(which: 'minors' | 'involved'): CasePart {
  return {
    feed: 'cases',
    on: 'filedAt',
    adds: (data, context) => {
      if (!isDrugCrime(data, context) && data.category !== 'drug-use') return null;
      return number(data.persons?.[which]);
    },
  };
}

function quantity({ quantity: { value, unit } }: SeizureData['items'][number]): Quantity {
  return { value: decimal(value), unit };
}

function exact({ units, scale }: Decimal): Rational {
  return { p: units, q: 10n ** BigInt(scale) };
}

function items(of: (item: SeizureData['items'][number], context: Context) => Decimal | null): SeizurePart {
  return itemsBy((item, context) => {
    const amount = of(item, context);
    return amount && exact(amount);
  });
}

function itemsBy(of: (item: SeizureData['items'][number], context: Context) => Rational | null): SeizurePart {
  return {
    feed: 'seizures',
    on: 'seizedAt',
    adds: (data, context) => {
      const added = data.items.flatMap((item) => of(item, context) ?? []);
      return added.length === 0 ? null : sum(added);
    },
  };
}

function seizures(where: (data: SeizureData) => Answer): SeizurePart {
  return {
    feed: 'seizures',
    on: 'seizedAt',
    adds: (data) => (oneIf(where(data)) === ONE ? rational(data.events ?? 1) : oneIf(where(data))),
  };
}

function reports(where: (data: IntelligenceData) => Answer): IntelligencePart {
  return { feed: 'intelligence', on: 'obtainedOn', adds: (data) => oneIf(where(data)) };
}

/** Heroin's threshold over the substance's own, to nine places (half up), times the grams: one gram of it stands for so much. */
function derivedHeroin(item: SeizureData['items'][number], { day, config }: Context): Rational | null {
  const [heroin, own] = ['heroin', item.substance].map((code) => config.substance(code, day)?.threshold);
  const grams = gramsOf(quantity(item));
  if (!grams || !heroin || !own) return null;
  const ratio = over(exact(decimal(heroin.grams)), exact(decimal(own.grams)));
  const places = 1_000_000_000n;
  const rounded = (2n * ratio.p * places + ratio.q) / (2n * ratio.q);
  return times(exact(grams), { p: rounded, q: places });
}

function count(numerator: Part, incidents = false): EventMeasure {
  return { feed: numerator.feed, numerator, denominator: null, incidents };
}

function ratio(numerator: Part, denominator: Part): EventMeasure {
  return { feed: numerator.feed, numerator, denominator, incidents: false };
}

const MAKING = ['manufacturing', 'precursor-manufacturing'];
const DIVERSION = ['precursor-diversion', 'medicine-diversion'];

/** The event items of the table, each written out from its row. */
export const EVENT_MEASURES: Readonly<Record<string, EventMeasure>> = {
  'zero-manufacturing': count(filed(({ category }) => MAKING.includes(category))),
  'zero-diversion': count(
    filed(({ category }) => DIVERSION.includes(category)),
    true,
  ),
  'zero-large-cultivation': count(filed((data) => all(data.category === 'cultivation', data.largeScale))),
  'zero-serious-user-incidents': count(
    filed((data) => all(data.category === 'user-incident', isAnyOf(data.severity, ['serious', 'major']))),
    true,
  ),
  'zero-uncontrolled-user-crime': count(
    filed((data) => all(isAnyOf(data.severity, ['major']), causedByUser(data), data.outOfSupervision)),
  ),
  'zero-student-drug-cases': count(
    filed(({ persons }) => (persons?.pupils === undefined ? undefined : persons.pupils > 0)),
    true,
  ),
  'minors-share': ratio(personsOf('minors'), personsOf('involved')),
  'user-caused-cases': count(filed(causedByUser)),
  'uncontrolled-manufacturing': count(
    filed(({ category, preControlled }) =>
      all(MAKING.includes(category), preControlled === undefined ? undefined : !preControlled),
    ),
  ),
  'target-cases': count(solved(({ targetLevel }) => isAnyOf(targetLevel, ['city', 'province', 'ministry']))),
  'it-solved-share': ratio(
    solved((data, context) =>
      all(
        isDrugCrime(data, context),
        data.solvedBy?.some((method) => context.config.isItSupported(method, context.day)),
      ),
    ),
    solved(isDrugCrime),
  ),
  'cases-filed': count(filed(isDrugCrime)),
  'cases-solved': count(solved(isDrugCrime)),
  'clearance-rate': ratio(solved(isDrugCrime), filed(isDrugCrime)),
  'seizure-count': count(seizures(() => true)),
  'seized-mass': count(items((item) => gramsOf(quantity(item)))),
  'seized-pure-mass': count(
    items((item) => (item.purity === undefined ? null : pureGramsOf(quantity(item), item.purity))),
  ),
  'seized-heroin-equivalent': count(itemsBy(derivedHeroin)),
  'plants-eradicated': count(items((item) => totals([quantity(item)]).get('plants') ?? null)),
  'intelligence-reports': count(reports(() => true)),
  'intelligence-conversion': ratio(
    reports(({ disposition }) => isAnyOf(disposition, ['case-opened'])),
    reports(() => true),
  ),
  'public-tips': count(reports(({ kind }) => kind === 'tip')),
  'parcel-seizure-share': ratio(
    seizures(({ channel }) => isAnyOf(channel, ['parcel'])),
    seizures(() => true),
  ),
};

/** What a record of the part's feed adds on a day; a solved case that is not solved never reaches this. */
export function addedBy(part: Part, data: unknown, context: Context): Added {
  switch (part.feed) {
    case 'cases':
      return part.adds(data as CaseData, context);
    case 'seizures':
      return part.adds(data as SeizureData, context);
    case 'intelligence':
      return part.adds(data as IntelligenceData, context);
  }
}
