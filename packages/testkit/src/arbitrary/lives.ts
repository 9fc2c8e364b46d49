import { addDays, parsePeriod, startOfDay } from '@duqing/calendar';
import type { AttestationData, Family, ReturnData } from '@duqing/events';
import fc from 'fast-check';
import type { ReferenceRecord } from '../model/records.ts';
import { dayAsSent } from '../model/world.ts';
import { ITEMS, type Item } from '../model/table.ts';
import { inShanghai, QUARTERS } from './days.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** All within the city's own source: it may write for every area, so that a correction may move one. */
const SOURCES = ['/980100/police', '/980100/police', '/980100/office'];

/** What happens to an entity next. */
interface Step<T> {
  kind: 'record' | 'record' | 'withdraw' | 'resend';
  /** 0 = the same revision again: a conflict, unless alike */
  up: 0 | 1;
  data: T;
  source: string;
  /** hours after the step before */
  after: number;
  /** hours from sending to receipt */
  delay: number;
  simulated: boolean;
}

function arbitrarySteps<T>(data: fc.Arbitrary<T>): fc.Arbitrary<Step<T>[]> {
  const step = fc.record({
    kind: fc.constantFrom('record' as const, 'record' as const, 'withdraw' as const, 'resend' as const),
    up: fc.constantFrom(0 as const, 1 as const, 1 as const),
    data,
    source: fc.constantFrom(...SOURCES),
    after: fc.constantFrom(0, 1, 24, 2400),
    delay: fc.constantFrom(0, 1, 48, 1200),
    simulated: fc.constantFrom(false, false, false, true),
  });
  return fc.array(step, { minLength: 1, maxLength: 4 });
}

interface Life<T> {
  family: Exclude<Family, 'attestation'>;
  subject: string;
  /** the first moment at which the state could be known, ms */
  knownFrom: (data: T) => number;
  steps: Step<T>[];
}

/** The records of one entity: corrections, equal revisions, withdrawals, revivals, the same bytes again. */
function live<T extends object>({ family, subject, knownFrom, steps }: Life<T>): ReferenceRecord[] {
  const records: ReferenceRecord[] = [];
  let [revision, time] = [1, 0];
  for (const [index, { kind, up, data, source, after, delay, simulated }] of steps.entries()) {
    const last = records.at(-1);
    if (kind === 'resend' && last) {
      records.push({ ...last, receivedAt: last.receivedAt + delay * HOUR });
      continue;
    }
    const withdraw = kind === 'withdraw' && last !== undefined;
    if (last) revision += up;
    time = Math.max(time, withdraw ? 0 : knownFrom(data)) + after * HOUR;
    records.push({
      specversion: '1.0',
      id: `${subject}-${index}`,
      source,
      type: `duqing.${family}.${withdraw ? 'withdrawn' : family === 'return' ? 'submitted' : 'recorded'}.v1`,
      subject,
      time: inShanghai(time),
      ...(simulated ? { simulated } : {}),
      data: (withdraw ? { revision, reason: 'entered-twice' } : { revision, ...data }) as ReferenceRecord['data'],
      receivedAt: time + delay * HOUR,
    });
  }
  return records;
}

/** Entities of a family, each with a life; `day` says when a state can first be known. */
export function arbitraryLives<T extends object>(
  family: 'case' | 'seizure' | 'intelligence',
  { data, day, most }: { data: fc.Arbitrary<T>; day: (data: T) => string; most: number },
): fc.Arbitrary<ReferenceRecord[]> {
  const knownFrom = (state: T): number => startOfDay(dayAsSent(day(state))) + DAY;
  return fc
    .array(arbitrarySteps(data), { maxLength: most })
    .map((lives) =>
      lives.flatMap((steps, index) => live({ family, subject: `980100-${family}-${index}`, knownFrom, steps })),
    );
}

type Figures = Pick<ReturnData, 'value' | 'numerator' | 'denominator' | 'nil'>;

