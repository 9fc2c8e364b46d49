import type { Period } from '@duqing/calendar';
import type { Indicator } from '../types.ts';
import { areasOfCity, unitsConcerned } from './areas.ts';
import { lastDay } from './periods.ts';
import { gathered, type Gap, type Reading } from './reading.ts';
import { readEvents, readsEvents } from './read-events.ts';
import { addedNumbers, readReturn } from './read-returns.ts';
import type { Scene } from './scene.ts';

export interface CityQuery {
  entry: Indicator;
  period: Period;
  /** reading of one unit for this period, or for the period compared with */
  readUnit: (unit: string) => Reading;
  /** units that are missing whatever they hold here: of which the other period is missing */
  missingElsewhere: ReadonlySet<string>;
  units: readonly string[];
  asBase: boolean;
}

/** Units whose cell is not-assessable for what they hold here; one whose day is not past is not among them. */
export function unitsMissing(readings: ReadonlyMap<string, Reading>): string[] {
  return [...readings].filter(([, { gaps }]) => gaps.some(({ kind }) => kind !== 'owed')).map(([unit]) => unit);
}

/** The city's sum of its units and of what was filed for itself. */
export function sumOfCity(scene: Scene, query: CityQuery): Reading {
  const readings = new Map(query.units.map((unit) => [unit, query.readUnit(unit)]));
  const missing = new Set([...unitsMissing(readings), ...query.missingElsewhere]);
  return readsEvents(query.entry)
    ? sumOfEvents(scene, query, missing)
    : sumOfReturns(scene, { query, readings, missing });
}

function sumOfEvents(scene: Scene, { entry, period, units, asBase }: CityQuery, missing: ReadonlySet<string>): Reading {
  const { city } = scene.setting;
  const concerned = unitsConcerned(scene, entry, lastDay(period));
  const all = scene.setting.regions.unitsOf(city, lastDay(period)).map(({ code }) => code);
  const areas = areasOfCity(scene).filter((code) => !all.includes(code) || concerned.includes(code));
  const reading = readEvents(scene, { entry, areas, regions: [...units, city], optional: city, period, asBase });
  return withUnits(reading, { units, missing, owed: [], kind: 'silent' });
}

function sumOfReturns(
  scene: Scene,
  {
    query,
    readings,
    missing,
  }: { query: CityQuery; readings: ReadonlyMap<string, Reading>; missing: ReadonlySet<string> },
): Reading {
  const { entry, period, units } = query;
  const owed = units.filter((unit) => !missing.has(unit) && (readings.get(unit)?.gaps.length ?? 0) > 0);
  const included = units.filter((unit) => !missing.has(unit) && !owed.includes(unit));
  const own = readReturn(scene, { entry, region: scene.setting.city, period });
  const parts = [...included.flatMap((unit) => readings.get(unit) ?? []), { ...own, gaps: [] }];
  const all = gathered([...readings.values()]);
  const numbers = addedNumbers(parts);
  const isEmpty = numbers.denominator?.units === 0n && owed.length === 0;
  const flags = new Set([...all.flags, ...own.flags]);
  return withUnits(
    { ...all, ...numbers, flags, gaps: [], empty: isEmpty },
    { units, missing, owed, kind: gapKind(readings, period) },
  );
}

/** While a creation period runs a unit's overdue quarter breaks the whole; else what is missing waits for its turn. */
function gapKind(readings: ReadonlyMap<string, Reading>, { kind }: Period): Gap['kind'] {
  const isSilent = [...readings.values()].some(({ gaps }) => gaps.some((gap) => gap.kind === 'silent'));
  return kind === 'creation' && isSilent ? 'silent' : 'missing';
}

function withUnits(
  reading: Reading,
  {
    units,
    missing,
    owed,
    kind,
  }: { units: readonly string[]; missing: ReadonlySet<string>; owed: string[]; kind: Gap['kind'] },
): Reading {
  const gaps: Gap[] = [...reading.gaps];
  if (missing.size > 0) gaps.unshift({ reason: 'unit-missing', kind });
  if (owed.length > 0) gaps.push({ reason: 'return-missing', kind: 'owed' });
  const absent = units.filter((unit) => missing.has(unit) || owed.includes(unit));
  const flags = new Set(reading.flags);
  if (absent.length > 0) flags.add('coverage-partial');
  const included = units.filter((unit) => !absent.includes(unit));
  return { ...reading, gaps, flags, weak: reading.weak || missing.size > 0, units: { included, missing: absent } };
}

/** Yes as soon as any unit or the city says yes; no only when every unit has said no. */
export function anyOfCity(scene: Scene, { entry, period, units, readUnit }: CityQuery): Reading {
  const readings = new Map(units.map((unit) => [unit, readUnit(unit)]));
  const own = readReturn(scene, { entry, region: scene.setting.city, period });
  const all = gathered([...readings.values()]);
  const missing = new Set(unitsMissing(readings));
  const owed = units.filter((unit) => !missing.has(unit) && (readings.get(unit)?.gaps.length ?? 0) > 0);
  const reading = withUnits(
    { ...all, gaps: [], flags: new Set([...all.flags, ...own.flags]) },
    { units, missing, owed, kind: 'missing' },
  );
  const isYes = [own, ...readings.values()].some(({ flag }) => flag === true);
  return { ...reading, flag: isYes ? true : reading.gaps.length > 0 ? null : false };
}
