import { INDICATORS, type Indicator } from '@duqing/catalogue';
import { addDays, dayOf, parsePeriod, quarterOfDay, startOfDay, type Day, type Period } from '@duqing/calendar';
import type { Deployment, Setting, Version } from '@duqing/regions';
import { areasOf, nativesIn, quartersBetween, returnDay, taskDay, type CellKey } from '@duqing/outlook';

/** Quarters back in which a period may have ended whose stage or due day is still ahead. */
const QUARTERS_BACK = 3;

export interface Tick {
  setting: Setting;
  /** the day of the pass before, exclusive */
  after: Day;
  /** the day of this pass, inclusive */
  until: Day;
}

/**
 * Cells that the days alone may change: a period begins or ends, a stage turns, a due day passes; of periods that run, what waits
 * for attestations, which age by the day. The composites of the same quarters go with them.
 */
export function tickedCells(tick: Tick): CellKey[] {
  if (tick.until <= tick.after) return [];
  const areas = areasOf(tick.setting);
  const quarters = quartersNear(tick);
  return INDICATORS.flatMap((entry) =>
    nativesIn(entry, quarters, tick.setting)
      .filter((period) => isComposite(entry) || ages(entry, period, tick) || turns(entry, period, tick))
      .flatMap(({ key }) => areas.map((region) => ({ indicator: entry.id, region, period: key }))),
  );
}

function isComposite({ measure }: Indicator): boolean {
  return measure.kind === 'composite';
}

function quartersNear({ after, until }: Tick): string[] {
  return quartersBetween(quarterOfDay(addDays(after, -92 * QUARTERS_BACK)), quarterOfDay(until));
}

/** An event measure's period that runs on any of the days. */
function ages({ measure }: Indicator, { start, end }: Period, { after, until }: Tick): boolean {
  const readsEvents = measure.kind.startsWith('event-') || measure.kind === 'new-substances';
  return readsEvents && start <= until && after < end;
}

/** A day on which something turns lies after the pass before and not after this one. */
function turns(entry: Indicator, period: Period, { setting, after, until }: Tick): boolean {
  return turningDays(entry, period, setting).some((day) => after < day && day <= until);
}

/** Days on which a cell of a period may change though nothing came in. */
function turningDays(entry: Indicator, period: Period, { calendar }: Setting): Day[] {
  const next = parsePeriod(quarterOfDay(period.end));
  const finalFrom = addDays(next?.end ?? period.end, calendar.provisionalDays - 1);
  const due = [taskDay(entry, period), returnDay(entry, period, calendar)].filter((day) => day !== null);
  return [period.start, period.end, finalFrom, ...due.map((day) => addDays(day, 1))];
}

/**
 * Moments (ms, the first of a day) between two passes at which something turns by the calendar, both exclusive: what a service that
 * was not there on these days has to catch up on.
 */
export function turningMoments(setting: Setting, between: { after: number; before: number }): number[] {
  const [after, until] = [dayOf(between.after), dayOf(between.before)];
  if (until <= after) return [];
  const quarters = quartersNear({ setting, after, until });
  const days = INDICATORS.flatMap((entry) =>
    nativesIn(entry, quarters, setting).flatMap((period) => turningDays(entry, period, setting)),
  );
  const within = [...new Set(days)].filter((day) => after < day && day <= until).map(startOfDay);
  return within.filter((moment) => between.after < moment && moment < between.before).sort((a, b) => a - b);
}

/** Moments (ms, the first of a day) between two passes, both exclusive, on which a version comes into force. */
export function versionMoments(deployment: Deployment, between: { after: number; before: number }): number[] {
  const days = versionsOf(deployment).map(({ validFrom }) => startOfDay(validFrom));
  return [...new Set(days)].filter((moment) => between.after < moment && moment < between.before);
}

function versionsOf(deployment: Deployment): Version<unknown>[] {
  const { regions, calendar, methods, categories, targets, substances = [] } = deployment;
  return [regions, calendar, methods, categories, targets, substances].flat();
}

/** Whether a version of the configuration came into force or was recorded after one moment and not after another (ms). */
export function isReconfigured(deployment: Deployment, { after, until }: { after: number; until: number }): boolean {
  const [from, to] = [dayOf(after), dayOf(until)];
  return versionsOf(deployment).some(({ validFrom, recordedAt }) => {
    const recorded = recordedAt === null ? -Infinity : Date.parse(recordedAt);
    return (after < recorded && recorded <= until) || (from < validFrom && validFrom <= to);
  });
}
