import { addDays, parsePeriod, type Day } from '@duqing/calendar';
import { dayIn } from './moment.ts';
import type { DuqingEvent } from './types.ts';

/** One milestone of a record: where it stands in the calendar. */
export interface Milestone {
  /** JSON path of the field that dates it */
  field: string;
  /** as sent; of a return and an attestation the period's last day */
  at: string;
  /** in Asia/Shanghai; a date stays the date it is */
  day: Day;
}

/** The occurred days of a record in the order of its fields; none for a withdrawal. */
export function milestonesOf(event: DuqingEvent): Milestone[] {
  if (event.withdrawn) return [];
  switch (event.family) {
    case 'case': {
      const { filedAt, solvedAt } = event.data;
      return [
        milestone('data.filedAt', filedAt),
        ...(solvedAt === undefined ? [] : [milestone('data.solvedAt', solvedAt)]),
      ];
    }
    case 'seizure':
      return [milestone('data.seizedAt', event.data.seizedAt)];
    case 'intelligence':
      return [milestone('data.obtainedOn', event.data.obtainedOn)];
    case 'return':
    case 'attestation':
      return [milestone('data.period', lastDay(event.data.period))];
  }
}

function milestone(field: string, at: string): Milestone {
  return { field, at, day: dayIn(at) };
}

/** Throws a RangeError where the text is no period: it was validated before. */
function lastDay(period: string): Day {
  const found = parsePeriod(period);
  if (!found) throw new RangeError(`no period: ${period}`);
  return addDays(found.end, -1);
}
