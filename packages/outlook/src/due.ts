import type { Indicator } from '@duqing/catalogue';
import { addDays, type Day, type Period } from '@duqing/calendar';
import type { DeploymentCalendar } from '@duqing/regions';

/** The day by which a thing must be done, of items that have one. */
export function taskDay({ due }: Indicator, period: Period): Day | null {
  if (due.kind !== 'day-of-year') return null;
  return `${period.key.slice(0, 4)}-${String(due.month).padStart(2, '0')}-${String(due.day).padStart(2, '0')}`;
}

/** Last day on which the return of a period is in time; null where it has none or only the province knows. */
export function returnDay({ due }: Indicator, period: Period, calendar: DeploymentCalendar): Day | null {
  const last = addDays(period.end, -1);
  switch (due.kind) {
    case 'days-after':
      return addDays(last, due.days);
    case 'day-of-year':
      return addDays(last, calendar.returnsDueDays);
    case 'release-day':
      return addDays(addDays(period.start, -1), calendar.provisionalDays);
    case 'period-end':
    case 'province-date':
      return null;
  }
}