/** What a measure's return carries: small figures, zeros and nils among them. */
function arbitraryFigures(takes: 'value' | 'flag' | 'ratio' | 'numerator', small: boolean): fc.Arbitrary<Figures> {
  const count = small ? fc.constantFrom(0, 0, 0, 1) : fc.nat(12);
  const nil = fc.constant<Figures>({ nil: true });
  const usual: Record<typeof takes, fc.Arbitrary<Figures>> = {
    value: count.map((value) => ({ value })),
    flag: fc.boolean().map((value) => ({ value })),
    numerator: count.map((numerator) => ({ numerator })),
    ratio: fc
      .tuple(fc.nat(40), fc.nat(40))
      .map(([a, b]) => ({ numerator: Math.min(a, b), denominator: Math.max(a, b) })),
  };
  if (takes === 'flag') return usual.flag;
  return fc.oneof({ weight: 9, arbitrary: usual[takes] }, { weight: 1, arbitrary: nil });
}

interface Measure {
  id: string;
  takes: 'value' | 'flag' | 'ratio' | 'numerator';
  periods: readonly string[];
  areas: readonly string[];
}

const AREAS = ['980101', '980102', '9801A1', '980100', '980103'];
/** Became several: what is returned under it is unplaced. */
const SPLIT = '980104';
/** Its figures come from the province. */
const REFERENCE = '980000';
const WITH_REFERENCE = ['980101', '980102', '9801A1', REFERENCE];
const YEARS = ['2023', '2024', '2025', '2026'];
const HALVES = ['2024H1', '2024H2', '2025H1', '2025H2', '2026H1'];

function takesOf({ kind, denominatorHelper }: Item): Measure['takes'] {
  if (kind === 'flag') return 'flag';
  if (kind !== 'ratio') return 'value';
  return denominatorHelper ? 'numerator' : 'ratio';
}

function periodsOf({ cells }: Item): readonly string[] {
  if (cells.includes('half')) return HALVES;
  return cells.includes('year') ? YEARS : QUARTERS;
}

const COMPARED = ['cases-filed', 'it-solved-share', 'minors-share', 'user-caused-cases', 'seizure-count'];

function measureOf(item: Item): Measure[] {
  if (item.source === 'case+return')
    return [{ id: `${item.id}:incidents`, takes: 'value', periods: QUARTERS, areas: AREAS }];
  // counted from events, and returned too
  if (COMPARED.includes(item.id)) return [{ id: item.id, takes: takesOf(item), periods: QUARTERS, areas: AREAS }];
  if (item.source !== 'return' || item.reads !== item.id || item.numeratorHelper) return [];
  return [{ id: item.id, takes: takesOf(item), periods: periodsOf(item), areas: AREAS }];
}

const HELPERS: Measure[] = [
  { id: 'population', takes: 'value', periods: YEARS, areas: WITH_REFERENCE },
  { id: 'new-users-found', takes: 'value', periods: QUARTERS, areas: WITH_REFERENCE },
  { id: 'precursor-enterprises', takes: 'value', periods: QUARTERS, areas: AREAS },
];
const MEASURES: readonly Measure[] = [...ITEMS.flatMap(measureOf), ...HELPERS];

/** Together they are what a growth, a rate against the province, or the zeros with incidents need. */
const GROWTH = MEASURES.filter(({ id }) => ['new-users-found', 'abstinent-3y-growth', 'population'].includes(id));
const BESIDE = MEASURES.filter(({ id }) => COMPARED.includes(id));
const INCIDENTS = MEASURES.filter(({ id }) => id.endsWith(':incidents'));

/** Helpers are of another size than what is counted with them. */
function sized(id: string, figures: Figures): Figures {
  const scale: Record<string, number> = { population: 10_000, 'precursor-enterprises': 25 };
  return typeof figures.value === 'number' ? { value: figures.value * (scale[id] ?? 1) } : figures;
}

