import { INDICATORS, type Helper, type Indicator } from '@duqing/catalogue';
import type { Outbox } from '../outbox.ts';
import { isActive, type Area, type World } from '../world.ts';
import { figureOf } from './figures.ts';
import { helperValue, referenceArea } from './helpers.ts';
import { periodsOf } from './periods.ts';
import { sendReturn } from './send.ts';

/** Items whose total the city's department reports beside the units' own returns. */
const REPORTED = ['execution-rate', 'lost-contact-rate', 'inspection-class-c'];
/** The province tells its result in spring. */
const PROVINCE_DAYS = 75;

/** All returns of the city and its units, the helpers, and what the reference region lends. */
export function sendReturns(outbox: Outbox, world: World): void {
  for (const entry of INDICATORS) {
    if (hasIncidents(entry)) sendIncidents(outbox, world, entry);
    if (!takesReturns(entry)) continue;
    for (const area of world.areas.filter((each) => makesReturns(world, entry, each)))
      sendItem(outbox, world, { entry, area });
    if (REPORTED.includes(entry.id)) sendReported(outbox, world, entry);
  }
  sendHelpers(outbox, world);
}

function hasIncidents({ measure }: Indicator): boolean {
  return measure.kind === 'event-count' && measure.plusIncidents;
}

/** Whether returns under the item's own id are read; some read another's, or helpers alone. */
function takesReturns({ id, measure }: Indicator): boolean {
  switch (measure.kind) {
    case 'return-count':
    case 'return-flag':
      return true;
    case 'return-change':
      return measure.levelHelper === null;
    case 'return-ratio':
      return measure.reads === id && measure.numeratorHelper === null;
    case 'event-count':
    case 'event-sum':
    case 'event-ratio':
    case 'new-substances':
    case 'composite':
    case 'bulletins-sealed':
      return false;
  }
}

/** The levels that have the item; the city returns nothing where its figure is its units' sum. */
function makesReturns({ deployment }: World, { id, levels, columns }: Indicator, { code, level }: Area): boolean {
  const isExempt = deployment.targets.some(({ value }) =>
    value.notConcerned.some(({ indicator, region }) => indicator === id && region === code),
  );
  return !isExempt && levels.includes(level) && (level === 'county' || columns.roll_up !== 'sum');
}

function sendItem(outbox: Outbox, world: World, { entry, area }: { entry: Indicator; area: Area }): void {
  for (const period of periodsOf(world, entry, area)) {
    const figure = figureOf({ world, entry, area, period });
    sendReturn(outbox, world, { ...named(entry, area.code), period, figure, mayFail: true });
  }
}

function named({ id, due, columns }: Indicator, region: string) {
  const dueDays = due.kind === 'province-date' ? PROVINCE_DAYS : 10;
  return { region, measure: id, department: columns.department, dueDays };
}

/** Incidents without a case: nil nearly always, the city's own too. */
function sendIncidents(outbox: Outbox, world: World, entry: Indicator): void {
  for (const area of world.areas)
    for (const { key: period } of world.quarters.filter((quarter) => isActive(area, quarter))) {
      const figure = figureOf({ world, entry, area, period });
      sendReturn(outbox, world, {
        ...named(entry, area.code),
        measure: `${entry.id}:incidents`,
        period,
        figure,
        mayFail: true,
      });
    }
}

/** The department's own total of the numerators; of the last quarter it is one off, as happens. */
function sendReported(outbox: Outbox, world: World, entry: Indicator): void {
  const city = world.deployment.city;
  for (const quarter of world.quarters) {
    const units = world.areas.filter((area) => area.level === 'county' && isActive(area, quarter));
    const figures = units.map((area) => figureOf({ world, entry, area, period: quarter.key }));
    const sum = figures.reduce((total, { numerator = 0 }) => total + numerator, 0);
    const figure = { value: sum + (quarter === world.quarters.at(-1) ? 1 : 0) };
    const measure = `${entry.id}:reported-total`;
    sendReturn(outbox, world, { ...named(entry, city), measure, period: quarter.key, figure, mayFail: false });
  }
}

const QUARTERLY: readonly Helper[] = ['precursor-enterprises', 'new-users-found'];

function sendHelpers(outbox: Outbox, world: World): void {
  const units = world.areas.filter(({ level }) => level === 'county');
  const references = world.references.map(referenceArea);
  const last = world.quarters.at(-1)?.year ?? 0;
  const first = world.quarters[0]?.year ?? last;
  for (const area of [...units, ...references])
    for (let year = first - 1; year < last; year += 1)
      sendHelper(outbox, world, { helper: 'population', area, period: String(year) });
  for (const quarter of world.quarters) {
    for (const area of units.filter((each) => isActive(each, quarter)))
      for (const helper of QUARTERLY) sendHelper(outbox, world, { helper, area, period: quarter.key });
    for (const area of references) sendHelper(outbox, world, { helper: 'new-users-found', area, period: quarter.key });
  }
}

type Lent = Parameters<typeof helperValue>[1];

function sendHelper(outbox: Outbox, world: World, lent: Lent): void {
  const { helper, area, period } = lent;
  const department = helper === 'population' ? 'statistics' : 'police';
  const figure = { value: helperValue(world, lent) };
  sendReturn(outbox, world, {
    region: area.code,
    measure: helper,
    period,
    department,
    figure,
    dueDays: 10,
    mayFail: false,
  });
}
