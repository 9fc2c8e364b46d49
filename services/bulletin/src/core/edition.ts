import { addDays, parsePeriod, type Day } from '@duqing/calendar';
import type { DeploymentCalendar } from '@duqing/regions';
import { quarterBefore } from '@duqing/pages';
import type { Edition } from './types.ts';

/** A request for a bulletin that cannot be answered: says which part and why. */
export class BulletinRefused extends Error {
  override readonly name = 'BulletinRefused';
  /** the same for officials; the English where there is none */
  readonly zh: string;

  constructor(message: string, zh: string = message) {
    super(message);
    this.zh = zh;
  }
}

/** First day of each edition of a quarter: flash from its first day, provisional when it is over, final with the next provisional one. */
export function firstDayOf(
  edition: Edition,
  { quarter, calendar }: { quarter: string; calendar: DeploymentCalendar },
): Day {
  const { start, end } = spanOf(quarter);
  switch (edition) {
    case 'flash':
      return start;
    case 'provisional':
      return end;
    case 'final':
      return releaseDay(quarterBefore(quarter, -1), calendar);
  }
}

/** The day by which a quarter's provisional edition is due. */
export function releaseDay(quarter: string, { provisionalDays }: DeploymentCalendar): Day {
  return addDays(spanOf(quarter).end, provisionalDays - 1);
}

/** The day from which an edition may be issued: a flash edition at once, the others by the calendar. */
export function publicFrom(
  edition: Edition,
  { quarter, calendar }: { quarter: string; calendar: DeploymentCalendar },
): Day {
  return edition === 'provisional' ? releaseDay(quarter, calendar) : firstDayOf(edition, { quarter, calendar });
}

/** The fullest edition that a day allows; throws a BulletinRefused before the quarter has begun. */
export function editionOn(day: Day, of: { quarter: string; calendar: DeploymentCalendar }): Edition {
  const found = (['final', 'provisional', 'flash'] as const).find((edition) => firstDayOf(edition, of) <= day);
  if (!found)
    throw new BulletinRefused(`quarter: ${of.quarter} has not begun on ${day}`, `${of.quarter} 在 ${day} 尚未开始`);
  return found;
}

/** Throws a BulletinRefused where a cut-off on `day` is too early for the edition. */
export function refuseEarly(
  edition: Edition,
  { day, quarter, calendar }: { day: Day; quarter: string; calendar: DeploymentCalendar },
): void {
  const first = firstDayOf(edition, { quarter, calendar });
  if (day < first)
    throw new BulletinRefused(
      `edition: the ${edition} edition of ${quarter} is possible from ${first}, the cut-off is ${day}`,
      `该版本自 ${first} 起才能编制，数据截止日是 ${day}`,
    );
}

function spanOf(quarter: string): { start: Day; end: Day } {
  const period = parsePeriod(quarter);
  if (period?.kind !== 'quarter') throw new BulletinRefused(`quarter: ${quarter} is none; write it like 2026Q2`);
  return period;
}