/** Returns of some measures through all periods and areas, with holes, corrections and withdrawals. */
export function arbitraryReturns(): fc.Arbitrary<ReferenceRecord[]> {
  const some = fc.uniqueArray(fc.constantFrom(...MEASURES), { minLength: 1, maxLength: 6, selector: ({ id }) => id });
  return fc
    .tuple(some, fc.constantFrom([], GROWTH, INCIDENTS, BESIDE), fc.boolean(), fc.boolean())
    .chain(([measures, more, diligent, split]) => {
      const asked = [...new Set([...measures, ...more])].map((measure) => (split ? withSplit(measure) : measure));
      return fc.tuple(...asked.map((measure) => arbitrarySeries(measure, diligent)));
    })
    .map((series) => series.flat());
}

/** The code that became several returns too, in place of the city's own, which would stand before it. */
function withSplit({ areas, ...measure }: Measure): Measure {
  return { ...measure, areas: areas.map((area) => (area === '980100' ? SPLIT : area)) };
}

function arbitrarySeries({ id, takes, periods, areas }: Measure, diligent: boolean): fc.Arbitrary<ReferenceRecord[]> {
  const figures = arbitraryFigures(takes, id.endsWith(':incidents') || id.startsWith('zero-'));
  const subjects = areas.flatMap((region) => periods.map((period) => ({ region, period })));
  const held = fc.option(arbitrarySteps(figures), { nil: [], freq: diligent ? 40 : 5 });
  return fc.tuple(...subjects.map(() => held)).map((all) =>
    all.flatMap((steps, index) => {
      const { region = '', period = '' } = subjects[index] ?? {};
      const told = steps.map((step) => ({
        ...step,
        source: region === REFERENCE ? `/${REFERENCE}/police` : step.source,
        data: { region, measure: id, period, ...sized(id, step.data) },
      }));
      const end = parsePeriod(period)?.end ?? '';
      return live({
        family: 'return',
        subject: `${region}/${id}/${period}`,
        knownFrom: () => startOfDay(end),
        steps: told.slice(0, index % 5 === 0 ? told.length : 1),
      });
    }),
  );
}

/** Feeds attested by every area that has one, with gaps, parts of quarters and second thoughts. */
export function arbitraryAttestations(): fc.Arbitrary<ReferenceRecord[]> {
  const feeds: AttestationData['feed'][] = ['cases', 'seizures', 'intelligence'];
  const cells = feeds.flatMap((feed) =>
    AREAS.flatMap((region) => QUARTERS.map((period) => ({ feed, region, period }))),
  );
  const kind = fc.constantFrom('full', 'full', 'full', 'full', 'part', 'raised', 'none');
  return fc
    .tuple(fc.array(kind, { minLength: cells.length, maxLength: cells.length }), fc.nat(4), fc.nat(6))
    .map(
      ([drawn, count, diligence]) =>
        [drawn.map((one, at) => (at % 7 < diligence ? 'full' : one)), count, diligence] as const,
    )
    .map(([kinds, count, diligence]) =>
      cells.flatMap((cell, index) =>
        attest(cell, {
          kind: kinds[index] ?? 'none',
          simulated: index % 9 === diligence,
          ...(index % 7 ? {} : { count }),
        }),
      ),
    );
}

function attest(
  { feed, region, period }: Pick<AttestationData, 'feed' | 'region' | 'period'>,
  { kind, count, simulated }: { kind: string; count?: number; simulated: boolean },
): ReferenceRecord[] {
  const { start = '', end = '' } = parsePeriod(period) ?? {};
  const record = (revision: number, through: string): ReferenceRecord => ({
    specversion: '1.0',
    id: `${region}-${feed}-${period}-${revision}`,
    source: '/980100/police',
    type: 'duqing.feed.attested.v1',
    subject: `${region}/${feed}/${period}`,
    time: inShanghai(startOfDay(through) + DAY + 9 * HOUR),
    ...(simulated ? { simulated } : {}),
    data: { revision, region, feed, period, through, ...(count === undefined ? {} : { count }) },
    receivedAt: startOfDay(through) + DAY + 9 * HOUR,
  });
  const [part, full] = [record(1, addDays(start, 40)), record(1, addDays(end, -1))];
  switch (kind) {
    case 'full':
      return [full];
    case 'part':
      return [part];
    case 'raised':
      return [part, record(2, addDays(end, -1))];
    default:
      return [];
  }
}
