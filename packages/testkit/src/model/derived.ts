import { addDays, periodOf, type Period } from '@duqing/calendar';
import type { Query } from './assess.ts';
import type { ReferenceCell, ReferenceCompleteness } from './model.ts';
import { lastDay } from './periods.ts';
import { toNumber } from './rational.ts';
import { firstReason } from './reading.ts';
import type { Item } from './table.ts';
import { targetOf } from './target.ts';
import { dayAsSent, type World } from './world.ts';

/** A cell without its name and stage. */
export type Special = Omit<ReferenceCell, 'indicator' | 'region' | 'period' | 'stage'>;

const NOTHING_ASKED: ReferenceCompleteness = {
  returnsExpected: 0,
  returnsReceived: 0,
  returnsOnTime: 0,
  feedsExpected: 0,
  feedsAttested: 0,
  through: null,
  unitsIncluded: [],
  unitsMissing: [],
};

/** The bulletin of the quarter before, sealed by its release day; what one area alone is given is not the city's bulletin. */
export function bulletinCell(world: World, { period }: Query): Special {
  const { today, asOf, calendar } = world.config;
  const before = quarterBefore(period);
  const release = addDays(lastDay(before), calendar.provisionalDays);
  const sealed = (world.input.sealedBulletins ?? []).filter(
    ({ quarter, sealedOn, audience = 'internal' }) =>
      quarter === before.key &&
      !audience.startsWith('county:') &&
      dayAsSent(sealedOn) <= release &&
      isBy(sealedOn, asOf),
  );
  const pending = sealed.length === 0 && today <= release;
  const value = pending ? null : sealed.length;
  return {
    numerator: value,
    denominator: null,
    value,
    verdict: pending ? 'not-due' : sealed.length > 0 ? 'met' : 'missed',
    reason: null,
    evidence: value === null ? null : 'strong',
    distance: value === null ? null : { toMeet: Math.max(0, 1 - value), toBreak: value },
    flags: [],
    completeness: NOTHING_ASKED,
  };
}

function isBy(sealedOn: string, asOf: number): boolean {
  return sealedOn.length === 10 ? Date.parse(`${sealedOn}T00:00:00+08:00`) <= asOf : Date.parse(sealedOn) <= asOf;
}

function quarterBefore({ start }: Period): Period {
  return periodOf('quarter', addDays(start, -1));
}

interface Others {
  items: readonly Item[];
  cell(indicator: string, region: string): ReferenceCell | undefined;
}
interface Counted {
  failing: string[];
  notAssessable: { name: string; cell: ReferenceCell }[];
  notDue: string[];
  notApplicable: string[];
  vetoMissed: string[];
  /** one flag for each simulated cell that is counted */
  simulated: 'simulated'[];
}

/** Our own count of failing items: an early sign, never the province's figure. */
export function compositeCell(world: World, query: Query, others: Others): Special {
  const counted =
    query.level === 'city' ? countCity(world, query, others) : countArea(query.region, others, () => true);
  const target = targetOf(world, query);
  if (target.kind !== 'limit') throw new Error('the composite has a limit');
  const most = toNumber(target.limit) - (target.comparator === '<' ? 1 : 0);
  const [failing, open] = [counted.failing.length, counted.notAssessable.length];
  const verdict = failing > most ? 'missed' : failing + open <= most ? 'met' : 'not-assessable';
  return {
    numerator: failing,
    denominator: null,
    value: failing,
    verdict,
    reason:
      verdict === 'not-assessable' ? firstReason(counted.notAssessable.flatMap(({ cell }) => cell.reason ?? [])) : null,
    evidence: 'strong',
    distance: { toMeet: Math.max(0, failing - most), toBreak: Math.max(0, most + 1 - failing) },
    flags: counted.simulated,
    completeness: NOTHING_ASKED,
    composite: {
      failing: counted.failing,
      notAssessable: counted.notAssessable.map(({ name }) => name),
      notDue: counted.notDue,
      notApplicable: counted.notApplicable,
      vetoMissed: counted.vetoMissed,
      range: [failing, failing + open],
      toMend: Math.max(0, failing - most),
    },
  };
}

/** The units' items, and the city's of which the city alone has the duty. */
function countCity(world: World, { region, period }: Query, others: Others): Counted {
  const ofCity = countArea(region, others, ({ rollUp, levels }) => rollUp === 'own' || !levels.includes('county'));
  const ofUnits = world.config.areas.units(period).map((unit) => countArea(unit, others, () => true));
  const join = <K extends keyof Counted>(key: K): Counted[K] =>
    [ofCity, ...ofUnits].flatMap((counted) => counted[key] as unknown[]) as Counted[K];
  return {
    failing: join('failing'),
    notAssessable: join('notAssessable'),
    notDue: join('notDue'),
    notApplicable: join('notApplicable'),
    vetoMissed: join('vetoMissed'),
    simulated: join('simulated'),
  };
}

function isCounted({ basis, group, kind, cells }: Item): boolean {
  return (
    basis === 'text' &&
    group !== 'situation' &&
    group !== 'composite' &&
    kind !== 'composite' &&
    cells.join() !== 'year'
  );
}

function countArea(region: string, { items, cell }: Others, isAsked: (item: Item) => boolean): Counted {
  const cells = items
    .filter((item) => isCounted(item) && isAsked(item))
    .flatMap((item) => {
      const found = cell(item.id, region);
      return found ? [{ item, cell: found }] : [];
    });
  const verdicts = new Map(cells.map(({ item, cell }) => [item.id, cell.verdict]));
  const kept = cells.filter(({ item, cell }) => !isDoubled(item, cell, { verdicts, items }));
  const named = (verdict: string): string[] =>
    kept.filter(({ cell }) => cell.verdict === verdict).map(({ item }) => `${region}/${item.id}`);
  return {
    failing: named('missed'),
    notAssessable: kept
      .filter(({ cell }) => cell.verdict === 'not-assessable')
      .map(({ item, cell }) => ({ name: `${region}/${item.id}`, cell })),
    notDue: named('not-due'),
    notApplicable: named('not-applicable'),
    vetoMissed: cells
      .filter(({ item, cell }) => item.veto && cell.verdict === 'missed')
      .map(({ item }) => `${region}/${item.id}`),
    simulated: cells.flatMap(({ cell }) => (cell.flags.includes('simulated') ? ['simulated' as const] : [])),
  };
}

interface Known {
  verdicts: ReadonlyMap<string, string>;
  items: readonly Item[];
}

const WEIGHT = ['missed', 'not-assessable', 'not-due', 'met', 'not-applicable', 'information'];

/** Of a pair bound by `implied_by` the worse one stands for both: failing, else not-assessable; alike, the implying one. */
function isDoubled(item: Item, { verdict }: ReferenceCell, { verdicts, items }: Known): boolean {
  const implying = item.impliedBy === null ? undefined : verdicts.get(item.impliedBy);
  if (implying !== undefined) return WEIGHT.indexOf(implying) <= WEIGHT.indexOf(verdict);
  const implied = items.filter(({ id, impliedBy }) => impliedBy === item.id && verdicts.has(id)).map(({ id }) => id);
  return implied.some((id) => WEIGHT.indexOf(verdicts.get(id) ?? '') < WEIGHT.indexOf(verdict));
}
