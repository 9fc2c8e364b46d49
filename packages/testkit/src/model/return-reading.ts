import { periodOf, quartersOf, type Period } from '@duqing/calendar';
import type { ReturnData } from '@duqing/events';
import { noteReturn } from './event-reading.ts';
import { dueDay, earlierQuarters, lastDay, quarterNamed } from './periods.ts';
import { isZero, order, plus, rational, ZERO, type Rational } from './rational.ts';
import { emptyReading, type Reading } from './reading.ts';
import type { Winner } from './records.ts';
import { hasYearlyDeadline, type Helper, type Item } from './table.ts';
import { meets, targetOf } from './target.ts';
import type { World } from './world.ts';

interface Query {
  item: Item;
  area: string;
  period: Period;
}
type Returned = Winner<ReturnData>[];

/** Under this many precursor enterprises no industry association is due. */
const ASSOCIATION_FROM = 150;

/** What an area returned for an item's cell. */
export function readReturns(world: World, query: Query): Reading {
  return query.period.kind === 'creation' ? readCreation(world, query) : readOnce(world, query);
}

/** Creation cells of flow items add the quarters; beside its units' the city's own are optional, each of them. */
function readCreation(world: World, { item, area, period }: Query): Reading {
  const reading = emptyReading();
  const missing: string[] = [];
  const optional = area === world.config.areas.city && item.rollUp === 'sum';
  for (const key of quartersOf(period)) {
    const winners = world.returnsFor(area, item.reads, key);
    if (optional && winners.length === 0) continue;
    reading.returnsExpected += 1;
    if (winners.length === 0) {
      missing.push(key);
      continue;
    }
    noteReturn(world, reading, {
      winners,
      due: dueDay(item, quarterNamed(key), world.config.calendar),
      part: 'numerator',
    });
    reading.num = plus(reading.num ?? ZERO, addUp(winners, 'value'));
  }
  const unknownZero = missing.some((key) => quarterNamed(key).end <= world.config.today);
  if (reading.num && isZero(reading.num) && unknownZero) reading.num = null;
  if (missing.length > 0) lack(world, reading, { item, period, reason: 'return-missing' });
  return reading;
}

function readOnce(world: World, query: Query): Reading {
  const reading = emptyReading();
  const { item } = query;
  const own = item.numeratorHelper && item.kind !== 'flag' ? null : findReturn(world, query);
  if (own) noteOwn(world, reading, { ...query, ...own });
  if (own && own.period.key !== query.period.key) reading.flags.add('carried');
  if (own === undefined) {
    reading.returnsExpected += 1;
    lack(world, reading, { ...query, reason: 'return-missing' });
  }
  const quarter = own?.period ?? query.period;
  readHelpers(world, reading, { ...query, period: quarter, cellPeriod: query.period });
  if (isOutside(reading, item)) reading.state = 'empty';
  return reading;
}

/** The return of the cell's own period, or the year's latest before it where SEMANTICS "Cells" lets it be carried. */
function findReturn(world: World, query: Query): { winners: Returned; period: Period } | undefined {
  const { item, area, period } = query;
  const winners = world.returnsFor(area, item.reads, period.key);
  if (winners.length > 0) return { winners, period };
  if (period.kind !== 'ytd' || !hasYearlyDeadline(item)) return undefined;
  for (const quarter of earlierQuarters(period)) {
    const earlier = world.returnsFor(area, item.reads, quarter.key);
    if (earlier.length === 0) continue;
    const from = periodOf('ytd', lastDay(quarter));
    return isTakenOver(world, { ...query, period: from }, period) ? { winners: earlier, period: from } : undefined;
  }
  return undefined;
}

/** Q4 takes over only surveys and what is already met. */
function isTakenOver(world: World, from: Query, into: Period): boolean {
  if (!into.key.endsWith('Q4') || from.item.accumulation === 'latest survey') return true;
  const level = from.area === world.config.areas.city ? 'city' : 'county';
  const target = targetOf(world, { item: from.item, level, period: from.period });
  const reading = readOnce(world, from);
  return reading.state === 'given' && meets(target, from.item, { now: reading, bases: [] }) === true;
}

function addUp(winners: Returned, field: 'value' | 'numerator' | 'denominator'): Rational {
  return winners.map(({ data }) => rational(Number(data[field] ?? 0))).reduce(plus, ZERO);
}

function noteOwn(world: World, reading: Reading, { item, winners, period }: Query & { winners: Returned }): void {
  reading.returnsExpected += 1;
  const nil = winners.every(({ data }) => data.nil === true);
  const part = item.kind === 'ratio' && !item.denominatorHelper ? 'both' : 'numerator';
  noteReturn(world, reading, { winners, due: dueDay(item, period, world.config.calendar), part });
  switch (item.kind) {
    case 'flag':
      reading.flag = winners.some(({ data }) => data.value === true);
      break;
    case 'ratio':
      reading.num = addUp(winners, 'numerator');
      reading.den = item.denominatorHelper ? null : addUp(winners, 'denominator');
      if (nil) [reading.num, reading.den, reading.state] = [null, null, 'empty'];
      break;
    case 'count':
    case 'sum':
    case 'change':
    case 'composite':
      reading.num = addUp(winners, 'value');
  }
}

/** Helpers stand in for a part: the level, the numerator, the denominator, or whether the rule concerns the area. */
function readHelpers(world: World, reading: Reading, query: Query & { cellPeriod: Period }): void {
  const { item } = query;
  const helper = (name: Helper, part: 'numerator' | 'denominator'): Rational | null => {
    const winners = world.returnsFor(query.area, name, helperPeriod(name, query.period));
    reading.returnsExpected += 1;
    if (winners.length === 0) {
      lack(world, reading, { item, period: query.cellPeriod, reason: 'helper-missing' });
      return null;
    }
    noteReturn(world, reading, { winners, due: dueDay(item, query.cellPeriod, world.config.calendar), part });
    return addUp(winners, 'value');
  };
  if (item.numeratorHelper) reading.num = helper(item.numeratorHelper, 'numerator');
  if (item.denominatorHelper) reading.den = helper(item.denominatorHelper, 'denominator');
  if (item.id === 'industry-association') reading.den = helper('precursor-enterprises', 'denominator');
}

/** Cells of 2026 read the population returned for 2025; the other helpers are of the cell's quarter. */
function helperPeriod(name: Helper, { key }: Period): string {
  return name === 'population' ? String(Number(key.slice(0, 4)) - 1) : key;
}

/** A ratio with nothing in its denominator, or an area that the rule does not concern. */
function isOutside({ num, den, state }: Reading, { id, kind }: Item): boolean {
  if (id === 'industry-association') return den !== null && order(den, rational(ASSOCIATION_FROM)) < 0;
  return state === 'empty' || (kind === 'ratio' && den !== null && isZero(den) && num !== null);
}

/** Late → a gap with its reason; not late yet, or a cell that can never be late → awaited. A nil has said all that there is. */
function lack(
  world: World,
  reading: Reading,
  { item, period, reason }: Omit<Query, 'area'> & { reason: 'return-missing' | 'helper-missing' },
): void {
  if (reading.state === 'empty') return;
  const due = dueDay(item, period, world.config.calendar);
  const neverLate = hasYearlyDeadline(item) && !period.key.endsWith('Q4');
  const late = !neverLate && due !== null && world.config.today > due;
  if (late) reading.reasons.push(reason);
  reading.state = late ? 'gap' : 'awaited';
}
