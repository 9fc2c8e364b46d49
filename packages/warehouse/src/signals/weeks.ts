import { addDays, mondayOf, parsePeriod, quarterOfDay, type Day } from '@duqing/calendar';

/** A week by its Monday, with what must be attested for it to be known: in each quarter that it touches, through which day. */
export interface Week {
  monday: Day;
  needs: { quarter: string; through: Day }[];
}

/** The week of `day` and `count` before it, oldest first. */
export function weeksUpTo(day: Day, count: number): Week[] {
  const last = mondayOf(day);
  return Array.from({ length: count + 1 }, (_, index) => weekFrom(addDays(last, (index - count) * 7)));
}

export function sundayOf(monday: Day): Day {
  return addDays(monday, 6);
}

function weekFrom(monday: Day): Week {
  const sunday = sundayOf(monday);
  const first = quarterOfDay(monday);
  const second = quarterOfDay(sunday);
  if (first === second) return { monday, needs: [{ quarter: first, through: sunday }] };
  return {
    monday,
    needs: [
      { quarter: first, through: lastDayOf(first) },
      { quarter: second, through: sunday },
    ],
  };
}

function lastDayOf(quarter: string): Day {
  const period = parsePeriod(quarter);
  if (!period) throw new RangeError(`not a quarter: ${quarter}`);
  return addDays(period.end, -1);
}
