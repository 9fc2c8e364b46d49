import { shanghai } from '@duqing/calendar';
import { compare, multiply, decimal, type Decimal } from '@duqing/substances';
import type { BreakdownRow, Cell, CellFlag, Compared, Completeness, Figures, Target, Verdict } from '../cell.ts';
import { comparatorOf } from '../comparators.ts';
import { unitsConcerned } from './areas.ts';
import { comparedFigures } from './counterpart.ts';
import { distanceOf } from './distance.ts';
import { BASE_MINIMUM, evidenceOf, numberOf } from './evidence.ts';
import type { Place, Trial } from './judge.ts';
import type { Yardstick } from './matter.ts';
import { noteOf } from './note.ts';
import { quartersIn, stageOf } from './periods.ts';
import { emptyReading, type Reading } from './reading.ts';
import { readsEvents } from './read-events.ts';
import type { Scene } from './scene.ts';
import { decide } from './verdict.ts';

export interface Tried {
  place: Place;
  trial: Trial;
  /** the same figure as the other side gives it: events where returns count, returns where events do */
  other?: Trial;
}

/** The cell of a tried matter, with everything that is shown beside its verdict. */
export function cellOf(scene: Scene, { place, trial, other }: Tried): Cell {
  const { entry, reading } = trial;
  const beside = other && comparedOf(trial, other);
  const decision = decide(trial);
  const note = noteOf(scene, trial, { ...decision, ...(beside?.differs && { apart: beside.compared }) });
  const base = baseOf(trial);
  return {
    ...headerOf(scene, place),
    ...numbersOf(trial),
    unit: entry.columns.unit,
    target: targetOf(trial.yardstick, entry.scale),
    ...decision,
    evidence: evidenceOf(trial),
    distance: hasDistance(decision.verdict) ? distanceOf(trial) : null,
    completeness: completenessOf(reading),
    flags: flagsOf(scene, { place, trial, differs: beside?.differs === true }),
    breakdown: breakdownOf(scene, place),
    ...(base && { base }),
    ...(note && { note }),
    ...(beside && { compared: beside.compared }),
  };
}

function comparedOf(trial: Trial, other: Trial): { compared: Compared; differs: boolean } | undefined {
  const isCounted = readsEvents(trial.entry);
  const [events, returns] = isCounted ? [trial, other] : [other, trial];
  const show = (reading: Reading): Figures => {
    const { numerator, denominator, value } = numbersOf({ ...trial, reading });
    return { numerator, denominator, value: typeof value === 'number' ? value : null };
  };
  const { compared, differs } = comparedFigures({ events: events.reading, returns: returns.reading }, show);
  if (isCounted && compared.returns.numerator === null && !returns.reading.returns.received) return undefined;
  return { compared: { authoritative: isCounted ? 'events' : 'returns', ...compared }, differs };
}

function hasDistance(verdict: Verdict): boolean {
  return verdict === 'met' || verdict === 'missed' || verdict === 'not-due';
}

/** What every cell of an area and period has, whatever its measure. */
export function headerOf(
  { setting, today, asOf }: Scene,
  { entry, region, period }: Place,
): Pick<Cell, 'indicator' | 'region' | 'period' | 'stage' | 'published' | 'revisedSince' | 'asOf'> {
  return {
    indicator: entry.id,
    region,
    period: period.key,
    stage: stageOf(period, { today, calendar: setting.calendar }),
    published: null,
    revisedSince: null,
    asOf: shanghai(asOf),
  };
}

function numbersOf(trial: Trial): Pick<Cell, 'numerator' | 'denominator' | 'value'> {
  const { entry, reading, bases } = trial;
  const numerator = orNull(reading.numerator);
  switch (entry.columns.kind) {
    case 'flag':
      return { numerator: null, denominator: null, value: reading.flag };
    case 'ratio':
      return { numerator, denominator: orNull(reading.denominator), value: percentOf(reading, entry.scale) };
    case 'change': {
      const base = bases[0]?.reading.numerator ?? null;
      return { numerator, denominator: orNull(base), value: growthOf(reading.numerator, base) };
    }
    case 'count':
    case 'sum':
    case 'composite':
      return { numerator, denominator: null, value: numerator };
  }
}

function orNull(value: Decimal | null): number | null {
  return value && numberOf(value);
}

function percentOf({ numerator, denominator }: Reading, scale: number): number | null {
  if (numerator === null || denominator === null || denominator.units === 0n) return null;
  return numberOf(multiply(numerator, decimal(scale))) / numberOf(denominator);
}

/** Growth in %, hidden where the base is under the minimum. */
function growthOf(level: Decimal | null, base: Decimal | null): number | null {
  if (level === null || base === null || compare(base, decimal(BASE_MINIMUM)) < 0) return null;
  return ((numberOf(level) - numberOf(base)) * 100) / numberOf(base);
}

/** The limit as it is shown: in the value's own unit. */
export function targetOf(yardstick: Yardstick | null, scale: number): Target | null {
  if (yardstick === null) return null;
  switch (yardstick.kind) {
    case 'yes-no':
      return { comparator: '=', limit: yardstick.due };
    case 'direction':
    case 'growth':
      return { comparator: comparatorOf(yardstick), limit: null };
    case 'limit':
    case 'reference': {
      const { limit, comparator } = yardstick;
      return { comparator, limit: limit && (numberOf(limit.numerator) * scale) / numberOf(limit.denominator) };
    }
  }
}

function completenessOf({ returns, feeds, units }: Reading): Completeness {
  return {
    returnsExpected: returns.expected,
    returnsReceived: returns.received,
    returnsOnTime: returns.onTime,
    feedsExpected: feeds.expected,
    feedsAttested: feeds.attested,
    through: feeds.through,
    unitsIncluded: units.included,
    unitsMissing: units.missing,
  };
}

/** Of a cell that asks for no return, feed or unit. */
export function emptyCompleteness(): Completeness {
  return completenessOf(emptyReading());
}

function flagsOf(scene: Scene, { place, trial, differs }: Tried & { differs: boolean }): CellFlag[] {
  const flags = new Set(trial.reading.flags);
  if (differs) flags.add('return-differs');
  if (trial.reading.units.missing.length > 0 && numbersOf(trial).value !== null) flags.add('coverage-partial');
  if (scene.setting.simulated) flags.add('simulated');
  if (place.level === 'city' && totalDiffers(scene, place, trial)) flags.add('reported-total-differs');
  return [...flags].sort();
}

/** The total that the city reported itself is compared with the sum of its units, never added. */
function totalDiffers({ index }: Scene, { entry, region, period }: Place, { reading }: Trial): boolean {
  const held = index.returned(`${entry.id}:reported-total`, region, period.key);
  if (!held || entry.columns.roll_up !== 'sum') return false;
  const told = held.nil ? 0 : (held.numerator ?? held.value);
  return differs(told, reading.numerator) || differs(held.denominator, reading.denominator);
}

function differs(told: number | null, summed: Decimal | null): boolean {
  return told !== null && (summed === null || compare(decimal(told), summed) !== 0);
}

function baseOf({ bases, entry }: Trial): Cell['base'] {
  const [base] = bases;
  if (!base) return undefined;
  const { reading, period } = base;
  const value = entry.columns.kind === 'ratio' ? percentOf(reading, entry.scale) : orNull(reading.numerator);
  const denominator = entry.columns.kind === 'ratio' ? orNull(reading.denominator) : null;
  return { period: period.key, numerator: orNull(reading.numerator), denominator, value };
}

/** Parts by key; of a ratio, each key's share of the whole denominator. */
function breakdownOf(scene: Scene, { entry, region, level, period }: Place): BreakdownRow[] | null {
  if (!readsEvents(entry)) return null;
  const summed = level === 'city' && entry.columns.roll_up === 'sum';
  const query = {
    indicator: entry.id,
    areas: summed ? [...unitsConcerned(scene, entry, period), region] : [region],
    quarters: quartersIn(period),
  };
  const rows = scene.index.breakdown({ ...query, part: 'numerator' });
  if (rows === null) return null;
  const isRatio = entry.columns.kind === 'ratio';
  const whole = isRatio ? scene.index.part({ ...query, part: 'denominator' }).sum : null;
  return rows.map(([key, { sum }]) => {
    const numerator = numberOf(sum);
    const denominator = whole && numberOf(whole);
    const value = denominator === null ? numerator : denominator === 0 ? null : (numerator * entry.scale) / denominator;
    return { key, numerator, denominator, value };
  });
}
